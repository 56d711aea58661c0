/**
 * What a Kotlin file imports and defines. One pass over the tokens of files and class bodies; bodies
 * of functions are jumped over, by their brackets or by the rules that end a statement with its line.
 * One file, though long: definitions nest in each other, and share the place and what is open.
 */
import type { SymbolKind } from "../../../domain/wire/symbol.ts";
import type { RawImport } from "../../facts.ts";
import type { JvmFacts } from "../jvm/facts.ts";
import { qualifiedName } from "../jvm/imports.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { Outline } from "../scanning/outline.ts";
import { goesOn, type LineRules, statementEnd } from "../scanning/statements.ts";

const MODIFIERS = new Set(
  ("public private protected internal open abstract final sealed data inner enum annotation companion " +
    "value inline override lateinit const tailrec operator infix external suspend expect actual " +
    "noinline crossinline vararg reified").split(" "),
);
const DECLARING = new Set(
  "class interface object fun val var typealias constructor init".split(" "),
);

const RULES: LineRules = {
  openMarks: "=+-*/%&|,.:<!",
  openWords: new Set("is as in by else do try throw where".split(" ")),
  continuingMarks: ".?&|:=-,",
  continuingWords: new Set("else as is by where catch finally".split(" ")),
  conditionWords: new Set(["if", "while", "for", "when"]),
};

interface Modifiers {
  private: boolean;
  words: ReadonlySet<string>;
  /** Index behind them. */
  after: number;
}

/** Reads a whole file or script; nothing in it can make this throw. */
export function readKotlin(code: Code): Found {
  return new Reader(code).run();
}

class Reader {
  readonly #imports: RawImport[] = [];
  readonly #outline: Outline;
  readonly #declared = new Set<string>();
  #package = "";
  #facade: string | undefined;

  constructor(readonly code: Code) {
    this.#outline = new Outline(code);
  }

