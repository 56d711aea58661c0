/**
 * What a Java file imports and defines (JLS 7 and 8). One pass over the tokens of packages, types
 * and members; bodies of methods and initializers are jumped over by their brackets.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawImport } from "../../facts.ts";
import type { JvmFacts } from "../jvm/facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Outline } from "../scanning/outline.ts";

const MODIFIERS = new Set(
  ("public protected private static final abstract default native synchronized transient volatile " +
    "strictfp sealed non").split(" "),
);
const TYPES: Record<string, SymbolKind> = {
  class: "class",
  interface: "interface",
  enum: "enum",
  record: "class",
};

/** What stands before a parenthesis in a body: in a broken text a body may seem to be a type's. */
const STATEMENTS = new Set(
  "if for while switch catch synchronized return new throw try super this".split(" "),
);

interface Modifiers {
  /** public or protected, or a member of an interface. */
  visible: boolean;
  constant: boolean;
  /** Index behind them. */
  after: number;
}

/** Reads a whole file; nothing in it can make this throw. */
export function readJava(code: Code): Found {
  return new Reader(code).run();
}

class Reader {
  readonly #imports: RawImport[] = [];
  readonly #outline: Outline;
  readonly #declared = new Set<string>();
  #package = "";
  #module: string | undefined;

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
  }

  run(): Found {
    const { code } = this;
    let at = 0;
    while (at < code.end) {
      this.#outline.leave(at);
      at = Math.max(at + 1, this.#declaration(at));
    }
    const facts: JvmFacts = {
      declares: [[this.#package, ...this.#declared]],
      ...(this.#module === undefined ? {} : { module: this.#module }),
    };
    return { imports: this.#imports, symbols: this.#outline.symbols, extra: { ...facts } };
  }

  /** Reads what begins here and gives the index at which to go on. */
  #declaration(start: number): number {
    const { code } = this;
    const mark = code.code(start);
    if (mark === Mark.Semicolon || mark === Mark.BraceClose) return start + 1;
    if (mark === Mark.BraceOpen) return code.next(start);
    const top = this.#outline.around === undefined;
    if (top && code.is(start, "import")) return this.#import(start + 1);
    const modifiers = this.#modifiers(start);
    const at = modifiers.after;
    const word = code.word(at);
    if (top && word === "package") {
      const name = this.#qualified(at + 1);
      this.#package = name.text;
      return name.after;
    }
    if (code.code(at) === Mark.At) return this.#type(at + 2, "interface", modifiers); // @interface
    if (top && this.#isModule(at)) return this.#moduleDeclaration(at);
    const kind = Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
    if (kind !== undefined && code.isName(at + 1)) {
      const header = code.code(at + 2);
      // `record` is a type's name elsewhere: `record r = …`, `record get() {`
      if (word !== "record" || header === Mark.ParenOpen || header === Mark.Less) {
        if (word !== "record" || this.#isRecord(at + 2)) return this.#type(at + 1, kind, modifiers);
      }
    }
    if (code.code(at) === Mark.BraceOpen) return code.next(at); // static { … }
    return this.#member(at, modifiers);
  }

  /** Annotations and modifiers. */
  #modifiers(start: number): Modifiers {
    const { code } = this;
    const within = this.#outline.around?.kind === "interface";
    const modifiers = { visible: within, constant: within, after: start };
    let isStatic = false;
    let isFinal = false;
    for (let at = start;; modifiers.after = at) {
      if (code.code(at) === Mark.At && !code.is(at + 1, "interface")) {
        at = this.#qualified(at + 1).after;
        if (code.code(at) === Mark.ParenOpen) at = code.next(at);
        continue;
      }
      const word = code.word(at);
      if (!MODIFIERS.has(word)) break;
      if (word === "public" || word === "protected") modifiers.visible = true;
      else if (word === "private") modifiers.visible = false;
      else if (word === "static") isStatic = true;
      else if (word === "final") isFinal = true;
      else if (word === "non" && code.code(at + 1) === Mark.Minus) at += 2; // non-sealed
      at++;
    }
    if (isStatic && isFinal) modifiers.constant = true;
    return modifiers;
  }

  /** `a.b.C`, with a star at its end where there is one. */
  #qualified(start: number): { text: string; after: number } {
    const { code } = this;
    if (!code.isName(start)) return { text: "", after: start };
    const parts = [code.name(start)];
    let at = start + 1;
    for (; code.code(at) === Mark.Dot; at += 2) {
      if (code.isName(at + 1)) parts.push(code.name(at + 1));
      else if (code.code(at + 1) === Mark.Star) parts.push("*");
      else break;
    }
    return { text: parts.join("."), after: at };
  }

  /** https://docs.oracle.com/javase/specs/jls/se25/html/jls-7.html#jls-7.5 */
  #import(start: number): number {
    const { code } = this;
    let at = start;
    const word = code.word(at);
    const prefixed = word === "static" || (word === "module" && code.isName(at + 1));
    if (prefixed) at++;
    const { text, after } = this.#qualified(at);
    if (text === "" || code.code(after) !== Mark.Semicolon) return after;
    this.#imports.push({
      specifier: prefixed && word === "module" ? `module ${text}` : text,
      line: code.line(at),
      kind: "import",
      typeOnly: false,
    });
    return after + 1;
  }

  #isModule(at: number): boolean {
    const { code } = this;
    const word = code.is(at, "open") ? at + 1 : at;
    return code.is(word, "module") && code.isName(word + 1) &&
      (code.code(word + 2) === Mark.Dot || code.code(word + 2) === Mark.BraceOpen);
  }

  #moduleDeclaration(at: number): number {
    const { code } = this;
    const name = code.is(at, "open") ? at + 2 : at + 1;
    const { text, after } = this.#qualified(name);
    this.#module = text;
    const last = code.close(after);
    this.#outline.add({ name: text, kind: "module", exported: true, at: name, last });
    return last + 1;
  }

  #isRecord(header: number): boolean {
    const { code } = this;
    const open = code.typeArguments(header);
    if (code.code(open) !== Mark.ParenOpen) return false;
    const after = code.close(open) + 1;
    return code.code(after) === Mark.BraceOpen || code.is(after, "implements");
  }

  /** @param name index of the type's name */
  #type(name: number, kind: SymbolKind, { visible }: Modifiers): number {
    const { code } = this;
    let open = name + 1;
    while (open < code.end && code.code(open) !== Mark.BraceOpen) {
      const mark = code.code(open);
      if (mark === Mark.Semicolon || mark === Mark.BraceClose) return open + 1;
      open = code.next(open);
    }
    if (open >= code.end) return open;
    const last = code.close(open);
    const text = code.name(name);
    if (this.#outline.around === undefined) this.#declared.add(text);
    this.#outline.open({ name: text, kind, exported: visible, at: name, last });
    return kind === "enum" ? this.#behindConstants(open + 1, last) : open + 1;
  }

  /** Behind the constants of an enum, which may have bodies. */
  #behindConstants(start: number, last: number): number {
    let at = start;
    while (at < last && this.code.code(at) !== Mark.Semicolon) at = this.code.next(at);
    return at;
  }

  /** A method, constructor or field. */
  #member(start: number, modifiers: Modifiers): number {
    const { code } = this;
    const around = this.#outline.around;
    const end = around ? around.last : code.end;
    let at = code.typeArguments(start);
    for (; at < end; at = this.#overType(at)) {
      const mark = code.code(at);
      if (mark === Mark.ParenOpen) return this.#method(at, end, modifiers);
      if (mark === Mark.BraceOpen) return this.#compactConstructor(at, modifiers);
      if (mark === Mark.Equals || mark === Mark.Comma || mark === Mark.Semicolon) {
        return this.#fields(at, end, modifiers);
      }
    }
    return at;
  }

  /** The next token of a type: behind type arguments, `[]` and annotations. */
  #overType(at: number): number {
    const { code } = this;
    const mark = code.code(at);
    if (mark === Mark.Less) return Math.max(code.typeArguments(at), at + 1);
    if (mark !== Mark.At) return code.next(at);
    const { after } = this.#qualified(at + 1);
    return code.code(after) === Mark.ParenOpen ? code.next(after) : Math.max(after, at + 1);
  }

  /** A record's constructor without parameters: `Point { … }`. */
  #compactConstructor(open: number, { visible }: Modifiers): number {
    const { code } = this;
    const name = open - 1;
    const container = this.#outline.around?.path?.split(".").at(-1);
    if (container !== undefined && code.name(name) === container) {
      const last = code.close(open);
      this.#outline.add({ name: container, kind: "method", exported: visible, at: name, last });
    }
    return code.next(open);
  }

  #method(parameters: number, end: number, { visible }: Modifiers): number {
    const { code } = this;
    const name = parameters - 1;
    let last = code.next(parameters);
    while (last < end) {
      const mark = code.code(last);
      if (mark === Mark.Semicolon) break;
      if (mark === Mark.BraceOpen && !code.is(last - 1, "default")) {
        last = Math.min(code.close(last), end);
        break;
      }
      last = code.next(last);
    }
    const text = code.name(name);
    if (text !== "" && !STATEMENTS.has(text)) {
      const kind = this.#outline.around ? "method" : "function";
      this.#outline.add({ name: text, kind, exported: visible, at: name, last });
    }
    return last + 1;
  }

  /** Fields from the token behind the first one's name; only constants are listed. */
  #fields(behind: number, end: number, { visible, constant }: Modifiers): number {
    const { code } = this;
    let name = behind - 1;
    while (code.code(name) === Mark.BracketClose || code.code(name) === Mark.BracketOpen) name--;
    for (let at = behind; at < end;) {
      const mark = code.code(at);
      const ends = mark === Mark.Semicolon || (mark === Mark.Comma && this.#isDeclarator(at + 1));
      if (!ends) {
        at = mark === Mark.Less ? Math.max(code.typeArguments(at), at + 1) : code.next(at);
        continue;
      }
      if (constant && code.isName(name)) {
        const text = code.name(name);
        this.#outline.add({ name: text, kind: "constant", exported: visible, at: name, last: at });
      }
      if (mark === Mark.Semicolon) return at + 1;
      name = at + 1;
      at = name + 1;
    }
    return end;
  }

  #isDeclarator(at: number): boolean {
    const mark = this.code.code(at + 1);
    return this.code.isName(at) &&
      (mark === Mark.Equals || mark === Mark.Comma || mark === Mark.Semicolon ||
        mark === Mark.BracketOpen);
  }
}
