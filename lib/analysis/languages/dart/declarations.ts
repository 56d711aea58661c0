/** Definitions of a Dart text: one pass over its declarations, whose bodies are jumped over. */
import type { RawImport } from "../../facts.ts";
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Kind } from "../scanning/lexicon.ts";
import { Outline } from "../scanning/outline.ts";
import { readDirective } from "./directives.ts";

const TYPE_MODIFIERS = new Set("abstract base interface final sealed mixin augment".split(" "));
/** A parenthesis behind one of these opens a record type, not parameters. */
const MODIFIERS = new Set(
  "static final late external const var covariant abstract augment required".split(" "),
);
const OPERATOR = /^(?:==|<=|>=|<<|>>>?|\[\]=?|~\/|[-+*/%<>&|^~])$/;

export function readDart(code: Code): Found {
  return new Reader(code).read();
}

class Reader {
  readonly #code: Code;
  readonly #outline: Outline;
  readonly #imports: RawImport[] = [];

  constructor(code: Code) {
    this.#code = code;
    this.#outline = new Outline(code);
  }

  read(): Found {
    const code = this.#code;
    let at = 0;
    while (at < code.end) {
      this.#outline.leave(at);
      const next = this.#declaration(at);
      at = Math.max(next, at + 1);
    }
    return { imports: this.#imports, symbols: this.#outline.symbols };
  }

  /** @returns where to read on: behind the declaration, or in the body of a type */
  #declaration(at: number): number {
    const code = this.#code;
    const mark = code.code(at);
    if (mark === Mark.At) return this.#behindAnnotation(at);
    if (mark === Mark.Semicolon || mark === Mark.BraceClose) return at + 1;
    if (this.#outline.depth === 0) {
      const behind = readDirective(code, at, this.#imports);
      if (behind > at) return behind;
      const type = this.#type(at);
      if (type > at) return type;
    }
    return this.#member(at);
  }

  /** `@override`, `@a.B<C>.d(…)` */
  #behindAnnotation(at: number): number {
    const code = this.#code;
    let next = at + 2;
    while (code.code(next) === Mark.Dot) next += 2;
    next = code.typeArguments(next);
    while (code.code(next) === Mark.Dot) next += 2;
    return code.code(next) === Mark.ParenOpen && code.touches(next) ? code.next(next) : next;
  }

  /** The index itself where no type is declared here. */
  #type(start: number): number {
    const code = this.#code;
    let at = start;
    // `mixin class`, but `mixin M`
    while (TYPE_MODIFIERS.has(code.word(at)) && !this.#names(at)) at++;
    const word = code.word(at);
    if (!this.#names(at)) return start;
    if (word === "class") return this.#body(at + 1, "class");
    if (word === "mixin") return this.#body(at + 1, "trait");
    if (word === "enum") return this.#body(at + 1, "enum");
    if (word === "typedef") return this.#alias(at + 1);
    return this.#extension(at + 1);
  }

  /** True where the word at this index declares the name behind it. */
  #names(at: number): boolean {
    const code = this.#code;
    const word = code.word(at);
    // `extension<T> on List<T>`
    if (word === "extension" && code.is(code.typeArguments(at + 1), "on")) return true;
    if (!code.isName(at + 1)) return false;
    if (word === "mixin") {
      const behind = code.typeArguments(at + 2);
      return !code.is(at + 1, "class") &&
        (code.code(behind) === Mark.BraceOpen || code.is(behind, "on") ||
          code.is(behind, "implements"));
    }
    return word === "class" || word === "enum" || word === "typedef" || word === "extension";
  }

