/**
 * Tokens with their partners: where a type, a value or a body ends, without a grammar.
 * One file, though long: these ends are found by rules that call one another.
 */
import { lineAt } from "../../../text_lines.ts";
import { Kind, type Tokens } from "../scanner.ts";
import { partnersOf } from "./partners.ts";

/** Words after which a value or a type must follow, wherever the line ends. */
const VALUE_PREFIXES = new Set(
  "typeof void delete new await yield in instanceof extends throw return case else do".split(" "),
);
const TYPE_PREFIXES = new Set(
  "keyof typeof readonly unique infer new abstract extends is asserts".split(" "),
);
/** Punctuators that go on with the value of the line before (ECMA-262, 12.10); `(`, `[` as well. */
const VALUE_GOES_ON = new Set(".?([+-*/%&|^<>=:,");
const STATEMENT_WORDS = new Set(
  "const let var function class export import type interface enum namespace declare return if for"
    .split(" "),
);

export interface BodyParts {
  /** Token of the name; null where it has none. */
  name: number | null;
  /** The brace of the body; null for a signature. */
  body: number | null;
  /** The last token. */
  last: number;
}

export class TokenView {
  readonly count: number;
  /** Of an opening bracket or an element's first token the index of its last one; else 0. */
  readonly #partners: Int32Array;
  /** Tokens that may still be looked at in search of a `>`: a hostile text has none for its `<`. */
  #searches: number;

  constructor(
    readonly text: string,
    readonly tokens: Tokens,
    readonly lineStarts: readonly number[],
  ) {
    this.count = tokens.kinds.length;
    this.#partners = partnersOf(text, tokens);
    this.#searches = 10_000 + 20 * this.count;
  }

  word(index: number): string {
    return this.text.slice(this.tokens.starts[index], this.tokens.ends[index]);
  }

  /** True where the token is this text, as a word or a punctuator. */
  is(index: number, text: string): boolean {
    const start = this.tokens.starts[index];
    return start !== undefined && this.tokens.ends[index]! - start === text.length &&
      this.text.startsWith(text, start);
  }

  isWord(index: number): boolean {
    return this.tokens.kinds[index] === Kind.Word;
  }

  isKind(index: number, kind: Kind): boolean {
    return this.tokens.kinds[index] === kind;
  }

  /** 1-based line on which a token starts. */
  line(index: number): number {
    return lineAt(this.lineStarts, this.tokens.starts[index]!);
  }

  /** 1-based line on which a token ends. */
  endLine(index: number): number {
    return lineAt(this.lineStarts, this.tokens.ends[index]! - 1);
  }

  /** The last token of what begins here: the closing bracket, the element's end, or the token. */
  closing(index: number): number {
    return this.#partners[index] || index;
  }

  /** True where a line ends between the token before and this one. */
  startsLine(index: number): boolean {
    const end = this.tokens.starts[index]!;
    for (let at = index === 0 ? 0 : this.tokens.ends[index - 1]!; at < end; at++) {
      const c = this.text.charCodeAt(at);
      if (c === 10 || c === 13 || c === 0x2028 || c === 0x2029) return true;
    }
    return false;
  }

  /** A brace that begins an object, not the first `{…}` of an element. */
  isObject(index: number): boolean {
    return this.is(index, "{") && !this.isKind(this.closing(index), Kind.Jsx);
  }

  /** The token after `<…>`, or the same where none begins here. */
  afterAngles(index: number, end: number): number {
    if (!this.is(index, "<")) return index;
    let depth = 0;
    for (let at = index; at < end && this.#searches > 0; at = this.closing(at) + 1) {
      this.#searches--;
      if (this.is(at, "<")) depth++;
      else if (this.is(at, ">") && --depth === 0) return at + 1;
      else if (this.is(at, ";")) return index;
    }
    return index;
  }

