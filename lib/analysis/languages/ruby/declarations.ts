/**
 * What a Ruby file requires, which constants it names, and what it defines: one pass over its tokens
 * with a stack of what waits for an `end`.
 * One file, though long: definitions nest in each other, and share the place and what is open.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawImport, RawSymbol } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { isEndless, isModifier, isName } from "./blocks.ts";
import type { RubyFacts } from "./facts.ts";
import { requiresAt } from "./requires.ts";

const WORDS = new Set(
  ("class module def if unless while until for case begin do end private public protected " +
    "private_class_method require require_relative load autoload").split(" "),
);
/** Containers within containers; what lies deeper is no program, and is not listed. */
const MAX_DEPTH = 64;
/** UTF-16 code units of a name; a longer one is data. */
const MAX_NAME = 500;
/** Different constants that one file may name. */
const MAX_CONSTANTS = 500;
/** Tokens (brackets are one) of a constant's value whose end is looked for. */
const MAX_VALUE = 500;

interface Block {
  kind: "container" | "method" | "other";
  /** Names of the modules and classes around its content. */
  path: string | null;
  /** Of the word that opens it where that begins a line, else 0: an `end` left of it ends it too. */
  column: number;
  symbol: RawSymbol | null;
  /** What follows is private. */
  hides: boolean;
}

/** Reads a whole file; nothing in it can make this throw. */
export function readRuby(code: Code): Found {
  return new Reader(code).run();
}

class Reader {
  readonly #imports: RawImport[] = [];
  readonly #symbols: RawSymbol[] = [];
  readonly #blocks: Block[] = [];
  readonly #loadPath: string[] = [];
  readonly #constants = new Map<string, RawImport>();
  /** Whether the `do` of a loop's header is still to come on this line. */
  #loop = false;
  #column = 0;
  #hides = false;

  constructor(readonly code: Code) {}

  run(): Found {
    const { code } = this;
    for (let at = 0; at < code.end;) {
      if (code.tokens.firsts[at] === 1) this.#line(at);
      at = code.tokens.kinds[at] === Kind.Word ? Math.max(at + 1, this.#word(at)) : at + 1;
    }
    while (this.#blocks.length > 0) this.#close(Math.max(0, code.end - 1));
    const imports = [...this.#imports, ...this.#constants.values()].sort((a, b) => a.line - b.line);
    const facts: RubyFacts = { loadPath: this.#loadPath };
    return {
      imports,
      symbols: this.#symbols,
      ...(this.#loadPath.length > 0 ? { extra: { ...facts } } : {}),
    };
  }

  #line(at: number): void {
    const { text, tokens } = this.code;
    const start = tokens.starts[at]!;
    let from = start;
    while (from > 0 && text.charCodeAt(from - 1) !== 10) from--;
    this.#column = start - from;
    this.#loop = false;
  }

  /** Reads what this word begins and gives the index at which to go on. */
  #word(at: number): number {
    const { code } = this;
    const start = code.tokens.starts[at]!;
    const c = code.text.charCodeAt(start);
    if (c === 36) return this.#global(at);
    if (c >= 65 && c <= 90) return this.#constant(at);
    if (c < 97 || c > 122 || code.tokens.ends[at]! - start > 20) return at + 1;
    const word = code.read(at);
    if (!WORDS.has(word) || isName(code, at)) return at + 1;
    switch (word) {
      case "class":
      case "module":
        return this.#container(at, word);
      case "def":
        return this.#method(at);
      case "while":
      case "until":
      case "if":
      case "unless":
        if (!isModifier(code, at)) {
          this.#open(at, "other");
          this.#loop = word === "while" || word === "until";
        }
        return at + 1;
      case "for":
        this.#open(at, "other");
        this.#loop = true;
        return at + 1;
      case "case":
      case "begin":
        this.#open(at, "other");
        return at + 1;
      case "do":
        if (this.#loop) this.#loop = false;
        else this.#open(at, "other");
        return at + 1;
      case "end":
        this.#end(at);
        return at + 1;
      case "require":
      case "require_relative":
      case "load":
      case "autoload":
        this.#imports.push(...requiresAt(code, at, this.#around?.path ?? null));
        return at + 1;
      default:
        return this.#visibility(at, word);
    }
  }

  get #around(): Block | undefined {
    return this.#blocks[this.#blocks.length - 1];
  }

  #open(
    at: number,
    kind: Block["kind"],
    path?: string | null,
    symbol: RawSymbol | null = null,
  ): void {
    const around = this.#around;
    this.#blocks.push({
      // What stands in a method is not listed.
      kind: around?.kind === "method" ? "method" : kind,
      path: path === undefined ? around?.path ?? null : path,
      column: this.code.isFirstOnLine(at) ? this.#column : 0,
      symbol,
      hides: kind === "container" ? false : around?.hides ?? this.#hides,
    });
  }