  #extension(at: number): number {
    const code = this.#code;
    if (code.is(at, "type") && code.isName(at + 1) && !code.is(at + 1, "on")) {
      return this.#body(code.is(at + 1, "const") ? at + 2 : at + 1, "class");
    }
    const on = code.typeArguments(at);
    const unnamed = code.is(on, "on") && code.code(on + 1) !== Mark.BraceOpen &&
      !code.is(on + 1, "on");
    if (!unnamed) return this.#body(at, "module");
    // Its members are seen in this library only; they stand below the type that they extend.
    const open = this.#headerEnd(at);
    if (code.code(open) !== Mark.BraceOpen) return open + 1;
    const name = code.name(on + 1);
    this.#outline.enter({ name, kind: "module", exported: false, last: code.close(open) });
    return open + 1;
  }

  #body(at: number, kind: SymbolKind): number {
    const code = this.#code;
    const name = code.name(at);
    const open = this.#headerEnd(at);
    const exported = isPublic(name);
    if (code.code(open) !== Mark.BraceOpen) {
      this.#outline.add({ name, kind, exported, at, last: open });
      return open + 1;
    }
    const last = code.close(open);
    this.#outline.open({ name, kind, exported, at, last });
    return kind === "enum" ? this.#behindValues(open + 1, last) : open + 1;
  }

  /** The `{` of the body, or the `;` of a type without one. */
  #headerEnd(from: number): number {
    const code = this.#code;
    let at = from;
    while (at < code.end) {
      const mark = code.code(at);
      if (mark === Mark.BraceOpen || mark === Mark.Semicolon || mark === Mark.BraceClose) break;
      at = code.next(at);
    }
    return at;
  }

  /** Behind the values of an enumeration, which may have arguments. */
  #behindValues(from: number, last: number): number {
    const code = this.#code;
    let at = from;
    while (at < last && code.code(at) !== Mark.Semicolon) at = code.next(at);
    return at;
  }

  /** `typedef F<T> = T Function(T);` or `typedef int F(int x);` */
  #alias(at: number): number {
    const code = this.#code;
    const last = this.#statementEnd(at);
    let name = at;
    if (code.code(code.typeArguments(at + 1)) !== Mark.Equals) {
      for (let next = at; next < last;) {
        if (code.isName(next)) name = next;
        // `void Function(int) F(…)` has parentheses in its type
        if (code.code(next) === Mark.ParenOpen && !code.is(name, "Function")) break;
        const behind = code.typeArguments(next);
        next = behind > next ? behind : code.next(next);
      }
    }
    const text = code.name(name);
    this.#outline.add({ name: text, kind: "type", exported: isPublic(text), at: name, last });
    return last + 1;
  }

  /** A function, method, constructor, or variables. */
  #member(start: number): number {
    const code = this.#code;
    const around = this.#outline.around;
    const limit = Math.min(code.end, around?.last ?? code.end);
    let name = -1;
    for (let at = start; at < limit;) {
      const mark = code.code(at);
      if (mark === Mark.Less) {
        const behind = code.typeArguments(at);
        at = behind > at ? behind : at + 1;
        continue;
      }
      const open = code.is(at, "operator") ? this.#operator(at + 1) : 0;
      if (open > 0) {
        return this.#function(at + 1, code.text.slice(...this.#span(at + 1, open)), open);
      }
      if (
        (code.is(at, "get") || code.is(at, "set")) && code.isName(at + 1) &&
        !code.is(at + 1, "async")
      ) {
        return this.#function(at + 1, code.name(at + 1), at + 2);
      }
      if (
        mark === Mark.ParenOpen && name >= 0 && !MODIFIERS.has(code.word(name)) &&
        !code.is(name, "Function")
      ) {
        return this.#function(name, code.name(name), at);
      }
      if (mark === Mark.Equals || mark === Mark.Semicolon || mark === Mark.Comma) {
        return this.#variables(start, name, at, limit);
      }
      if (mark === Mark.BraceOpen || mark === Mark.BraceClose) return code.next(at);
      if (code.isName(at)) name = at;
      at = code.next(at);
    }
    return limit;
  }

  /** Index of the parenthesis behind an operator's sign; 0 where there is no operator. */
  #operator(at: number): number {
    const code = this.#code;
    for (let open = at + 1; open <= at + 3; open++) {
      if (code.code(open) !== Mark.ParenOpen) continue;
      return OPERATOR.test(code.text.slice(...this.#span(at, open))) ? open : 0;
    }
    return 0;
  }

  #span(from: number, to: number): [start: number, end: number] {
    const { starts, ends } = this.#code.tokens;
    return [starts[from]!, ends[to - 1]!];
  }

  #function(at: number, name: string, behind: number): number {
    const last = this.#functionEnd(behind);
    const kind = this.#outline.depth === 0 ? "function" : "method";
    this.#outline.add({ name, kind, exported: isPublic(name), at, last });
    return last + 1;
  }

  /** Index of the last token: of `;`, or of the `}` of a body, which a literal's is not. */
  #functionEnd(from: number): number {
    const code = this.#code;
    return this.#endOf(from, (at, mark) => {
      const arrow = mark === Mark.Equals && code.code(at + 1) === Mark.Greater &&
        code.touches(at + 1);
      if (arrow) return this.#statementEnd(at);
      return mark === Mark.BraceOpen && this.#opensBody(at) ? code.close(at) : null;
    });
  }

  /** `A() : x = {}, y = <int>{} {`: what stands behind a value or the parameters is the body. */
  #opensBody(open: number): boolean {
    const code = this.#code;
    const before = code.code(open - 1);
    if (before === Mark.Star) return true; // async*, sync*
    if (code.is(open - 1, "const")) return false;
    return before === 0 || before === Mark.ParenClose || before === Mark.BracketClose ||
      before === Mark.BraceClose || before === Mark.Bang;
  }

  /** Index of the semicolon that ends the statement, or of the last token before the type's end. */
  #statementEnd(from: number): number {
    return this.#endOf(from, () => null);
  }

  /** The same, where nothing ends it before. */
  #endOf(from: number, earlier: (at: number, mark: number) => number | null): number {
    const code = this.#code;
    const limit = Math.min(code.end, this.#outline.around?.last ?? code.end);
    for (let at = from; at < limit; at = code.next(at)) {
      const mark = code.code(at);
      if (mark === Mark.Semicolon) return at;
      if (mark === Mark.BraceClose) return at - 1;
      const end = earlier(at, mark);
      if (end !== null) return end;
    }
    return limit - 1;
  }

  /** Variables of the top; fields are no definitions. */
  #variables(start: number, first: number, at: number, limit: number): number {
    const code = this.#code;
    const last = this.#statementEnd(at);
    if (this.#outline.depth > 0 || first < start) return last + 1;
    let kind: SymbolKind = "variable";
    for (let word = start; word < first && MODIFIERS.has(code.word(word)); word++) {
      if (code.is(word, "final") || code.is(word, "const")) kind = "constant";
    }
    const add = (name: number) => {
      const text = code.name(name);
      this.#outline.add({ name: text, kind, exported: isPublic(text), at: name, last });
    };
    // A type alone, as broken code has it, declares nothing.
    if (first > start) add(first);
    for (let next = at; next < Math.min(last, limit);) {
      if (code.code(next) === Mark.Comma && code.kind(next + 1) === Kind.Word) {
        const behind = code.code(next + 2);
        const ends = behind === Mark.Equals || behind === Mark.Comma || behind === Mark.Semicolon;
        if (ends && first > start) add(next + 1);
      }
      const behind = code.code(next) === Mark.Less ? code.typeArguments(next) : next;
      next = behind > next ? behind : code.next(next);
    }
    return last + 1;
  }
}

/** https://dart.dev/language/libraries: an underscore keeps a name within its library. */
function isPublic(name: string): boolean {
  return !name.startsWith("_");
}
