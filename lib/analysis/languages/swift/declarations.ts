/**
 * What a Swift file imports and defines
 * (https://docs.swift.org/swift-book/documentation/the-swift-programming-language/declarations). One
 * pass over the tokens of files and type bodies; bodies of functions are jumped over by their brackets.
 * One file, though long: definitions nest in each other, and share the place and what is open.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";
import type { SwiftFacts } from "./facts.ts";
import { readNames } from "./names.ts";
import { isOperator, lastOfStatement } from "./statements.ts";

const MODIFIERS = new Set(
  ("public private fileprivate internal open package static class final override required convenience " +
    "lazy weak unowned mutating nonmutating dynamic optional indirect nonisolated isolated distributed " +
    "prefix postfix infix borrowing consuming __consuming async").split(" "),
);
const TYPES: Readonly<Record<string, SymbolKind>> = {
  class: "class",
  actor: "class",
  struct: "struct",
  enum: "enum",
  protocol: "interface",
};
const DECLARING = new Set(
  ("import class actor struct enum protocol extension func init deinit subscript var let typealias " +
    "associatedtype macro operator precedencegroup case").split(" "),
);
/** `import struct A.B` */
const IMPORTED_KINDS = new Set(
  "typealias struct class enum protocol let var func actor".split(" "),
);
/** Behind these a `let`, `var` or `case` belongs to a statement. */
const CONDITIONS = new Set("if guard while for case".split(" "));

/** https://docs.swift.org/swift-book/documentation/the-swift-programming-language/attributes/#main */
const STARTING = ["main", "UIApplicationMain", "NSApplicationMain"];

interface Modifiers {
  words: ReadonlySet<string>;
  attributes: ReadonlySet<string>;
  /** Index behind them. */
  after: number;
}

/** A type or extension whose members are being read. */
interface Body {
  /** Index of the token that closes it. */
  last: number;
  kind: "type" | "protocol" | "enum" | "extension";
  /** Its name. */
  of: string;
  public: boolean;
}

/** Reads a whole file; nothing in it can make this throw. */
export function readSwift(code: Code): Found {
  return new Reader(code).run();
}

