/**
 * What a Scala file imports and defines, with braces or by indentation. One pass over packages and
 * templates; every other definition and statement is jumped over up to where its lines end.
 * One file, though long: definitions nest in each other, and share the place and the packages.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { JvmFacts } from "../jvm/facts.ts";
import { qualifiedName } from "../jvm/imports.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";
import { goesOn, type LineRules } from "../scanning/statements.ts";
import { importEnd, scalaImports } from "./imports.ts";

const MODIFIERS = new Set(
  "private protected override abstract final sealed implicit lazy case erased tracked".split(" "),
);
/** Words that are modifiers only before another modifier or a definition. */
const SOFT_MODIFIERS = new Set(["inline", "opaque", "open", "transparent", "infix", "into"]);
const DECLARING = new Set("class trait object enum def val var type given extension".split(" "));

const RULES: LineRules = {
  openMarks: "=+-*/%&|,.:<^~",
  openWords: new Set(
    "with extends derives match if then else do while for yield try catch finally return throw new"
      .split(" "),
  ),
  continuingMarks: ".,:=|&{",
  continuingWords: new Set(
    "else extends with derives catch finally yield then do match".split(" "),
  ),
  conditionWords: new Set(["if", "while", "for"]),
};
/** A line that ends with one of these opens a region by indentation. */
const OPENING_WORDS = new Set(
  "then else do match try catch finally yield return throw with if while for".split(" "),
);

/** Deeper lines are data; this keeps a line of spaces and many statements linear. */
const MAX_INDENTATION = 1_000;

/** Packages or templates within each other; what lies deeper is no program, and is not listed. */
const MAX_DEPTH = 64;

interface Modifiers {
  private: boolean;
  final: boolean;
  /** Index behind them. */
  after: number;
}

interface Package {
  name: string;
  /** Index from which on it is closed. */
  last: number;
  object: boolean;
}

/** Reads a whole file; nothing in it can make this throw. */
export function readScala(code: Code): Found {
  return new Reader(code).run();
}

class Reader {
  readonly #outline: Outline;
  readonly #packages: Package[] = [];
  readonly #declares = new Map<string, Set<string>>();
  readonly #clauses = new Set<string>();

