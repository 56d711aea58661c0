/**
 * Classes, functions and module-level names of a Python file. Blocks end where a line is indented no
 * deeper than the one that opened them.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawSymbol } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { behind, isCompound, type LogicalLine } from "./statements.ts";

/** Classes within classes; what lies deeper is no program, and is not listed. */
const MAX_DEPTH = 64;
/** UTF-16 code units of a name; a longer one is data. */
const MAX_NAME = 500;

interface Block {
  indent: number;
  /** Names of the classes around its content; null in a function, whose content is not listed. */
  path: string | null;
  exported: boolean;
  symbol: RawSymbol | null;
}

export class Definitions {
  readonly #symbols: RawSymbol[] = [];
  readonly #blocks: Block[] = [];
  readonly #assigned = new Set<string>();
  /** The last token of the line before. */
  #last = -1;
  /** What `__all__` lists; null without it or where a part of it is computed. */
  #listed: Set<string> | null = null;
  #computed = false;

  constructor(readonly code: Code) {}

  /** Takes the next logical line. @param statements starts of its simple statements */
  line(line: LogicalLine, statements: readonly number[]): void {
    this.#leave(line.indent);
    const around = this.#blocks.at(-1);
    if (around?.path !== null) this.#read(line, statements, around);
    this.#last = line.end - 1;
  }

  #read(line: LogicalLine, statements: readonly number[], around: Block | undefined): void {
    const { code } = this;
    const { start, end, indent } = line;
    const at = code.is(start, "async") ? behind(code, start) : start;
    const name = behind(code, at);
    const word = code.word(at);
    if ((word === "def" || word === "class") && code.kind(name) === Kind.Word) {
      const method = word === "def" && around !== undefined;
      const kind = word === "class" ? "class" : method ? "method" : "function";
      this.#block(name, end, indent, kind, around);
      return;
    }
    if (around !== undefined) return;
    for (const statement of isCompound(code, line) ? statements.slice(1) : statements) {
      this.#names(statement, end);
    }
  }

  #block(at: number, end: number, indent: number, kind: SymbolKind, around?: Block): void {
    const name = this.code.read(at);
    const exported = isPublic(name) && (around?.exported ?? true);
    const symbol = this.#add(at, end - 1, kind, exported, around);
    const inner = around?.path ? `${around.path}.${name}` : name;
    const path = kind === "class" && symbol !== null ? inner : null;
    this.#blocks.push({ indent, path, exported, symbol });
  }

  #add(at: number, last: number, kind: SymbolKind, exported: boolean, around?: Block) {
    const name = this.code.read(at);
    if (name.length > MAX_NAME || this.#blocks.length > MAX_DEPTH) return null;
    const symbol: RawSymbol = {
      name,
      kind,
      container: around?.path ?? null,
      line: this.code.line(at),
      endLine: this.code.endLine(last),
      exported,
    };
    this.#symbols.push(symbol);
    return symbol;
  }

  /** The names that a statement at module level is the first to assign. */
  #names(start: number, end: number): void {
    const { code } = this;
    if (code.kind(start) !== Kind.Word && !isOpening(code.code(start))) return;
    if (code.is(start, "type") && code.kind(start + 1) === Kind.Word) {
      return this.#alias(start + 1, end);
    }
    const name = code.read(start);
    if (name === "__all__") this.#all(start, end);
    const last = statementLast(code, start, end);
    const annotated = code.code(start + 1) === Mark.Colon;
    let target = start;
    for (let at = start; at <= last; at = code.next(at)) {
      if (!isAssignment(code, at)) continue;
      if (annotated && target === start) this.#assign(start, last);
      else if (!this.#targets(target, at, last)) return;
      target = at + 1;
    }
  }

  /** `type X[T] = …` */
  #alias(name: number, end: number): void {
    const { code } = this;
    const after = code.code(name + 1) === Mark.BracketOpen ? code.next(name + 1) : name + 1;
    if (code.code(after) !== Mark.Equals) return;
    this.#assign(name, statementLast(code, name, end), "type");
  }

  /** `a`, `a, b`, `(a, *b)`: the plain names of a target; false where it is none. */
  #targets(from: number, to: number, last: number): boolean {
    const { code } = this;
    // `x = lambda a=1: a`, `(x): int = 1`
    for (let at = from; at < to; at = code.next(at)) {
      if (code.is(at, "lambda") || code.code(at) === Mark.Colon) return false;
    }
    for (let at = from; at < to;) {
      const mark = code.code(at);
      const before = at === from ? 0 : code.code(at - 1);
      const opens = at === from || PARTS.has(before);
      if (code.kind(at) === Kind.Word && opens && (at + 1 === to || ENDS.has(code.code(at + 1)))) {
        this.#assign(at, last);
      }
      // A bracket that groups is looked into, one of a call or an item is passed over.
      const groups = opens && (mark === Mark.ParenOpen || mark === Mark.BracketOpen);
      at = groups ? at + 1 : code.next(at);
    }
    return true;
  }

  #assign(at: number, last: number, kind?: SymbolKind): void {
    const name = this.code.read(at);
    if (this.#assigned.has(name) || name === "_") return;
    this.#assigned.add(name);
    // PEP 8: constants are written in capital letters
    const named = /^_*\p{Lu}[\p{Lu}\p{N}_]*$/u.test(name) ? "constant" : "variable";
    this.#add(at, last, kind ?? named, isPublic(name));
  }

  /** `__all__ = […]`, `+= […]`, `.extend([…])`: strings alone, else what is exported is not known. */
  #all(start: number, end: number): void {
    const { code } = this;
    const last = statementLast(code, start, end);
    let from = start + 1;
    while (from <= last && code.code(from) !== Mark.Equals) from = code.next(from);
    for (let at = from <= last ? from : start + 1; at <= last; at++) {
      const kind = code.kind(at);
      if (kind === Kind.String) {
        (this.#listed ??= new Set()).add(code.read(at).replace(/^["']+|["']+$/g, ""));
      } else if (kind !== Kind.Punctuation && !ALL_METHODS.has(code.word(at))) {
        this.#computed = true;
      } else if (code.code(at) === Mark.Equals) this.#listed ??= new Set();
    }
  }

  #leave(indent: number): void {
    for (;;) {
      const block = this.#blocks.at(-1);
      if (block === undefined || block.indent < indent) return;
      this.#blocks.pop();
      if (block.symbol) block.symbol.endLine = this.code.endLine(Math.max(0, this.#last));
    }
  }

  /** All definitions, in the order of the text. Call once, after the last line. */
  finish(): RawSymbol[] {
    this.#leave(-1);
    const listed = this.#computed ? null : this.#listed;
    if (listed === null) return this.#symbols;
    return this.#symbols.map((symbol) => {
      const top = symbol.container?.split(".")[0] ?? symbol.name;
      if (symbol.container === null) return { ...symbol, exported: listed.has(top) };
      return { ...symbol, exported: isMemberPublic(symbol) && listed.has(top) };
    });
  }
}