class Reader {
  readonly #imports: RawImport[] = [];
  readonly #skipped: [number, number][] = [];
  readonly #outline: Outline;
  readonly #declares = new Set<string>();
  readonly #internal = new Set<string>();
  readonly #extends = new Map<string, Set<string>>();
  readonly #own = new Set<string>();
  #starts = false;
  /** What is open, as far as the access of members depends on it; innermost last. */
  readonly #bodies: Body[] = [];

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
  }

  run(): Found {
    const { code } = this;
    for (let at = 0; at < code.end;) {
      this.#outline.leave(at);
      while (this.#bodies.length > 0 && this.#bodies.at(-1)!.last <= at) this.#bodies.pop();
      at = Math.max(at + 1, this.#declaration(at));
    }
    const modules = new Set(this.#imports.map(({ specifier }) => specifier.split(".")[0]!));
    const { uses, members } = this.#imports.length > 0
      ? readNames(code, this.#own, modules, this.#skipped)
      : { uses: [], members: [] };
    const facts: SwiftFacts = {
      ...listed("declares", this.#declares),
      ...listed("internal", this.#internal),
      ...(this.#extends.size > 0
        ? { extends: [...this.#extends].map(([type, names]) => [type, ...names]) }
        : {}),
      ...(this.#starts ? { starts: true } : {}),
      ...listed("uses", uses),
      ...listed("members", members),
    };
    return { imports: this.#imports, symbols: this.#outline.symbols, extra: { ...facts } };
  }

  get #limit(): number {
    return this.#bodies.at(-1)?.last ?? this.code.end;
  }

  #declaration(start: number): number {
    const { code } = this;
    if (code.kind(start) === Kind.Directive) return start + 1;
    const modifiers = this.#modifiers(start);
    const at = modifiers.after;
    const word = code.word(at);
    if (!DECLARING.has(word) || code.code(start - 1) === Mark.Dot) {
      return Math.max(code.next(start), Math.min(at, this.#limit));
    }
    const around = this.#bodies.at(-1);
    if (Object.hasOwn(TYPES, word) || word === "extension") {
      return this.#type(at, word, modifiers);
    }
    switch (word) {
      case "import":
        return around ? at + 1 : this.#import(at + 1, modifiers);
      case "func":
        return this.#function(at + 1, modifiers);
      case "init":
      case "subscript":
        return around ? this.#initializer(at, word, modifiers) : code.next(at);
      case "deinit":
        return code.next(at + 1);
      case "var":
      case "let":
        return this.#isStatement(start) ? at + 1 : this.#properties(at, modifiers);
      case "typealias":
      case "associatedtype":
        return this.#simple(at + 1, "type", modifiers);
      case "macro": {
        const behind = code.typeArguments(at + 2);
        if (!code.isName(at + 1) || code.code(behind) !== Mark.ParenOpen) return at + 1;
        return this.#simple(at + 1, "macro", modifiers);
      }
      case "operator":
        return this.#operator(at + 1, modifiers);
      case "case":
        return around?.kind === "enum" ? this.#cases(at + 1) : at + 1;
      default: // a precedence group
        return code.code(at + 2) === Mark.BraceOpen ? code.next(at + 2) : at + 1;
    }
  }

  /** `if let x`, `guard\n let x`, also after the comma of such conditions. */
  #isStatement(start: number): boolean {
    const { code } = this;
    return CONDITIONS.has(code.word(start - 1)) || code.code(start - 1) === Mark.Comma ||
      code.code(start - 1) === Mark.ParenOpen;
  }

  #modifiers(start: number): Modifiers {
    const { code } = this;
    const words = new Set<string>();
    const attributes = new Set<string>();
    let at = start;
    for (;;) {
      if (code.code(at) === Mark.At && code.isName(at + 1)) {
        attributes.add(code.name(at + 1));
        at = this.#attribute(at + 1);
        continue;
      }
      const word = code.word(at);
      if (!MODIFIERS.has(word)) break;
      const next = code.word(at + 1);
      if (word === "class" && !MODIFIERS.has(next) && !/^(?:func|var|let|subscript)$/.test(next)) {
        break;
      }
      // `private(set)`, `unowned(unsafe)`
      const limited = code.code(at + 1) === Mark.ParenOpen && code.code(at + 3) === Mark.ParenClose;
      if (!limited) words.add(word);
      at += limited ? 4 : 1;
    }
    return { words, attributes, after: at };
  }

  /** Behind `@a.B<C>(…)`, from its name on. */
  #attribute(start: number): number {
    const { code } = this;
    let at = start;
    while (code.code(at + 1) === Mark.Dot && code.isName(at + 2)) at += 2;
    at = code.typeArguments(at + 1);
    return code.code(at) === Mark.ParenOpen && code.touches(at) ? code.next(at) : at;
  }

  /** `import A`, `import A.B.C`, `import struct A.B`, with attributes and access before it. */
  #import(start: number, { words, attributes }: Modifiers): number {
    const { code } = this;
    const isDeclaration = IMPORTED_KINDS.has(code.word(start)) && code.isName(start + 1) &&
      !code.isFirstOnLine(start + 1);
    let at = isDeclaration ? start + 1 : start;
    if (!code.isName(at) || code.isFirstOnLine(at)) return start;
    const parts = [code.name(at++)];
    while (code.code(at) === Mark.Dot && code.isName(at + 1) && parts.length < 100) {
      parts.push(code.name(at + 1));
      at += 2;
    }
    // an operator: `import func A.==`
    while (code.code(at) === Mark.Dot || isOperator(code, at)) at++;
    const exported = attributes.has("_exported");
    const access = attributes.has("testable") ? "testable" : exported ? "exported" : "plain";
    const named = isDeclaration && parts.length > 1 ? [parts.at(-1)!] : [];
    const names = access === "plain" && named.length === 0 ? [] : [access, ...named];
    this.#skipped.push([start - 1 - (words.size > 0 ? 1 : 0), at - 1]);
    this.#imports.push({
      specifier: parts.join("."),
      line: code.line(start),
      kind: exported ? "reexport" : "use",
      typeOnly: false,
      ...(names.length > 0 ? { names } : {}),
    });
    return at;
  }

  /** Whether other modules see a declaration with these modifiers that stands here. */
  #isPublic({ words }: Modifiers): boolean {
    const around = this.#bodies.at(-1);
    if (words.has("public") || words.has("open") || words.has("package")) return true;
    if (words.has("private") || words.has("fileprivate") || words.has("internal")) return false;
    return around?.kind === "extension" && around.public; // its access is its members' default
  }

  #add(
    name: string,
    kind: SymbolKind,
    at: number,
    last: number,
    modifiers: Modifiers,
    inherits = false,
  ): void {
    const around = this.#bodies.at(-1);
    const exported = around?.kind === "protocol" || inherits || this.#isPublic(modifiers);
    this.#outline.add({ name, kind, exported, at, last });
    this.#note(name, exported, modifiers);
  }

  /** Keeps a name for the resolver. */
  #note(name: string, exported: boolean, { words }: Modifiers): void {
    const around = this.#bodies.at(-1);
    this.#own.add(name);
    const hidden = words.has("private") || words.has("fileprivate");
    if (!around) {
      if (exported) this.#declares.add(name);
      else if (!hidden) this.#internal.add(name);
    } else if (name === "init" || name === "subscript") {
      // by its name nothing tells whose it is
    } else if (around.kind === "extension" && exported && this.#bodies.length === 1) {
      const members = this.#extends.get(around.of);
      if (members) members.add(name);
      else this.#extends.set(around.of, new Set([name]));
    }
  }

  #type(keyword: number, word: string, modifiers: Modifiers): number {
    const { code } = this;
    const at = keyword + 1;
    if (!code.isName(at) || code.isFirstOnLine(at) && word === "actor") return at;
    let name = code.name(at);
    let behind = at + 1;
    while (word === "extension" && code.code(behind) === Mark.Dot && code.isName(behind + 1)) {
      name += `.${code.name(behind + 1)}`;
      behind += 2;
    }
    const open = this.#body(behind);
    if (code.code(open) !== Mark.BraceOpen) return at;
    const last = Math.min(code.close(open), this.#limit);
    const exported = this.#isPublic(modifiers);
    if (STARTING.some((one) => modifiers.attributes.has(one))) this.#starts = true;
    const inProtocol = this.#bodies.at(-1)?.kind === "protocol";
    if (word === "extension") {
      this.#outline.enter({ name, kind: "class", exported: true, last });
    } else {
      const kind = TYPES[word]!;
      this.#outline.open({ name, kind, exported: exported || inProtocol, at, last });
      this.#note(name, exported, modifiers);
    }
    const kind = word === "extension" || word === "protocol" || word === "enum" ? word : "type";
    this.#bodies.push({ last, kind, of: name, public: exported });
    return open + 1;
  }

  /** The brace that opens a body behind a head; the token where the head ends without one. */
  #body(start: number): number {
    const { code } = this;
    const end = lastOfStatement(code, start - 1, this.#limit, true) + 1;
    for (let at = start; at < end;) {
      if (code.code(at) === Mark.BraceOpen) return at;
      at = code.next(at);
    }
    return end;
  }

  #function(start: number, modifiers: Modifiers): number {
    const { code } = this;
    let behind = start + 1;
    let name = code.name(start);
    if (name === "") {
      behind = this.#operatorEnd(start);
      name = code.text.slice(code.tokens.starts[start], code.tokens.ends[behind - 1]);
      if (behind === start) return start;
    }
    const parameters = code.typeArguments(behind);
    if (code.code(parameters) !== Mark.ParenOpen) return behind;
    const kind = this.#bodies.length === 0 ? "function" : "method";
    return this.#callable(name, kind, start, code.next(parameters), modifiers);
  }

  /** Behind an operator's characters; a `<` before a name begins type parameters. */
  #operatorEnd(start: number): number {
    const { code } = this;
    let at = start;
    while (isOperator(code, at) && (at === start || code.touches(at))) {
      if (at > start && code.code(at) === Mark.Less && code.isName(at + 1)) break;
      at++;
    }
    return at;
  }

  #initializer(at: number, word: string, modifiers: Modifiers): number {
    const { code } = this;
    let behind = at + 1;
    if (code.code(behind) === Mark.Question || code.code(behind) === Mark.Bang) behind++;
    behind = code.typeArguments(behind);
    if (code.code(behind) !== Mark.ParenOpen) return at + 1;
    return this.#callable(word, "method", at, code.next(behind), modifiers);
  }

  /** @param after index behind the parameters */
  #callable(
    name: string,
    kind: SymbolKind,
    at: number,
    after: number,
    modifiers: Modifiers,
  ): number {
    const { code } = this;
    const stop = this.#body(after);
    const last = code.code(stop) === Mark.BraceOpen
      ? Math.min(code.close(stop), this.#limit)
      : Math.max(at, stop - 1);
    this.#add(name, kind, at, last, modifiers);
    return last + 1;
  }

  #simple(at: number, kind: SymbolKind, modifiers: Modifiers): number {
    const { code } = this;
    if (!code.isName(at)) return at;
    const last = Math.max(at, lastOfStatement(code, at, this.#limit));
    this.#add(code.name(at), kind, at, last, modifiers);
    return last + 1;
  }

  #operator(at: number, modifiers: Modifiers): number {
    const { code } = this;
    const end = this.#operatorEnd(at);
    if (end === at || this.#bodies.length > 0) return at;
    const name = code.text.slice(code.tokens.starts[at], code.tokens.ends[end - 1]);
    // an operator is seen wherever its module is
    this.#outline.add({ name, kind: "function", exported: true, at, last: end - 1 });
    this.#own.add(name);
    return modifiers.after < end ? end : at;
  }

  /** `let a = 1, b: Int`, `let (a, b) = c`, with accessors and observers. */
  #properties(keyword: number, modifiers: Modifiers): number {
    const { code } = this;
    const kind = code.is(keyword, "let") ? "constant" : "variable";
    const last = Math.max(keyword, lastOfStatement(code, keyword, this.#limit));
    const pattern = keyword + 1;
    if (code.code(pattern) === Mark.ParenOpen) {
      for (let at = pattern + 1; at < Math.min(code.close(pattern), last); at++) {
        const isBound = code.isName(at) && !code.is(at, "_") && code.code(at + 1) !== Mark.Colon;
        if (isBound) this.#add(code.name(at), kind, at, last, modifiers);
      }
      return last + 1;
    }
    let name = pattern;
    for (let at = pattern; at <= last;) {
      const mark = code.code(at);
      if (mark === Mark.Comma) {
        this.#property(name, kind, at - 1, modifiers);
        name = at + 1;
      }
      const generic = mark === Mark.Less && code.touches(at);
      at = generic ? Math.max(code.typeArguments(at), at + 1) : code.next(at);
    }
    this.#property(name, kind, last, modifiers);
    return last + 1;
  }

  #property(at: number, kind: SymbolKind, last: number, modifiers: Modifiers): void {
    const { code } = this;
    if (code.isName(at) && !code.is(at, "_")) this.#add(code.name(at), kind, at, last, modifiers);
  }

  /** `case a, b(Int), c = 1` */
  #cases(start: number): number {
    const { code } = this;
    const none: Modifiers = { words: new Set(), attributes: new Set(), after: start };
    const last = Math.max(start, lastOfStatement(code, start, this.#limit));
    let name = start;
    for (let at = start; at <= last; at = code.next(at)) {
      if (code.code(at) !== Mark.Comma) continue;
      if (code.isName(name)) this.#add(code.name(name), "constant", name, at - 1, none, true);
      name = at + 1;
    }
    if (code.isName(name)) this.#add(code.name(name), "constant", name, last, none, true);
    return last + 1;
  }
}

/** A field of the facts, sorted; none where it is empty. */
function listed<K extends string>(key: K, names: Iterable<string>): { [key in K]?: string[] } {
  const list = [...names].sort();
  return (list.length > 0 ? { [key]: list } : {}) as { [key in K]?: string[] };
}
