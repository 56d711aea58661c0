/**
 * What a Go file imports and declares at package level (https://go.dev/ref/spec). Only the tokens
 * between declarations are looked at; bodies are jumped over by their brackets.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";

/** What the resolver needs to know of a file beside its imports. */
export interface GoFacts {
  package: string | null;
  /** The expression after `//go:build`, or "ignore" for `// +build ignore`; null for none. */
  build: string | null;
}

/** Reads a whole file; nothing in it can make this throw. */
export function readGo(code: Code): Found {
  return new Reader(code).run();
}

class Reader {
  readonly #imports: RawImport[] = [];
  readonly #outline: Outline;

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
  }

  run(): Found {
    const { code } = this;
    let at = 0;
    let name: string | null = null;
    if (code.is(at, "package")) {
      name = code.word(at + 1) || null;
      at += 2;
    }
    const facts: GoFacts = { package: name, build: this.#constraint(name === null) };
    at = this.#importDeclarations(at);
    while (at < code.end) {
      this.#outline.leave(at);
      at = Math.max(at + 1, this.#declaration(at));
    }
    return { imports: this.#imports, symbols: this.#outline.symbols, extra: { ...facts } };
  }

  /**
   * https://pkg.go.dev/cmd/go#hdr-Build_constraints: a line comment that starts its line and stands
   * before the package clause.
   */
  #constraint(anywhere: boolean): string | null {
    const { text, tokens } = this.code;
    const limit = anywhere ? text.length : tokens.starts[0]!;
    for (let at = 0; at < tokens.comments.length; at += 2) {
      const start = tokens.comments[at]!;
      if (start >= limit) break;
      if (start > 0 && text[start - 1] !== "\n") continue;
      const comment = text.slice(start, tokens.comments[at + 1]);
      const current = /^\/\/go:build\s+(.*\S)/.exec(comment)?.[1];
      if (current !== undefined) return current;
      // the form before Go 1.17; of its expressions only this one matters here
      if (/^\/\/\s*\+build\s+ignore\s*$/.test(comment)) return "ignore";
    }
    return null;
  }

  /**
   * Imports precede every other declaration (https://go.dev/ref/spec#Source_file_organization);
   * behind the first of those nothing is an import. Gives the index of that one.
   */
  #importDeclarations(start: number): number {
    const { code } = this;
    let at = start;
    for (;;) {
      while (code.code(at) === Mark.Semicolon) at++;
      if (!code.is(at, "import")) return at;
      at++;
      if (code.code(at) !== Mark.ParenOpen) {
        at = this.#importSpec(at);
        continue;
      }
      const close = code.close(at);
      for (at++; at < close;) at = code.code(at) === Mark.Semicolon ? at + 1 : this.#importSpec(at);
      if (close < code.end) at = close + 1;
    }
  }

  /** `"path"` with or without a name before it; gives the index behind it, always beyond `start`. */
  #importSpec(start: number): number {
    const { code } = this;
    const named = code.kind(start) === Kind.Word || code.code(start) === Mark.Dot;
    const at = named ? start + 1 : start;
    // Import paths hold no escapes in practice; one that does, or is broken, is left out.
    const [, , specifier] = /^(["`])([^"`\\\s]+)\1$/.exec(code.read(at)) ?? [];
    if (specifier === undefined || code.kind(at) !== Kind.String) return Math.max(start + 1, at);
    this.#imports.push({ specifier, line: code.line(at), kind: "import", typeOnly: false });
    return at + 1;
  }

  /** Reads what begins here and gives the index at which to go on. */
  #declaration(at: number): number {
    const { code } = this;
    if (!code.isFirstOnLine(at) && code.code(at - 1) !== Mark.Semicolon) return code.next(at);
    if (code.is(at, "func")) return this.#function(at + 1);
    const word = code.word(at);
    if (word !== "type" && word !== "var" && word !== "const") return code.next(at);
    const spec = (start: number, limit: number) =>
      word === "type" ? this.#type(start, limit) : this.#values(start, limit, word);
    if (code.code(at + 1) !== Mark.ParenOpen) return spec(at + 1, code.end);
    const close = code.close(at + 1);
    // A group that is never closed is broken; what it holds may be declarations of their own.
    for (let inside = at + 2; close < code.end && inside < close;) {
      this.#outline.leave(inside);
      const semicolon = code.code(inside) === Mark.Semicolon;
      inside = semicolon ? inside + 1 : Math.max(inside + 1, spec(inside, close));
    }
    return close < code.end ? close + 1 : at + 2;
  }

  /** @param start index behind `func` */
  #function(start: number): number {
    const { code } = this;
    const receiver = code.code(start) === Mark.ParenOpen ? this.#receiver(start) : null;
    const name = receiver === null ? start : code.next(start);
    const text = code.word(name);
    if (text === "") return name;
    let last = name;
    // A function without a body ends with its line.
    for (let at = name + 1; at < code.end && !code.isFirstOnLine(at); at = code.next(at)) {
      last = code.next(at) - 1;
      if (code.code(at) === Mark.Semicolon) break;
      const type = code.is(at - 1, "struct") || code.is(at - 1, "interface");
      if (code.code(at) === Mark.BraceOpen && !type) break;
    }
    const exported = isExported(text);
    if (receiver) this.#outline.enter({ name: receiver, kind: "type", exported: true, last });
    const kind = receiver === null ? "function" : "method";
    this.#outline.add({ name: text, kind, exported, at: name, last });
    this.#outline.leave(last);
    return last + 1;
  }

  /** The type in `(r *T[K])`; "" where there is none. */
  #receiver(open: number): string {
    const { code } = this;
    const close = code.close(open);
    let type = "";
    for (let at = open + 1; at < close; at = code.next(at)) type = code.word(at) || type;
    return type;
  }

  /** @param name index of the type's name; `limit` the index at which its group ends */
  #type(name: number, limit: number): number {
    const { code } = this;
    const text = code.word(name);
    let at = name + 1;
    if (this.#hasParameters(at)) at = code.next(at);
    if (code.code(at) === Mark.Equals) at++;
    const brace = code.code(at + 1) === Mark.BraceOpen;
    const kind: SymbolKind = !brace
      ? "type"
      : code.is(at, "struct")
      ? "struct"
      : code.is(at, "interface")
      ? "interface"
      : "type";
    const last = this.#specEnd(name, limit);
    this.#outline.add({ name: text, kind, exported: isExported(text), at: name, last });
    if (kind === "interface") this.#methods(text, at + 1, last);
    return last + 1;
  }

  /** `[T any]`, and not the length of an array. */
  #hasParameters(open: number): boolean {
    const { code } = this;
    if (code.code(open) !== Mark.BracketOpen || code.word(open + 1) === "") return false;
    const after = code.code(open + 2);
    return code.kind(open + 2) === Kind.Word || after === Mark.Comma || after === Mark.Tilde ||
      after === Mark.BracketOpen;
  }

  /** A method is exported by its own name, whatever its type is called. */
  #methods(type: string, open: number, end: number): void {
    const { code } = this;
    this.#outline.enter({ name: type, kind: "interface", exported: true, last: end });
    const close = code.close(open);
    for (let at = open + 1; at < close; at = code.next(at)) {
      const first = at === open + 1 || code.isFirstOnLine(at) ||
        code.code(at - 1) === Mark.Semicolon;
      const name = first ? code.word(at) : "";
      if (name === "" || code.code(at + 1) !== Mark.ParenOpen) continue;
      const last = this.#specEnd(at, close);
      this.#outline.add({ name, kind: "method", exported: isExported(name), at, last });
    }
    this.#outline.leave(end);
  }

  /** `A, B T = 1, 2` */
  #values(start: number, limit: number, word: "var" | "const"): number {
    const { code } = this;
    const last = this.#specEnd(start, limit);
    for (let at = start; at <= last; at += 2) {
      const name = code.word(at);
      if (name !== "_") {
        const kind = word === "var" ? "variable" : "constant";
        this.#outline.add({ name, kind, exported: isExported(name), at, last });
      }
      if (code.code(at + 1) !== Mark.Comma) break;
    }
    return last + 1;
  }

  /**
   * Index of the last token of a declaration that goes on at `start`. It ends with its line unless
   * that ends with an operator or a comma (https://go.dev/ref/spec#Semicolons).
   */
  #specEnd(start: number, limit: number): number {
    const { code } = this;
    for (let at = start; at < limit; at = code.next(at)) {
      if (at === start) continue;
      if (code.code(at) === Mark.Semicolon) return at - 1;
      if (!code.isFirstOnLine(at)) continue;
      const before = code.code(at - 1);
      if (before === 0 || CLOSING.has(before)) return at - 1;
    }
    return Math.max(start, limit - 1);
  }
}

const CLOSING = new Set<number>([Mark.ParenClose, Mark.BracketClose, Mark.BraceClose]);

/** https://go.dev/ref/spec#Exported_identifiers */
function isExported(name: string): boolean {
  return /^\p{Lu}/u.test(name);
}