  #close(at: number): void {
    const block = this.#blocks.pop();
    if (block?.symbol) {
      block.symbol.endLine = Math.max(block.symbol.line, this.code.endLine(at));
    }
  }

  /** An `end` that stands left of what was opened last ends that too: it had no block. */
  #end(at: number): void {
    if (this.code.isFirstOnLine(at)) {
      while (this.#blocks.length > 1 && this.#around!.column > this.#column) this.#close(at - 1);
    }
    this.#close(at);
  }

  /** `class A::B < C`, `class << self`, `module M` */
  #container(at: number, word: "class" | "module"): number {
    const { code } = this;
    if (code.code(at + 1) === Mark.Less) {
      this.#open(at, "container", this.#around?.path ?? null);
      return at + 2;
    }
    let name = at + 1;
    if (code.code(name) === Mark.Colon) name += 2;
    const parts: string[] = [];
    let last = name;
    while (/^[A-Z]/.test(code.word(name))) {
      parts.push(code.read(name));
      last = name;
      if (code.code(name + 1) !== Mark.Colon || code.code(name + 2) !== Mark.Colon) break;
      name += 3;
    }
    if (parts.length === 0) return at + 1;
    const own = parts.pop()!;
    const container = [this.#around?.path ?? null, ...parts].filter((one) => one !== null).join(
      ".",
    );
    const symbol = this.#add(last, own, word, container || null, true);
    const path = container === "" ? own : `${container}.${own}`;
    this.#open(at, "container", path.length > MAX_NAME ? this.#around?.path ?? null : path, symbol);
    return last + 1;
  }

  #add(at: number, name: string, kind: SymbolKind, container: string | null, exported: boolean) {
    if (name.length > MAX_NAME || this.#blocks.length > MAX_DEPTH) return null;
    if (this.#around?.kind === "method") return null;
    const line = this.code.line(at);
    const symbol: RawSymbol = { name, kind, container, line, endLine: line, exported };
    this.#symbols.push(symbol);
    return symbol;
  }

  /** `def name`, `def self.name`, `def A.name`, `def ==(other)`, `def name=(value)`, `def x = 1` */
  #method(at: number): number {
    const { code } = this;
    const around = this.#around;
    let first = at + 1;
    let container = around?.path ?? null;
    const dot = code.code(first + 1) === Mark.Dot && code.touches(first + 1);
    const scope = code.code(first + 1) === Mark.Colon && code.touches(first + 1) &&
      code.code(first + 2) === Mark.Colon;
    const singleton = dot || scope;
    if (singleton) {
      const receiver = code.word(first);
      if (/^[A-Z]/.test(receiver) && container === null) container = receiver;
      first += dot ? 2 : 3;
    }
    const { name, after } = this.#methodName(first);
    if (name === "") return at + 1;
    const previous = code.word(at - 1);
    const modified = previous === "private" || previous === "private_class_method";
    const hidden = modified || (!singleton && previous !== "public" && this.#isHiding());
    const kind = container === null ? "function" : "method";
    const symbol = this.#add(first, name, kind, container, !hidden);
    const parameters = code.code(after) === Mark.ParenOpen;
    const behind = parameters ? code.next(after) : after;
    if (isEndless(code, behind, parameters)) {
      if (symbol) symbol.endLine = code.endLine(this.#valueEnd(behind + 1));
    } else this.#open(at, "method", around?.path ?? null, symbol);
    return after;
  }

  #isHiding(): boolean {
    return this.#around?.hides ?? this.#hides;
  }

  #methodName(at: number): { name: string; after: number } {
    const { code } = this;
    if (code.kind(at) === Kind.Word) {
      let name = code.read(at);
      let after = at + 1;
      const mark = code.code(after);
      const suffix = code.touches(after) &&
        (mark === Mark.Question || mark === Mark.Bang || mark === Mark.Equals);
      // `name=` is a setter where a parameter follows
      const setter = mark !== Mark.Equals || code.code(after + 1) === Mark.ParenOpen ||
        (code.kind(after + 1) === Kind.Word && !code.touches(after + 1));
      if (suffix && setter) {
        name += code.read(after);
        after++;
      }
      return { name, after };
    }
    let name = "";
    let after = at;
    while (code.kind(after) === Kind.Punctuation && (after === at || code.touches(after))) {
      const mark = code.code(after);
      if (mark === Mark.ParenOpen || mark === Mark.Semicolon || name.length >= 3) break;
      name += code.read(after++);
    }
    if (name !== "" && code.word(after) === "@" && code.touches(after)) name += code.read(after++);
    return { name, after };
  }

  /** Index of the last token of the expression that begins here. */
  #valueEnd(start: number): number {
    const { code } = this;
    const limit = Math.min(code.end, start + MAX_VALUE);
    for (let at = start; at < limit; at = code.next(at)) {
      if (at > start && code.code(at) === Mark.Semicolon) return at - 1;
      if (at === start || !code.isFirstOnLine(at)) continue;
      const goesOn = CONTINUING.has(code.code(at - 1)) || code.code(at) === Mark.Dot ||
        (code.code(at) === Mark.Ampersand && code.code(at + 1) === Mark.Dot);
      if (!goesOn) return at - 1;
    }
    return limit - 1;
  }

  /** `A = 1`, `A ||= 1`; else a reference `A::B`. */
  #constant(at: number): number {
    const { code } = this;
    if (isName(code, at) && code.code(at - 1) !== Mark.Colon) return at + 1;
    const before = code.code(at - 1);
    const scoped = before === Mark.Colon && code.code(at - 2) === Mark.Colon && code.touches(at);
    const absolute = scoped && !(code.touches(at - 2) && code.code(at - 3) !== Mark.ParenOpen);
    if (before === Mark.Colon && code.touches(at) && !scoped) return at + 1; // a symbol
    const or = code.code(at + 1) === Mark.Bar && code.code(at + 2) === Mark.Bar;
    const equals = or ? at + 3 : at + 1;
    const next = code.code(equals + 1);
    const compared = code.touches(equals + 1) &&
      (next === Mark.Equals || next === Mark.Tilde || next === Mark.Greater);
    const several = scoped || or ? [] : this.#targets(at);
    for (const target of several) {
      this.#add(target, code.read(target), "constant", this.#around?.path ?? null, true);
    }
    if (several.length > 0) return several[several.length - 1]! + 1;
    if (code.code(equals) === Mark.Equals && !compared && !scoped) {
      const symbol = this.#add(at, code.read(at), "constant", this.#around?.path ?? null, true);
      if (symbol) symbol.endLine = Math.max(symbol.line, code.endLine(this.#valueEnd(equals + 1)));
      return at + 1;
    }
    if (scoped && !absolute) return at + 1;
    let name = code.read(at);
    let last = at;
    while (
      code.code(last + 1) === Mark.Colon && code.code(last + 2) === Mark.Colon &&
      /^[A-Z]/.test(code.word(last + 3))
    ) {
      last += 3;
      name += `::${code.read(last)}`;
    }
    this.#refer(absolute ? `::${name}` : name, at);
    return last + 1;
  }

  /** `A, *B = x`: the constants of a multiple assignment that begins its statement here. */
  #targets(at: number): number[] {
    const { code } = this;
    if (!code.isFirstOnLine(at) || code.code(at + 1) !== Mark.Comma) return [];
    const found: number[] = [];
    for (let next = at; found.length < 100; next += 2) {
      if (code.code(next) === Mark.Star) next++;
      if (code.kind(next) !== Kind.Word) return [];
      if (/^[A-Z]/.test(code.read(next))) found.push(next);
      const mark = code.code(next + 1);
      if (mark === Mark.Equals) return code.code(next + 2) === Mark.Equals ? [] : found;
      if (mark !== Mark.Comma) return [];
    }
    return [];
  }

  /** Only the first of each constant and nesting counts. */
  #refer(name: string, at: number): void {
    const path = this.#around?.path ?? "";
    const key = `${path} ${name}`;
    if (this.#constants.size >= MAX_CONSTANTS || name.length > MAX_NAME) return;
    if (this.#constants.has(key)) return;
    this.#constants.set(key, {
      specifier: name,
      line: this.code.line(at),
      kind: "use",
      typeOnly: false,
      names: path === "" ? [] : path.split("."),
    });
  }

  /** `$LOAD_PATH.unshift(x)`, `$: << x` */
  #global(at: number): number {
    const { code } = this;
    const name = code.read(at);
    if (name !== "$LOAD_PATH" && name !== "$:") return at + 1;
    const found = requiresAt(code, at, null);
    for (const { specifier } of found) this.#loadPath.push(specifier);
    return at + 1;
  }

  /** `private` alone hides what follows; `private :a, :b` what is listed already. */
  #visibility(at: number, word: string): number {
    const { code } = this;
    const block = this.#around;
    const alone = code.isFirstOnLine(at) &&
      (at + 1 >= code.end || code.isFirstOnLine(at + 1) || code.code(at + 1) === Mark.Semicolon);
    if (alone && word !== "private_class_method") {
      const hides = word === "private";
      if (block) block.hides = hides;
      else this.#hides = hides;
      return at + 1;
    }
    let name = code.code(at + 1) === Mark.ParenOpen ? at + 2 : at + 1;
    if (word !== "private" && word !== "private_class_method") return at + 1;
    const path = block?.path ?? null;
    for (; code.code(name) === Mark.Colon && code.kind(name + 1) === Kind.Word; name += 3) {
      const hidden = code.read(name + 1);
      const suffix = code.touches(name + 2) ? code.code(name + 2) : 0;
      const suffixed = suffix === Mark.Question || suffix === Mark.Bang || suffix === Mark.Equals;
      const text = suffixed ? hidden + code.read(name + 2) : hidden;
      const symbol = this.#symbols.findLast((one) => one.name === text && one.container === path);
      if (symbol) symbol.exported = false;
      if (suffixed) name++;
      if (code.code(name + 2) !== Mark.Comma) break;
    }
    return at + 1;
  }
}

const CONTINUING = new Set<number>(
  [",", ".", "+", "-", "*", "/", "|", "&", "=", "<", "\\", "?", ":", "%"].map((c) =>
    c.charCodeAt(0)
  ),
);
