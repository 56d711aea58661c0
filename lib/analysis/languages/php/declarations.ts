/**
 * What a PHP file imports, includes, names by qualified names, and declares: one pass over all of its
 * tokens, since classes may be named anywhere.
 * One file, though long: definitions nest in each other, and share the place and what is open.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";
import type { PhpFacts } from "./facts.ts";
import { includedPath } from "./includes.ts";

const TYPES: Record<string, SymbolKind> = {
  class: "class",
  interface: "interface",
  trait: "trait",
  enum: "enum",
};
const MODIFIERS = new Set("public protected private static abstract final readonly var".split(" "));
const INCLUDES = new Set(["require", "require_once", "include", "include_once"]);
const WORDS = new Set([
  ...["namespace", "use", "function", "fn", "const", "define", "__halt_compiler"],
  ...INCLUDES,
  ...Object.keys(TYPES),
]);
const LONGEST = "__halt_compiler".length;
/** UTF-16 code units that are quoted of a path that is computed. */
const MAX_QUOTED = 80;
/** UTF-16 code units of a qualified name; a longer one is data. */
const MAX_NAME = 500;
/** Tokens (brackets are one) that a header or a list of constants may take; more are none. */
const MAX_HEADER = 500;

/** Reads a whole file; nothing in it can make this throw. */
export function readPhp(code: Code): Found {
  return new Reader(code).run();
}

interface Use {
  imported: RawImport;
  alias: string;
}