  /** Indentation by line, -1 where it is not known yet. */
  readonly #columns: Int16Array;

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
    this.#columns = new Int16Array(code.lineStarts.length).fill(-1);
  }

  run(): Found {
    const { code } = this;
    for (let at = 0; at < code.end;) {
      this.#outline.leave(at);
      while ((this.#packages.at(-1)?.last ?? Infinity) <= at) this.#packages.pop();
      at = Math.max(at + 1, this.#statement(at));
    }
    const { imports, aliases, opened } = scalaImports(code);
    const facts: JvmFacts = {
      declares: [...this.#declares].map(([name, members]) => [name, ...members]),
      clauses: [...this.#clauses],
      aliases,
      opened,
    };
    return { imports, symbols: this.#outline.symbols, extra: { ...facts } };
  }

  /** Index behind the last token of what is open. */
  get #limit(): number {
    const template = this.#outline.around?.last ?? this.code.end;
    return Math.min(template, this.#packages.at(-1)?.last ?? template);
  }

  get #package(): string {
    return this.#packages.at(-1)?.name ?? "";
  }

  #statement(start: number): number {
    const { code } = this;
    const mark = code.code(start);
    if (mark === Mark.Semicolon || mark === Mark.BraceClose) return start + 1;
    if (code.is(start, "import")) return importEnd(code, start + 1);
    if (code.is(start, "package")) return this.#packageClause(start);
    const modifiers = this.#modifiers(start);
    const word = code.word(modifiers.after);
    if (!DECLARING.has(word)) return this.#end(start, this.#column(start)) + 1;
    return this.#definition(start, modifiers, word);
  }

  #definition(start: number, modifiers: Modifiers, word: string): number {
    const at = modifiers.after + 1;
    const column = this.#column(start);
    if (word === "extension") return this.#extension(at);
    if (word === "class" || word === "trait" || word === "object" || word === "enum") {
      return this.#template(at, word, column, modifiers);
    }
    const last = this.#end(modifiers.after, column);
    const name = this.#nameFrom(at);
    if (word === "def") {
      const constructor = name === "this";
      const own = this.#outline.around?.path?.split(".").at(-1) ?? "";
      const kind = this.#outline.around ? "method" : "function";
      this.#add(constructor ? own : name, kind, at, last, modifiers);
    } else if (word === "type") this.#add(name, "type", at, last, modifiers);
    else if (word === "given") this.#given(at, last, modifiers);
    else this.#value(name, at, last, modifiers);
    return last + 1;
  }

  #modifiers(start: number): Modifiers {
    const { code } = this;
    const found = { private: false, final: false, after: start };
    for (let at = start;; found.after = at) {
      if (code.code(at) === Mark.At) {
        at = qualifiedName(code, at + 1).after;
        if (code.code(at) === Mark.BracketOpen) at = code.next(at);
        while (code.code(at) === Mark.ParenOpen && !code.isFirstOnLine(at)) at = code.next(at);
        continue;
      }
      const word = code.word(at);
      const soft = SOFT_MODIFIERS.has(word) && this.#isModifierOrKeyword(at + 1);
      // `case Red` of an enum defines nothing that is listed
      if (this.#isCase(at) || (!soft && !MODIFIERS.has(word))) break;
      if (word === "private") found.private = true;
      if (word === "final") found.final = true;
      at++;
      if (code.code(at) === Mark.BracketOpen) at = code.next(at); // private[a]
    }
    return found;
  }

  /** Of a match or an enum, rather than `case class`. */
  #isCase(at: number): boolean {
    const { code } = this;
    return code.is(at, "case") && !code.is(at + 1, "class") && !code.is(at + 1, "object");
  }

  /** Not the `type` of `a.type`. */
  #isKeyword(at: number): boolean {
    return DECLARING.has(this.code.word(at)) && this.code.code(at - 1) !== Mark.Dot;
  }

  #isModifierOrKeyword(at: number): boolean {
    const word = this.code.word(at);
    return MODIFIERS.has(word) || SOFT_MODIFIERS.has(word) || DECLARING.has(word);
  }

  /** `name`, `name_=`, `+:`, or the first name of a pattern. */
  #nameFrom(at: number): string {
    const { code } = this;
    const named = code.isName(at);
    let text = code.name(at);
    let next = named ? at + 1 : at;
    if (!named || (text.endsWith("_") && code.touches(next))) {
      while (next < code.end && (next === at || code.touches(next)) && this.#isOperator(next)) {
        text += code.read(next);
        next++;
      }
      // the colon of a type behind `name_`
      if (named && /^\w*_:$/.test(text)) text = text.slice(0, -1);
    }
    return text;
  }

  #isOperator(at: number): boolean {
    return this.code.kind(at) === Kind.Punctuation && OPERATORS.has(this.code.code(at));
  }

  #add(name: string, kind: SymbolKind, at: number, last: number, modifiers: Modifiers): void {
    this.#declare(name);
    this.#outline.add({ name, kind, exported: !modifiers.private, at, last });
  }

  /** What stands directly in a package, or in its package object, can be imported from it. */
  #declare(name: string): void {
    const inObject = this.#packages.at(-1)?.object === true;
    const depth = this.#outline.depth - (inObject ? 1 : 0);
    if (depth > 0 || name === "") return;
    const members = this.#declares.get(this.#package);
    if (members) members.add(name);
    else this.#declares.set(this.#package, new Set([name]));
  }

  /** Constants by the language's own rules: final, or named as a stable pattern is. */
  #value(name: string, at: number, last: number, modifiers: Modifiers): void {
    if (!this.code.isName(at)) return;
    const around = this.#outline.around;
    const inPackage = around === undefined || this.#packages.at(-1)?.object === true;
    const inObject = inPackage || this.#objects.has(around.path ?? "");
    const constant = this.code.is(at - 1, "val") && inObject &&
      (modifiers.final || /^\p{Lu}/u.test(name));
    if (constant) this.#add(name, "constant", at, last, modifiers);
    else if (inPackage) this.#add(name, "variable", at, last, modifiers);
  }

  /** Paths of the objects so far. */
  readonly #objects = new Set<string>();

  /** `given name: T = …`, `given name: T with …`; without a name only the package's file is known. */
  #given(at: number, last: number, modifiers: Modifiers): void {
    const { code } = this;
    const behind = code.code(at + 1) === Mark.BracketOpen ? code.next(at + 1) : at + 1;
    const colon = code.code(behind) === Mark.ParenOpen ? code.next(behind) : behind;
    this.#declare("given");
    if (code.isName(at) && code.code(colon) === Mark.Colon) {
      this.#add(code.name(at), "constant", at, last, modifiers);
    }
  }

  /** `extension (x: A) def f`: what follows, indented or in braces, stands in the same container. */
  #extension(start: number): number {
    const { code } = this;
    let at = start;
    while (code.code(at) === Mark.ParenOpen || code.code(at) === Mark.BracketOpen) {
      at = code.next(at);
    }
    if (code.code(at) !== Mark.BraceOpen) return at;
    const last = Math.min(code.close(at), this.#limit);
    this.#outline.enter({ name: "", kind: "class", exported: true, last });
    return at + 1;
  }

  #template(at: number, word: string, column: number, modifiers: Modifiers): number {
    const name = this.#nameFrom(at);
    if (name === "") return at;
    const body = this.#templateBody(at + 1, column);
    const kind = word === "trait" ? "trait" : word === "enum" ? "enum" : "class";
    this.#add(name, kind, at, body.end, modifiers);
    if (body.start < 0 || this.#outline.depth > MAX_DEPTH) return body.end + 1;
    const last = body.limit;
    this.#outline.enter({ name, kind, exported: !modifiers.private, last });
    if (word === "object") this.#objects.add(this.#outline.around?.path ?? "");
    return body.start;
  }

  /**
   * Where the members behind a header stand, `start` is -1 where there are none; `limit` is the index
   * that no member reaches, `end` the last token of all.
   */
  #templateBody(from: number, column: number): { start: number; limit: number; end: number } {
    const { code } = this;
    const limit = this.#limit;
    let at = from;
    while (at < limit) {
      const mark = code.code(at);
      if (mark === Mark.Semicolon) break;
      if (mark === Mark.BraceOpen && !code.is(at - 1, "extends")) {
        const close = Math.min(code.close(at), limit);
        return { start: this.#behindSelfType(at + 1, close), limit: close, end: close };
      }
      if (mark === Mark.Colon && code.isFirstOnLine(at + 1) && at + 1 < limit) {
        if (this.#column(at + 1) <= column) break;
        const end = this.#regionEnd(at + 1, column, limit);
        const start = this.#behindSelfType(at + 1, end + 1);
        return { start, limit: end + 1, end: this.#behindMarker(end, column) };
      }
      const continues = mark === Mark.ParenOpen || this.#goesOn(at) ||
        (code.isFirstOnLine(at) && this.#column(at) > column && !this.#startsDefinition(at));
      if (code.isFirstOnLine(at) && !continues) break;
      at = code.next(at);
    }
    return { start: -1, limit: at, end: at - 1 };
  }

  /** Behind `self =>` or `this: A with B =>`, with which a template may begin. */
  #behindSelfType(start: number, limit: number): number {
    const { code } = this;
    if (!code.isName(start)) return start;
    const type = code.code(start + 1) === Mark.Colon;
    for (let at = start + 1; at < limit; at = code.next(at)) {
      const mark = code.code(at);
      if (mark === Mark.Equals) {
        const arrow = code.code(at + 1) === Mark.Greater && code.touches(at + 1);
        return arrow ? at + 2 : start;
      }
      if (!type || mark === Mark.Semicolon || this.#isKeyword(at)) return start;
    }
    return start;
  }

  /** The last token of a region: before the line that is indented no further than its owner. */
  #regionEnd(from: number, column: number, limit: number): number {
    const { code } = this;
    let at = from;
    while (at < limit) {
      if (at > from && code.isFirstOnLine(at) && this.#column(at) <= column) break;
      at = code.next(at);
    }
    return Math.min(at, limit) - 1;
  }

  /** Behind `end name` where that follows. */
  #behindMarker(end: number, column: number): number {
    const { code } = this;
    const at = end + 1;
    const marked = code.is(at, "end") && code.isFirstOnLine(at) && this.#column(at) === column &&
      code.kind(at + 1) === Kind.Word && !code.isFirstOnLine(at + 1);
    return marked ? at + 1 : end;
  }

  /**
   * The last token of the definition or statement that begins here. Lines that are indented further
   * belong to it, but for definitions where no line before has opened a region.
   */
  #end(start: number, column: number): number {
    const { code } = this;
    const limit = this.#limit;
    // the indentation of the outermost region that a line has opened
    let region = Infinity;
    let at = start;
    while (at < limit) {
      const mark = code.code(at);
      if (mark === Mark.Semicolon || mark === Mark.BraceClose) return Math.max(start, at - 1);
      if (at > start && code.isFirstOnLine(at)) {
        const opens = this.#opensRegion(at - 1);
        if (opens) region = Math.min(region, this.#column(at));
        const implicits = mark === Mark.ParenOpen &&
          (code.is(at + 1, "implicit") || code.is(at + 1, "using"));
        if (!implicits && !this.#goesOn(at)) {
          const deeper = this.#column(at) > column;
          const isCase = region < Infinity && this.#isCase(at) && this.#column(at) === column;
          if (!deeper && !isCase) return this.#behindMarker(at - 1, column);
          const within = opens || this.#column(at) >= region;
          if (deeper && !within && this.#startsDefinition(at)) return at - 1;
        }
      }
      at = code.next(at);
    }
    return Math.max(start, Math.min(at, limit) - 1);
  }

  #goesOn(at: number): boolean {
    const { code } = this;
    // `tpe_*` is a name, and ends its line as one
    const operator = code.code(at - 1) !== 0 && code.touches(at - 1) &&
      code.kind(at - 2) === Kind.Word && code.read(at - 2).endsWith("_");
    return operator ? code.code(at) === Mark.Dot : goesOn(code, at, RULES);
  }

  #opensRegion(last: number): boolean {
    const { code } = this;
    const mark = code.code(last);
    if (mark === Mark.Equals || mark === Mark.Colon) return true;
    if (mark === Mark.Greater) return code.touches(last) && code.code(last - 1) === Mark.Equals;
    return mark === 0 && OPENING_WORDS.has(code.word(last));
  }

  #startsDefinition(at: number): boolean {
    return DECLARING.has(this.code.word(this.#modifiers(at).after));
  }

  /** Indentation of the line on which a token stands, in characters. */
  #column(at: number): number {
    const { text, lineStarts } = this.code;
    const line = this.code.line(at) - 1;
    let column = this.#columns[line]!;
    if (column >= 0) return column;
    const start = lineStarts[line]!;
    for (column = 0; column < MAX_INDENTATION; column++) {
      const c = text.charCodeAt(start + column);
      if (c !== 32 && c !== 9) break;
    }
    this.#columns[line] = column;
    return column;
  }

  #packageClause(start: number): number {
    const { code } = this;
    const isObject = code.is(start + 1, "object");
    const at = isObject ? start + 2 : start + 1;
    const { text, after } = qualifiedName(code, at);
    if (text === "" || this.#packages.length > MAX_DEPTH) return start + 1;
    const around = this.#package;
    const name = around === "" ? text : `${around}.${text}`;
    const column = this.#column(start);
    const body = isObject || code.code(after) === Mark.BraceOpen || code.code(after) === Mark.Colon
      ? this.#templateBody(after, column)
      : null;
    if (!isObject) {
      this.#clauses.add(name);
      const last = body === null || body.start < 0 ? this.#limit : body.limit;
      this.#packages.push({ name, last, object: false });
      return body === null || body.start < 0 ? after : body.start;
    }
    const { start: first, limit, end } = body!;
    this.#outline.add({ name: text, kind: "namespace", exported: true, at, last: end });
    this.#declares.set(name, (this.#declares.get(name) ?? new Set<string>()).add("package"));
    if (first < 0) return end + 1;
    this.#packages.push({ name, last: limit, object: true });
    this.#outline.enter({ name: text, kind: "namespace", exported: true, last: limit });
    return first;
  }
}

const OPERATORS = new Set([..."!#%&*+-/:<=>?@\\^|~"].map((c) => c.charCodeAt(0)));