  /**
   * The token after a type: at a `;`, `,` or `=`, at the brace of a body, at the end, or where a
   * line ends and the next one does not go on.
   */
  afterType(index: number, end: number): number {
    let complete = false;
    let at = index;
    while (at < end) {
      if (this.isWord(at)) {
        const word = this.word(at);
        if (complete && this.startsLine(at)) return at;
        complete = !TYPE_PREFIXES.has(word) || this.#isTypeName(at);
        at++;
        continue;
      }
      if (!this.isKind(at, Kind.Punctuator)) {
        if (complete && this.startsLine(at)) return at;
        complete = true;
        at = this.closing(at) + 1;
        continue;
      }
      const c = this.text.charCodeAt(this.tokens.starts[at]!);
      if (c === 59 || c === 44 || c === 41 || c === 93 || c === 125) return at; // ; , ) ] }
      if (this.is(at, "=")) return at;
      if (c === 123 || c === 40 || c === 91 || c === 60) { // { ( [ <
        if (complete && (c === 123 || this.startsLine(at))) return at;
        at = c === 60 ? Math.max(this.afterAngles(at, end), at + 1) : this.closing(at) + 1;
        complete = true;
        // the parameters of a generic function type
        if (c === 60 && this.is(at, "(")) complete = false;
        continue;
      }
      if (c === 42 && complete) return at; // a generator after a field
      if (c === 64 || c === 35) return at; // @decorator
      complete = false;
      at++;
    }
    return at;
  }