class Reader {
  readonly #outline: Outline;
  readonly #uses: Use[] = [];
  readonly #aliases = new Map<string, string>();
  readonly #others: RawImport[] = [];
  readonly #seen = new Set<string>();
  readonly #declared = new Set<string>();
  /** Aliases that stand for a namespace somewhere (`ORM\Entity`). */
  readonly #prefixes = new Set<string>();
  readonly #paths = new Map<string, string | null>();
  #namespace = "";

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
  }

  run(): Found {
    const { code } = this;
    for (let at = 0; at < code.end;) {
      this.#outline.leave(at - 1);
      at = code.tokens.kinds[at] === Kind.Word ? Math.max(at + 1, this.#word(at)) : at + 1;
    }
    const namespaces = this.#namespacesOnly();
    const uses = this.#uses.flatMap(({ imported, alias }) =>
      namespaces.has(alias) ? [] : [imported]
    );
    const paths = [...this.#paths].filter(([, path]) => path === null || path.length < MAX_NAME);
    const facts: PhpFacts = {
      php: [...this.#declared],
      ...(paths.length > 0 ? { paths: Object.fromEntries(paths) } : {}),
    };
    const imports = [...uses, ...this.#others].sort((a, b) => a.line - b.line);
    return { imports, symbols: this.#outline.symbols, extra: { ...facts } };
  }

  /** Reads what this word begins and gives the index at which to go on. */
  #word(at: number): number {
    const { code } = this;
    const start = code.tokens.starts[at]!;
    const end = code.tokens.ends[at]!;
    if (code.text.charCodeAt(start) === 36) return at + 1; // a variable
    if (hasBackslash(code.text, start, end)) return this.#qualified(at, code.read(at));
    if (end - start > LONGEST) return at + 1;
    const word = code.text.slice(start, end).toLowerCase();
    if (!WORDS.has(word) || this.#isMember(at)) return at + 1;
    if (word === "namespace") return this.#namespaceClause(at);
    if (word === "use") return this.#use(at);
    if (word === "function" || word === "fn") return this.#function(at, word);
    if (word === "const") return this.#constants(at);
    if (word === "define") return this.#define(at);
    if (word === "__halt_compiler") return code.end; // data follows
    if (INCLUDES.has(word)) return this.#include(at);
    return this.#type(at, word);
  }

  /** `->name`, `::name`, `function name`. */
  #isMember(at: number): boolean {
    const { code } = this;
    const before = code.code(at - 1);
    if (before === Mark.Greater) return code.code(at - 2) === Mark.Minus && code.touches(at - 1);
    if (before === Mark.Colon) return code.code(at - 2) === Mark.Colon && code.touches(at - 1);
    return before === 0 && /^(?:function|const)$/i.test(code.word(at - 1)) &&
      !/^use$/i.test(code.word(at - 2));
  }

  #namespaceClause(at: number): number {
    const { code } = this;
    const name = code.word(at + 1);
    const after = name === "" ? at + 1 : at + 2;
    if (code.code(after) !== Mark.Semicolon && code.code(after) !== Mark.BraceOpen) return at + 1;
    this.#namespace = name;
    this.#aliases.clear();
    return after + 1;
  }

  /** A name with a backslash: `\A\B`, `namespace\B`, or one that an alias or the namespace begins. */
  #qualified(at: number, text: string): number {
    const { code } = this;
    if (/^namespace$/i.test(code.word(at - 1)) && this.#outline.around === undefined) {
      return at + 1;
    }
    const absolute = text.startsWith("\\");
    if (text.length > MAX_NAME) return at + 1;
    const parts = (absolute ? text.slice(1) : text).split("\\");
    if (parts.some((part) => part === "") || (absolute && parts.length < 2)) return at + 1;
    let name = parts.join("\\");
    const head = parts[0]!.toLowerCase();
    if (!absolute && head === "namespace") name = this.#inNamespace(parts.slice(1).join("\\"));
    else if (!absolute) {
      const alias = this.#aliases.get(head);
      if (alias !== undefined) this.#prefixes.add(head);
      name = alias === undefined ? this.#inNamespace(name) : [alias, ...parts.slice(1)].join("\\");
    }
    this.#refer(`\\${name}`, at, "use");
    return at + 1;
  }

  #inNamespace(name: string): string {
    return this.#namespace === "" ? name : `${this.#namespace}\\${name}`;
  }

  /** A reference; only the first of each name counts. */
  #refer(specifier: string, at: number, kind: "use" | "require" | "include", dynamic?: string) {
    const key = `${kind} ${specifier}`;
    if (dynamic === undefined && this.#seen.has(key)) return;
    this.#seen.add(key);
    const line = this.code.line(at);
    const imported: RawImport = { specifier, line, kind, typeOnly: false };
    this.#others.push(dynamic === undefined ? imported : { ...imported, dynamic });
  }

  /** https://www.php.net/manual/en/language.namespaces.importing.php; not traits nor closures. */
  #use(at: number): number {
    const { code } = this;
    const inside = this.#outline.around !== undefined;
    if (inside || code.code(at + 1) === Mark.ParenOpen) return at + 1;
    let next = at + 1;
    const what = /^(?:function|const)$/i.test(code.word(next))
      ? code.word(next++).toLowerCase()
      : "";
    while (code.kind(next) === Kind.Word) {
      const prefix = code.read(next);
      if (prefix.endsWith("\\") && code.code(next + 1) === Mark.BraceOpen) {
        const close = code.close(next + 1);
        for (let inner = next + 2; inner < close && code.kind(inner) === Kind.Word;) {
          const own = /^(?:function|const)$/i.test(code.word(inner)) &&
            code.kind(inner + 1) === Kind.Word && !/^as$/i.test(code.word(inner + 1));
          const kind = own ? code.word(inner++).toLowerCase() : what;
          inner = this.#oneUse(inner, prefix + code.read(inner), kind);
          if (code.code(inner) === Mark.Comma) inner++;
        }
        next = Math.min(close + 1, code.end);
      } else next = this.#oneUse(next, prefix, what);
      if (code.code(next) !== Mark.Comma) break;
      next++;
    }
    return next;
  }

  /** @param at index of its (last) name; gives the index behind it and its alias */
  #oneUse(at: number, written: string, what: string): number {
    const { code } = this;
    const name = written.replace(/^\\/, "");
    const aliased = /^as$/i.test(code.word(at + 1)) && code.kind(at + 2) === Kind.Word;
    const after = aliased ? at + 3 : at + 1;
    const mark = code.code(after);
    const ends = mark === Mark.Comma || mark === Mark.Semicolon || mark === Mark.BraceClose ||
      code.kind(after) === Kind.Directive;
    if (!ends || !/^[\w\x80-\uffff]+(?:\\[\w\x80-\uffff]+)*$/.test(name)) return after;
    const alias = (aliased ? code.word(at + 2) : name.slice(name.lastIndexOf("\\") + 1))
      .toLowerCase();
    if (what === "") this.#aliases.set(alias, name);
    const specifier = what === "" ? name : `${what} ${name}`;
    const imported: RawImport = { specifier, line: code.line(at), kind: "use", typeOnly: false };
    this.#uses.push({ imported, alias: what === "" ? alias : "" });
    return after;
  }

  /** Aliases that only ever stand for a namespace: what they begin has edges of its own. */
  #namespacesOnly(): Set<string> {
    const only = new Set(this.#prefixes);
    if (only.size === 0) return only;
    const { code } = this;
    for (let at = 0; at < code.end; at++) {
      if (code.kind(at) !== Kind.Word || /^as$/i.test(code.word(at - 1))) continue;
      const name = code.read(at).toLowerCase();
      if (!only.has(name) || this.#isMember(at)) continue;
      only.delete(name);
    }
    return only;
  }

  #include(at: number): number {
    const { code } = this;
    let end = at + 1;
    // A statement: what follows belongs to its expression.
    while (end < code.end && end - at < 200) {
      const mark = code.code(end);
      if (mark === Mark.Semicolon || mark === Mark.Comma || isClosing(mark)) break;
      if (code.kind(end) === Kind.Directive) break;
      end = code.next(end);
    }
    if (end === at + 1) return end;
    const word = code.word(at).toLowerCase();
    const kind = word.startsWith("require") ? "require" : "include";
    const path = includedPath(code, at + 1, end);
    if (path !== null) {
      this.#refer(path, at + 1, kind);
      return end;
    }
    const { starts, ends } = code.tokens;
    const from = starts[at + 1]!;
    const text = code.text.slice(from, Math.min(ends[end - 1]!, from + 4 * MAX_QUOTED))
      .replace(/\s+/g, " ");
    const quoted = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
    this.#refer(quoted, at + 1, kind, "the path is computed at run time");
    return at + 1;
  }

  #type(at: number, word: string): number {
    const { code } = this;
    const anonymous = word === "class" && this.#isAnonymous(at);
    const name = code.word(at + 1);
    if (!anonymous && (name === "" || name.startsWith("$") || name.includes("\\"))) return at + 1;
    let open = at + (anonymous ? 1 : 2);
    for (; code.code(open) !== Mark.BraceOpen; open = code.next(open)) {
      const mark = code.code(open);
      const header = mark === 0 ? code.kind(open) !== Kind.Directive : HEADER.has(mark);
      if (open >= code.end || open - at > MAX_HEADER || !(header || anonymous)) return at + 1;
    }
    const last = code.close(open);
    if (anonymous) {
      // What stands in it has no name to be looked up by.
      this.#outline.enter({ name: "", kind: "function", exported: false, last });
      return at + 1;
    }
    const kind = TYPES[word]!;
    if (this.#isHidden()) this.#outline.enter({ name, kind: "function", exported: false, last });
    else {
      this.#declared.add(this.#inNamespace(name));
      this.#outline.open({ name, kind, exported: true, at: at + 1, last });
    }
    return at + 2;
  }

  #isAnonymous(at: number): boolean {
    const { code } = this;
    let before = at - 1;
    while (MODIFIERS.has(code.word(before).toLowerCase())) before--;
    if (code.code(before) === Mark.BracketClose) before = code.tokens.partners[before]! - 2;
    return /^new$/i.test(code.word(before));
  }

  /** Inside of a function or an anonymous class nothing is listed. */
  #isHidden(): boolean {
    const kind = this.#outline.around?.kind;
    return kind === "function" || kind === "method";
  }

  #function(at: number, word: string): number {
    const { code } = this;
    const name = code.code(at + 1) === Mark.Ampersand ? at + 2 : at + 1;
    const named = word === "function" && code.kind(name) === Kind.Word;
    if (word === "fn" || code.code(named ? name + 1 : name) !== Mark.ParenOpen) return at + 1;
    let last = code.next(named ? name + 1 : name);
    for (let tokens = 0; last < code.end && tokens < MAX_HEADER; tokens++) {
      const mark = code.code(last);
      if (mark === Mark.BraceOpen) {
        last = code.close(last);
        break;
      }
      if (mark === Mark.Semicolon || isClosing(mark)) break;
      last = code.next(last);
    }
    const around = this.#outline.around;
    if (named && !this.#isHidden()) {
      const text = code.read(name);
      const kind = around ? "method" : "function";
      if (!around) this.#declared.add(`${this.#inNamespace(text)}()`);
      this.#outline.open({ name: text, kind, exported: !this.#isPrivate(at), at: name, last });
    } else this.#outline.enter({ name: "", kind: "function", exported: false, last });
    return named ? name + 1 : at + 1;
  }

  #isPrivate(at: number): boolean {
    const { code } = this;
    for (let before = at - 1;; before--) {
      const word = code.word(before).toLowerCase();
      if (word === "private") return true;
      if (!MODIFIERS.has(word)) return false;
    }
  }

  /** `const A = 1, B = 2;`, in a class with a type before the name. */
  #constants(at: number): number {
    const { code } = this;
    if (this.#isHidden() || code.kind(at + 1) !== Kind.Word) return at + 1;
    const around = this.#outline.around;
    const exported = !this.#isPrivate(at);
    let name = -1;
    let tokens = 0;
    for (let next = at + 1, part = at; next < code.end; next = code.next(next)) {
      if (++tokens > MAX_HEADER) break;
      const mark = code.code(next);
      const ends = mark === Mark.Semicolon || isClosing(mark) ||
        code.kind(next) === Kind.Directive;
      if (mark === Mark.Equals && name < 0) name = next - 1;
      if (mark === Mark.Comma || ends) {
        if (name > part && code.kind(name) === Kind.Word) {
          const text = code.read(name);
          this.#outline.add({ name: text, kind: "constant", exported, at: name, last: next - 1 });
          if (!around) this.#declared.add(`${this.#inNamespace(text)}=`);
        }
        name = -1;
        part = next;
      }
      if (ends) break;
    }
    return at + 1;
  }

  /** `define("A", …)` */
  #define(at: number): number {
    const { code } = this;
    if (code.code(at + 1) !== Mark.ParenOpen || code.kind(at + 2) !== Kind.String) return at + 1;
    const name = code.read(at + 2).slice(1, -1);
    if (code.code(at + 3) !== Mark.Comma) return at + 1;
    if (/^[A-Z][A-Z0-9_]*$/.test(name)) {
      const path = includedPath(code, at + 4, Math.min(code.close(at + 1), at + 100));
      const known = this.#paths.get(name);
      this.#paths.set(name, known === undefined || known === path ? path : null);
    }
    if (this.#outline.around) return at + 2;
    if (/^[\w\x80-\uffff]+$/.test(name)) {
      const last = code.close(at + 1);
      this.#outline.add({ name, kind: "constant", exported: true, at: at + 2, last });
      this.#declared.add(`${name}=`);
    }
    return at + 2;
  }
}

/** What may stand in a type's header beside words: commas, a backed enum's colon, backslashes. */
const HEADER = new Set<number>([Mark.Comma, Mark.Colon, Mark.Backslash]);

function hasBackslash(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) === 92) return true;
  return false;
}

function isClosing(mark: number): boolean {
  return mark === Mark.ParenClose || mark === Mark.BracketClose || mark === Mark.BraceClose;
}