  run(): Found {
    const { code } = this;
    for (let at = 0; at < code.end;) {
      this.#outline.leave(at);
      at = Math.max(at + 1, this.#declaration(at));
    }
    const facts: JvmFacts = {
      declares: [[this.#package, ...this.#declared]],
      ...(this.#facade === undefined ? {} : { facade: this.#facade }),
    };
    return { imports: this.#imports, symbols: this.#outline.symbols, extra: { ...facts } };
  }

  /** Index behind the last token of what is open. */
  get #limit(): number {
    return this.#outline.around?.last ?? this.code.end;
  }

  get #isTop(): boolean {
    return this.#outline.around === undefined;
  }

  #declaration(start: number): number {
    const { code } = this;
    if (this.#isTop) {
      if (code.is(start, "import")) return this.#import(start + 1);
      if (code.is(start, "package")) {
        const { text, after } = qualifiedName(code, start + 1);
        this.#package = text;
        return after;
      }
      if (code.code(start) === Mark.At && code.is(start + 1, "file")) this.#fileAnnotation(start);
    }
    const modifiers = this.#modifiers(start);
    const at = modifiers.after;
    const word = code.word(at);
    if (!DECLARING.has(word)) return Math.max(code.next(start), at);
    if (word === "class" || word === "interface" || word === "object") {
      return this.#type(at, word, modifiers);
    }
    if (word === "fun") {
      // `fun interface`
      if (code.is(at + 1, "interface")) return this.#type(at + 1, "interface", modifiers);
      return this.#function(at + 1, modifiers);
    }
    if (word === "val" || word === "var") return this.#property(at + 1, modifiers);
    if (word === "typealias") return this.#alias(at + 1, modifiers);
    if (word === "constructor" && !this.#isTop && code.code(at + 1) === Mark.ParenOpen) {
      const name = this.#outline.around!.path?.split(".").at(-1) ?? "";
      return this.#body(name, "method", at, code.next(at + 1), modifiers);
    }
    return code.next(at);
  }

  /** `@file:JvmName("Name")` */
  #fileAnnotation(at: number): void {
    const { code } = this;
    const name = code.code(at + 3) === Mark.BracketOpen ? at + 4 : at + 3;
    if (code.is(name, "JvmName") && code.code(name + 1) === Mark.ParenOpen) {
      const literal = /^"([\w$]+)"$/.exec(code.read(name + 2))?.[1];
      if (literal !== undefined) this.#facade = literal;
    }
  }

  /** `import a.b.c`, `import a.b.*`, `import a.b.c as d`, up to the line's end. */
  #import(start: number): number {
    const { code } = this;
    const { text, after } = qualifiedName(code, start);
    if (text === "") return start;
    const star = code.code(after) === Mark.Dot && code.code(after + 1) === Mark.Star;
    this.#imports.push({
      specifier: star ? `${text}.*` : text,
      line: code.line(start),
      kind: "import",
      typeOnly: false,
    });
    if (star) return after + 2;
    return code.is(after, "as") ? after + 2 : after;
  }

  #modifiers(start: number): Modifiers {
    const { code } = this;
    const words = new Set<string>();
    let at = start;
    for (;;) {
      if (code.code(at) === Mark.At) at = this.#annotation(at);
      else if (code.is(at, "context") && code.code(at + 1) === Mark.ParenOpen) {
        at = code.next(at + 1);
      } else {
        const word = code.word(at);
        if (!MODIFIERS.has(word)) break;
        words.add(word);
        at++;
      }
    }
    return { private: words.has("private"), words, after: at };
  }

  /** `@a.B<C>(…)`, `@get:A`, `@[A B]` */
  #annotation(start: number): number {
    const { code } = this;
    let at = start + 1;
    if (code.code(at + 1) === Mark.Colon) at += 2;
    if (code.code(at) === Mark.BracketOpen) return code.next(at);
    at = code.typeArguments(qualifiedName(code, at).after);
    return code.code(at) === Mark.ParenOpen && code.touches(at) ? code.next(at) : at;
  }

  #add(name: string, kind: SymbolKind, at: number, last: number, modifiers: Modifiers): void {
    if (this.#isTop && name !== "") this.#declared.add(name);
    this.#outline.add({ name, kind, exported: !modifiers.private, at, last });
  }

  /** @param keyword index of class, interface or object */
  #type(keyword: number, word: string, modifiers: Modifiers): number {
    const { code } = this;
    const named = code.isName(keyword + 1);
    const at = named ? keyword + 1 : keyword;
    const name = named ? code.name(at) : "";
    // `object : A { … }` as a statement's expression; an object without a name is a companion.
    const companion = modifiers.words.has("companion");
    if (!named && !companion) return code.next(keyword);
    const stop = this.#header(at + 1);
    const hasBody = code.code(stop) === Mark.BraceOpen && stop < this.#limit;
    const last = hasBody ? Math.min(code.close(stop), this.#limit) : stop - 1;
    const isEnum = word === "class" && modifiers.words.has("enum");
    const kind = word === "interface" ? "interface" : isEnum ? "enum" : "class";
    if (named) this.#add(name, kind, at, last, modifiers);
    if (!hasBody) return stop;
    this.#outline.enter({ name, kind, exported: !modifiers.private, last });
    if (!isEnum) return stop + 1;
    let body = stop + 1;
    while (body < last && code.code(body) !== Mark.Semicolon) body = code.next(body);
    return body;
  }

  /** From behind a name to the `{`, `=` or the end of a declaration without a body. */
  #header(start: number): number {
    const { code } = this;
    const limit = this.#limit;
    let at = start;
    while (at < limit) {
      const mark = code.code(at);
      if (mark === Mark.BraceOpen || mark === Mark.Semicolon) return at;
      if (mark === Mark.Equals) return at;
      if (code.isFirstOnLine(at) && !this.#headerGoesOn(at)) return at;
      at = mark === Mark.Less ? Math.max(code.typeArguments(at), at + 1) : code.next(at);
    }
    return limit;
  }

  #headerGoesOn(at: number): boolean {
    const { code } = this;
    const mark = code.code(at);
    if (mark === Mark.ParenOpen || mark === Mark.Less || goesOn(code, at, RULES)) return true;
    return code.is(this.#modifiers(at).after, "constructor") && !this.#isMember(at);
  }

  /** A constructor of the class around rather than of the class whose header this is. */
  #isMember(at: number): boolean {
    return this.code.code(at - 1) === Mark.ParenClose;
  }

  /**
   * The last name before parameters or a type: `name`, `Receiver<A>.name`, `(A) -> B.name`. -1 where
   * none is there.
   */
  #declaredName(start: number): number {
    const { code } = this;
    const limit = this.#limit;
    let at = code.typeArguments(start);
    let name = -1;
    while (at < limit) {
      const mark = code.code(at);
      if (mark === Mark.At) at = this.#annotation(at);
      else if (code.isName(at)) {
        name = at;
        at = code.typeArguments(at + 1);
        if (code.code(at) !== Mark.Dot && code.code(at) !== Mark.Question) return name;
      } else if (mark === Mark.ParenOpen && name < 0) {
        // a receiver in parentheses, or of a function type; names a receiver of its own first
        const after = code.next(at);
        const behind = code.code(after);
        if (behind !== Mark.Dot && behind !== Mark.Question) return -1;
        at = after;
      } else if (mark === Mark.Dot || mark === Mark.Question || mark === Mark.Bang) at++;
      else return -1;
    }
    return -1;
  }

  #function(start: number, modifiers: Modifiers): number {
    const { code } = this;
    const at = this.#declaredName(start);
    if (at < 0) return code.next(start);
    const parameters = code.typeArguments(at + 1);
    if (code.code(parameters) !== Mark.ParenOpen) return at + 1;
    const kind = this.#isTop ? "function" : "method";
    return this.#body(code.name(at), kind, at, code.next(parameters), modifiers);
  }

  /** @param after index behind the parameters */
  #body(name: string, kind: SymbolKind, at: number, after: number, modifiers: Modifiers): number {
    const { code } = this;
    const limit = this.#limit;
    const stop = this.#header(after);
    let last = stop - 1;
    if (stop < limit && code.code(stop) === Mark.BraceOpen) {
      last = Math.min(code.close(stop), limit);
    } else if (stop < limit && code.code(stop) === Mark.Equals) {
      last = statementEnd(code, stop, limit, RULES);
    }
    this.#add(name, kind, at, last, modifiers);
    return last + 1;
  }

  /** Constants, and what stands in no class. */
  #property(start: number, modifiers: Modifiers): number {
    const { code } = this;
    const at = this.#declaredName(start);
    const from = at < 0 ? start : at;
    let last = statementEnd(code, from, this.#limit, RULES);
    for (let next = last + 1; next < this.#limit; next = last + 1) {
      const accessor = this.#modifiers(next).after;
      if (!code.is(accessor, "get") && !code.is(accessor, "set")) break;
      const behind = code.code(accessor + 1) === Mark.ParenOpen
        ? this.#header(code.next(accessor + 1))
        : accessor + 1;
      if (code.code(behind) === Mark.BraceOpen) last = Math.min(code.close(behind), this.#limit);
      else if (code.code(behind) === Mark.Equals) {
        last = statementEnd(code, behind, this.#limit, RULES);
      } else last = behind - 1;
    }
    const constant = modifiers.words.has("const");
    if (at >= 0 && (constant || this.#isTop)) {
      this.#add(code.name(at), constant ? "constant" : "variable", at, last, modifiers);
    }
    return last + 1;
  }

  #alias(at: number, modifiers: Modifiers): number {
    const { code } = this;
    if (!code.isName(at)) return at;
    const last = statementEnd(code, at, this.#limit, RULES);
    this.#add(code.name(at), "type", at, last, modifiers);
    return last + 1;
  }
}