  /** `keyof`, `is` and others are plain names where nothing that they could rule follows. */
  #isTypeName(index: number): boolean {
    const next = index + 1;
    if (next >= this.count || !this.isKind(next, Kind.Punctuator)) return next >= this.count;
    return !"{([<-".includes(this.word(next));
  }

  /**
   * The token after a value: at a `;`, at a `,` if that ends it, at a closing bracket, at the end, or
   * where JavaScript inserts a semicolon.
   */
  afterValue(index: number, end: number, commaEnds: boolean): number {
    let complete = false;
    /** The value so far is an arrow function with a block: nothing can be called on it. */
    let arrow = false;
    let at = index;
    while (at < end) {
      const kind = this.tokens.kinds[at];
      if (complete && this.startsLine(at) && !this.#goesOn(at, arrow)) return at;
      if (kind === Kind.Punctuator) {
        const c = this.text.charCodeAt(this.tokens.starts[at]!);
        if (c === 59 || c === 41 || c === 93 || c === 125) return at; // ; ) ] }
        if (c === 44 && commaEnds) return at;
        const typed = c === 60 ? this.#afterTypeList(at, end, complete) : at;
        if (typed > at) {
          at = typed;
          continue;
        }
        const last = this.closing(at);
        if (last > at || c === 40 || c === 91 || c === 123) { // ( [ {
          arrow = c === 123 && at > 0 && this.is(at - 1, "=>");
          complete = true;
          at = last + 1;
          continue;
        }
        arrow = false;
        // postfix ++, -- and TypeScript's !
        const postfix = (c === 43 || c === 45 || c === 33) && complete &&
          (c === 33
            ? !this.is(at + 1, "=")
            : this.tokens.ends[at]! - this.tokens.starts[at]! === 2);
        if (!postfix) complete = c === 62 && this.#endsTypeArguments(at);
        at++;
        continue;
      }
      if (kind === Kind.Word) {
        const word = this.word(at);
        arrow = false;
        if (complete && (word === "as" || word === "satisfies")) {
          const after = this.afterType(at + 1, end);
          at = Math.max(after, at + 1);
          complete = true;
          continue;
        }
        const member = at > 0 && (this.is(at - 1, ".") || this.is(at - 1, "?."));
        if (!member && (word === "function" || word === "class")) {
          // its body may begin on a line of its own
          at = this.#afterBody(at, end);
          complete = true;
          continue;
        }
        complete = member || !VALUE_PREFIXES.has(word);
        at++;
        continue;
      }
      arrow = false;
      complete = true;
      at = this.closing(at) + 1;
    }
    return at;
  }

  /**
   * The token after `<T, U>` in a value: type parameters or an assertion where a value begins, type
   * arguments after one. The same token where `<` compares.
   */
  #afterTypeList(index: number, end: number, complete: boolean): number {
    const after = this.afterAngles(index, end);
    if (!complete || after === index) return after;
    if (!this.isWord(index - 1)) return index;
    // of a conditional type each ? has its colon, in an object's comparisons colons are left over
    let questions = 0;
    for (let at = index + 1; at < after - 1;) {
      this.#searches--;
      const nested = at;
      at = this.closing(at) + 1;
      if (!this.isKind(nested, Kind.Punctuator)) continue;
      const c = this.text[this.tokens.starts[nested]!]!;
      if (!"<>,.|&[({=?:".includes(c) || (c === "=" && !this.is(nested, "=>"))) return index;
      // two of one kind make && and ||
      if ((c === "&" || c === "|") && this.is(nested + 1, c)) return index;
      if (c === "?") questions++;
      else if (c === ":" && --questions < 0) return index;
      // parameters of a generic function type, which may have defaults
      if (c === "<" && !this.isWord(nested - 1)) at = Math.max(this.afterAngles(nested, after), at);
    }
    if (questions !== 0) return index;
    const next = after < end ? this.tokens.kinds[after] : Kind.Punctuator;
    if (next === Kind.Punctuator) {
      return after >= end || !"<+-!".includes(this.word(after)) ? after : index;
    }
    return next === Kind.Template || next === Kind.TemplatePart || this.startsLine(after)
      ? after
      : index;
  }

  #afterBody(index: number, end: number): number {
    const { last } = this.is(index, "class")
      ? this.classParts(index, end)
      : this.functionParts(index, end);
    return Math.max(last, index) + 1;
  }

  /** Reads `function* name<T>(…): R {…}` from the word `function` on. */
  functionParts(at: number, end: number): BodyParts {
    let next = at + 1;
    if (this.is(next, "*")) next++;
    const name = this.isWord(next) ? next++ : null;
    return { name, ...this.signature(next, end) };
  }

  /** Reads `<T>(…): R {…}`. */
  signature(at: number, end: number): { body: number | null; last: number } {
    const open = this.afterAngles(at, end);
    if (!this.is(open, "(")) return { body: null, last: Math.max(at, open) - 1 };
    let next = this.closing(open) + 1;
    if (this.is(next, ":")) next = this.afterType(next + 1, end);
    if (next < end && this.is(next, "{")) return { body: next, last: this.closing(next) };
    return { body: null, last: next < end && this.is(next, ";") ? next : next - 1 };
  }

  /** Reads `class Name<T> extends E<F> {`, also of an interface or an enum. */
  classParts(at: number, end: number): BodyParts {
    let next = at + 1;
    const anonymous = this.is(next, "extends") || this.is(next, "implements");
    const name = this.isWord(next) && !anonymous ? next++ : null;
    while (next < end) {
      if (this.is(next, "{")) return { name, body: next, last: this.closing(next) };
      if (this.is(next, ";") || this.is(next, "=") || this.is(next, "=>")) break;
      next = this.is(next, "<")
        ? Math.max(this.afterAngles(next, end), next + 1)
        : this.closing(next) + 1;
    }
    return { name, body: null, last: next - 1 };
  }

  /** `new Map<string, T>` before a line that can only be a statement. */
  #endsTypeArguments(index: number): boolean {
    return this.isWord(index + 1) && STATEMENT_WORDS.has(this.word(index + 1));
  }

  /** True where a token at the start of a line goes on with the value of the line before. */
  #goesOn(index: number, arrow: boolean): boolean {
    const kind = this.tokens.kinds[index];
    if (kind === Kind.Word) return this.is(index, "in") || this.is(index, "instanceof");
    if (kind === Kind.Template || kind === Kind.TemplatePart) return !arrow;
    if (kind !== Kind.Punctuator) return false;
    const c = this.text[this.tokens.starts[index]!]!;
    const double = this.tokens.ends[index]! - this.tokens.starts[index]! === 2;
    if (c === "!") return this.is(index + 1, "=");
    if (double) return c === "?" || c === "=";
    if (arrow) return c === ":" || c === ",";
    // closing brackets and semicolons end the value by themselves
    return VALUE_GOES_ON.has(c) || c === ";" || c === ")" || c === "]" || c === "}";
  }
}