/** What stands before and behind a plain name in a target of several. */
const PARTS = new Set<number>([Mark.Comma, Mark.Star, Mark.ParenOpen, Mark.BracketOpen]);
const ENDS = new Set<number>([Mark.Comma, Mark.ParenClose, Mark.BracketClose]);
const ALL_METHODS = new Set(["extend", "append"]);

function isMemberPublic({ name, container }: RawSymbol): boolean {
  return [...container!.split(".").slice(1), name].every(isPublic);
}

/** As pydoc has it: special names are shown, others that begin with an underscore are not. */
function isPublic(name: string): boolean {
  return !name.startsWith("_") || /^__.+__$/.test(name);
}

function isOpening(mark: number): boolean {
  return mark === Mark.ParenOpen || mark === Mark.BracketOpen || mark === Mark.Star;
}

/** Index of the last token of the statement. */
function statementLast(code: Code, start: number, end: number): number {
  let at = start;
  while (at < end && code.code(at) !== Mark.Semicolon) at = code.next(at);
  return at - 1;
}

const OPERATORS = new Set("=!<>+-*/%&|^@:~".split("").map((c) => c.charCodeAt(0)));

/** A single `=`, not `==`, `+=`, `:=` or `<=`. */
function isAssignment(code: Code, at: number): boolean {
  if (code.code(at) !== Mark.Equals) return false;
  if (code.code(at + 1) === Mark.Equals && code.touches(at + 1)) return false;
  return !(code.touches(at) && OPERATORS.has(code.code(at - 1)));
}
