/**
 * A scanner for JavaScript, TypeScript, JSX and Flow text: tokens and comments, nothing more.
 *
 * Why not a tree-sitter tree: the published TypeScript grammar breaks on everyday syntax that
 * carries imports (`import("./t").T<string>`, `export * as n from "./x" with {…}`, `export import`)
 * and then reads code as JSX text. A scanner needs to know only where strings, templates, regular
 * expressions, comments and JSX text begin and end, and is some ten times faster. What it has to
 * guess (regular expression or division, JSX or type parameter) is decided by the tokens before;
 * a JSX guess that does not close is taken back. See docs/accuracy.md for how it is proven.
 * One file, though long: code and JSX nest in each other, and are one state machine.
 */
import { ParseFailure } from "../contract.ts";
import { isDigit, isLineEnd, isSpace, isWordPart, isWordStart } from "./characters.ts";

export enum Kind {
  Word,
  Punctuator,
  String,
  /** A template without substitutions. */
  Template,
  /** The part of a template up to `${`, or from `}` on. */
  TemplatePart,
  Number,
  RegExp,
  /** A whole JSX element. */
  Jsx,
}

/** Tokens as columns (one object per token would cost most of the time). */
export interface Tokens {
  kinds: Kind[];
  /** UTF-16 offsets; `ends` is exclusive. */
  starts: number[];
  ends: number[];
  /** Start and end of each comment, flattened: [s0, e0, s1, e1, …]; hashbang lines are comments. */
  comments: number[];
  /** First and last token of each JSX element that is in no other, flattened; the last is its `Jsx`. */
  elements: number[];
  /** What is wrong with the text, with its offset; null where brackets and quotes balance. */
  damage: { reason: string; offset: number } | null;
}

enum Open {
  Paren,
  /** The condition of `if`, `while`, `for`, `with`: a regular expression may follow it. */
  Condition,
  Bracket,
  Block,
  Literal,
  Substitution,
  /** Between `<` and `>` of an opening tag. */
  JsxTag,
  /** Between an opening and its closing tag. */
  JsxChildren,
  JsxExpression,
}

/** One attempt to read `<` as JSX, and all that is needed to take it back. */
interface Attempt {
  offset: number;
  depth: number;
  tokens: number;
  comments: number;
  damage: Tokens["damage"];
}

const WORDS_BEFORE_EXPRESSION = new Set(
  "return typeof instanceof in new delete void throw case do else await yield default".split(" "),
);
const CONDITION_WORDS = new Set(["if", "while", "for", "with"]);

/**
 * Scans a whole text. With `jsx`, `<` in the place of an expression may start an element.
 * Throws `ParseFailure` only where taking back wrong guesses would cost too much.
 */
export function scan(text: string, options: { jsx: boolean }): Tokens {
  return new Scanner(text, options.jsx).run();
}

class Scanner {
  readonly #text: string;
  readonly #jsx: boolean;
  readonly #kinds: Kind[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #comments: number[] = [];
  readonly #elements: number[] = [];
  readonly #open: Open[] = [];
  /** Offset of each open bracket; for JSX the offset of the tag's name. */
  readonly #openAt: number[] = [];
  readonly #attempts: Attempt[] = [];
  readonly #notJsx = new Set<number>();
  #at = 0;
  /** What the last closed bracket was: decides whether a regular expression may follow. */
  #closed: Open = Open.Paren;
  #wasPrefix = false;
  #damage: Tokens["damage"] = null;
  /** Characters that may still be scanned again after a wrong guess. */
  #retries: number;

  constructor(text: string, jsx: boolean) {
    this.#text = text;
    this.#jsx = jsx;
    this.#retries = 100_000 + text.length * 10;
  }

  run(): Tokens {
    if (this.#text.startsWith("#!", this.#text.charCodeAt(0) === 0xfeff ? 1 : 0)) {
      this.#lineComment();
    }
    while (true) {
      const top = this.#open[this.#open.length - 1];
      if (top === Open.JsxChildren) this.#children();
      else if (top === Open.JsxTag) this.#tag();
      else this.#code();
      if (this.#at < this.#text.length) continue;
      if (this.#attempts.length === 0) break;
      this.#takeBack();
    }
    const unclosed = this.#openAt[this.#openAt.length - 1];
    if (unclosed !== undefined) this.#broken("a bracket is never closed", unclosed);
    return {
      kinds: this.#kinds,
      starts: this.#starts,
      ends: this.#ends,
      comments: this.#comments,
      elements: this.#elements,
      damage: this.#damage,
    };
  }

  /** One token, comment or run of white space of ordinary code. */
  #code(): void {
    const text = this.#text;
    const start = this.#at;
    const c = text.charCodeAt(start);
    if (isSpace(c)) this.#at++;
    else if (isWordStart(c)) this.#word(start);
    else if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(start + 1)))) this.#number(start);
    else if (c === 34 || c === 39) this.#string(start, c);
    else if (c === 96) this.#template(start, Kind.Template);
    else if (c === 47) this.#slash(start);
    else if (c === 60) this.#less(start);
    else this.#punctuator(start, c);
  }

  #push(kind: Kind, start: number, end: number): void {
    this.#kinds.push(kind);
    this.#starts.push(start);
    this.#ends.push(end);
    this.#at = end;
  }

  #broken(reason: string, offset: number): void {
    this.#damage ??= { reason, offset };
  }

  #word(start: number): void {
    const text = this.#text;
    let end = start + 1;
    while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
    this.#push(Kind.Word, start, end);
  }

  #number(start: number): void {
    const text = this.#text;
    let end = start + 1;
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (isWordPart(c)) continue;
      if (c === 46 && text.charCodeAt(end + 1) !== 46) continue;
      // 1e-9, but not 0xe-9
      const sign = (c === 43 || c === 45) && (text.charCodeAt(end - 1) | 32) === 101;
      if (!sign || (text.charCodeAt(start + 1) | 32) === 120) break;
    }
    this.#push(Kind.Number, start, end);
  }

  #string(start: number, quote: number): void {
    const text = this.#text;
    let end = start + 1;
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (c === quote) return this.#push(Kind.String, start, end + 1);
      if (c === 92) {
        if (text.charCodeAt(end + 1) === 13 && text.charCodeAt(end + 2) === 10) end++;
        end++;
      } else if (c === 10 || c === 13) break;
    }
    this.#broken("a string is never closed", start);
    // Not a Kind.String: a broken string must never name a module.
    this.#push(Kind.TemplatePart, start, Math.min(end, text.length));
  }

  /** From the backtick, or from the brace that ends a substitution. */
  #template(start: number, whole: Kind): void {
    const text = this.#text;
    for (let end = start + 1; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (c === 92) end++;
      else if (c === 96) return this.#push(whole, start, end + 1);
      else if (c === 36 && text.charCodeAt(end + 1) === 123) {
        this.#push(Kind.TemplatePart, start, end + 2);
        return this.#enter(Open.Substitution, end);
      }
    }
    this.#broken("a template is never closed", start);
    this.#push(Kind.TemplatePart, start, text.length);
  }

  #slash(start: number): void {
    const next = this.#text.charCodeAt(start + 1);
    if (next === 47) return this.#lineComment();
    if (next === 42) return this.#blockComment();
    const end = this.#expressionMayStart() ? this.#regExpEnd(start) : -1;
    if (end < 0) this.#push(Kind.Punctuator, start, start + 1);
    else this.#push(Kind.RegExp, start, end);
  }

  #lineComment(): void {
    const text = this.#text;
    let end = this.#at;
    while (end < text.length && !isLineEnd(text.charCodeAt(end))) end++;
    this.#comments.push(this.#at, end);
    this.#at = end;
  }

  #blockComment(): void {
    const close = this.#text.indexOf("*/", this.#at + 2);
    if (close < 0) this.#broken("a comment is never closed", this.#at);
    const end = close < 0 ? this.#text.length : close + 2;
    this.#comments.push(this.#at, end);
    this.#at = end;
  }

  /** End of the regular expression's flags, or -1 where the line ends first: it was a division. */
  #regExpEnd(start: number): number {
    const text = this.#text;
    let inClass = false;
    for (let end = start + 1; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (isLineEnd(c)) return this.#notRegExp(end - start);
      if (c === 92) end++;
      else if (c === 91) inClass = true;
      else if (c === 93) inClass = false;
      else if (c === 47 && !inClass) {
        end++;
        while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
        return end;
      }
    }
    return this.#notRegExp(text.length - start);
  }

  #notRegExp(length: number): -1 {
    this.#pay(length);
    return -1;
  }

  /** True where a value is expected, so that `/` starts a regular expression and `<` an element. */
  #expressionMayStart(): boolean {
    const last = this.#kinds.length - 1;
    if (last < 0) return true;
    const kind = this.#kinds[last]!;
    if (kind === Kind.TemplatePart) return this.#text.charCodeAt(this.#ends[last]! - 1) === 123;
    if (kind === Kind.Word) {
      const member = last > 0 && this.#isPunctuator(last - 1, 46);
      return !member && WORDS_BEFORE_EXPRESSION.has(this.#slice(last));
    }
    if (kind !== Kind.Punctuator) return false;
    switch (this.#text.charCodeAt(this.#starts[last]!)) {
      case 41: // )
        return this.#closed === Open.Condition;
      case 93: // ]
        return false;
      case 125: // }
        return this.#closed === Open.Block;
      case 43: // ++ and --: taken as postfix
      case 45:
        return this.#ends[last]! - this.#starts[last]! === 1;
      case 33: // !, or TypeScript's postfix !
        return this.#wasPrefix;
      default:
        return true;
    }
  }

  #isPunctuator(index: number, c: number): boolean {
    return this.#kinds[index] === Kind.Punctuator &&
      this.#text.charCodeAt(this.#starts[index]!) === c &&
      this.#ends[index]! - this.#starts[index]! === 1;
  }

  #slice(index: number): string {
    return this.#text.slice(this.#starts[index], this.#ends[index]);
  }

  #punctuator(start: number, c: number): void {
    const next = this.#text.charCodeAt(start + 1);
    if (c === 33) this.#wasPrefix = this.#expressionMayStart();
    if (c === 123) return this.#brace(start);
    if (c === 40) {
      const condition = this.#conditionBefore();
      this.#push(Kind.Punctuator, start, start + 1);
      return this.#enter(condition ? Open.Condition : Open.Paren, start);
    }
    if (c === 91) {
      this.#push(Kind.Punctuator, start, start + 1);
      return this.#enter(Open.Bracket, start);
    }
    if (c === 41 || c === 93 || c === 125) return this.#close(start, c);
    const double = ((c === 43 || c === 45) && next === c) || (c === 61 && next === 62) ||
      (c === 63 && next === 46 && !isDigit(this.#text.charCodeAt(start + 2)));
    this.#push(Kind.Punctuator, start, start + (double ? 2 : 1));
  }

  #conditionBefore(): boolean {
    let last = this.#kinds.length - 1;
    if (this.#kinds[last] === Kind.Word && this.#slice(last) === "await") last--; // for await (
    if (last < 0 || this.#kinds[last] !== Kind.Word) return false;
    return CONDITION_WORDS.has(this.#slice(last)) && !this.#isPunctuator(last - 1, 46);
  }

  #brace(start: number): void {
    const last = this.#kinds.length - 1;
    let literal = this.#expressionMayStart();
    if (literal && last >= 0 && this.#kinds[last] === Kind.Punctuator) {
      const c = this.#text.charCodeAt(this.#starts[last]!);
      const arrow = this.#ends[last]! - this.#starts[last]! === 2;
      // after ) } ; { and => a block begins, also after > (a generic's return type or heritage)
      if (c === 41 || c === 125 || c === 59 || c === 123 || c === 62 || arrow) literal = false;
    } else if (literal && last >= 0) {
      const word = this.#slice(last);
      if (word === "do" || word === "else") literal = false;
    } else if (last < 0) literal = false;
    this.#push(Kind.Punctuator, start, start + 1);
    this.#enter(literal ? Open.Literal : Open.Block, start);
  }

  #enter(open: Open, at: number): void {
    this.#open.push(open);
    this.#openAt.push(at);
  }

  #leave(): Open {
    this.#openAt.pop();
    return this.#open.pop()!;
  }

  #close(start: number, c: number): void {
    const top = this.#open[this.#open.length - 1];
    if (top === undefined || !closes(c, top)) {
      if (this.#attempts.length > 0) return this.#takeBack();
      this.#broken("a closing bracket matches no opening one", start);
      return this.#push(Kind.Punctuator, start, start + 1);
    }
    if (top === Open.Substitution) {
      this.#leave();
      return this.#template(start, Kind.TemplatePart);
    }
    this.#closed = this.#leave();
    this.#push(Kind.Punctuator, start, start + 1);
  }

  // JSX

  #less(start: number): void {
    const text = this.#text;
    if (text.startsWith("<!--", start) && this.#firstOnLine(start)) return this.#lineComment();
    if (this.#jsx && !this.#notJsx.has(start) && this.#elementMayStart()) {
      const name = this.#skip(start + 1);
      const c = text.charCodeAt(name);
      if (c === 62 || (isWordStart(c) && !this.#isTypeParameter(name))) {
        this.#attempts.push({
          offset: start,
          depth: this.#open.length,
          tokens: this.#kinds.length,
          comments: this.#comments.length,
          damage: this.#damage,
        });
        return this.#element(name);
      }
    }
    this.#push(Kind.Punctuator, start, start + 1);
  }

  #elementMayStart(): boolean {
    const last = this.#kinds.length - 1;
    if (!this.#expressionMayStart()) return false;
    if (last < 0 || this.#kinds[last] !== Kind.Punctuator) return true;
    const c = this.#text.charCodeAt(this.#starts[last]!);
    const arrow = c === 61 && this.#ends[last]! - this.#starts[last]! === 2;
    // after } and > only type syntax continues with <
    return arrow || (c !== 125 && c !== 62);
  }

  /** `<T,>(` and `<T extends U>(` are type parameters even where JSX is allowed. */
  #isTypeParameter(name: number): boolean {
    const text = this.#text;
    let end = name;
    while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
    const next = this.#skip(end);
    if (text.charCodeAt(next) === 44) return true;
    if (!text.startsWith("extends", next) || next === end) return false;
    const c = text.charCodeAt(this.#skip(next + 7));
    return isWordStart(c) || c === 123 || c === 91 || c === 40 || c === 34 || c === 39;
  }

  #firstOnLine(start: number): boolean {
    let at = start - 1;
    while (at >= 0 && !isLineEnd(this.#text.charCodeAt(at))) {
      if (!isSpace(this.#text.charCodeAt(at))) return false;
      at--;
    }
    return true;
  }

  #skip(at: number): number {
    while (at < this.#text.length && isSpace(this.#text.charCodeAt(at))) at++;
    return at;
  }

  #nameEnd(at: number): number {
    const text = this.#text;
    while (at < text.length) {
      const c = text.charCodeAt(at);
      if (!isWordPart(c) && c !== 45 && c !== 46 && c !== 58) break;
      at++;
    }
    return at;
  }

  #element(name: number): void {
    const end = this.#nameEnd(name);
    this.#enter(Open.JsxTag, name);
    this.#at = this.#text.charCodeAt(end) === 60 ? this.#typeArgumentsEnd(end) : end;
  }

  /** `<Select<string> …>`; an unbalanced list ends at the text's end, which takes the guess back. */
  #typeArgumentsEnd(at: number): number {
    const text = this.#text;
    let depth = 0;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === 60) depth++;
      else if (c === 62 && text.charCodeAt(at - 1) !== 61 && --depth === 0) return at + 1;
    }
    return at;
  }

  #tag(): void {
    const text = this.#text;
    const at = this.#at;
    const c = text.charCodeAt(at);
    if (isSpace(c) || c === 61) this.#at++;
    else if (c === 47 && text.charCodeAt(at + 1) === 47) this.#lineComment();
    else if (c === 47 && text.charCodeAt(at + 1) === 42) this.#blockComment();
    else if (c === 47) {
      const end = this.#skip(at + 1);
      if (text.charCodeAt(end) !== 62) return this.#takeBack();
      this.#leave();
      this.#elementEnd(end + 1);
    } else if (c === 62) {
      this.#open[this.#open.length - 1] = Open.JsxChildren;
      this.#at++;
    } else if (c === 34 || c === 39) {
      const end = text.indexOf(String.fromCharCode(c), at + 1);
      if (end < 0) return this.#takeBack();
      this.#at = end + 1;
    } else if (c === 123) this.#expression();
    else if (c === 60) this.#element(this.#skip(at + 1));
    else if (isWordStart(c)) this.#at = this.#nameEnd(at);
    else this.#takeBack();
  }

  #children(): void {
    const text = this.#text;
    let at = this.#at;
    for (; at < text.length; at++) {
      const c = text.charCodeAt(at);
      // JSX text holds neither > nor }: what looked like an element was something else
      if (c === 62 || c === 125) return this.#takeBack();
      if (c === 60 || c === 123) break;
    }
    this.#at = at;
    if (at >= text.length) return;
    if (text.charCodeAt(at) === 123) return this.#expression();
    const next = this.#skip(at + 1);
    if (text.charCodeAt(next) !== 47) {
      const c = text.charCodeAt(next);
      return c === 62 || isWordStart(c) ? this.#element(next) : this.#takeBack();
    }
    const name = this.#skip(next + 1);
    const end = this.#nameEnd(name);
    const openName = this.#openAt[this.#openAt.length - 1]!;
    const opened = text.slice(openName, this.#nameEnd(openName));
    const close = this.#skip(end);
    if (opened !== text.slice(name, end) || text.charCodeAt(close) !== 62) return this.#takeBack();
    this.#leave();
    this.#elementEnd(close + 1);
  }

  /** `{…}` in a tag or among children; one that holds only comments is a comment. */
  #expression(): void {
    const start = this.#at;
    const first = this.#comments.length;
    this.#at++;
    while (true) {
      this.#at = this.#skip(this.#at);
      const c = this.#text.charCodeAt(this.#at);
      const next = this.#text.charCodeAt(this.#at + 1);
      if (c === 47 && next === 42) this.#blockComment();
      else if (c === 47 && next === 47) this.#lineComment();
      else break;
    }
    if (this.#text.charCodeAt(this.#at) === 125 && this.#comments.length > first) {
      this.#comments.length = first;
      this.#comments.push(start, ++this.#at);
      return;
    }
    this.#kinds.push(Kind.Punctuator);
    this.#starts.push(start);
    this.#ends.push(start + 1);
    this.#enter(Open.JsxExpression, start);
  }

  #elementEnd(end: number): void {
    this.#at = end;
    const attempt = this.#attempts[this.#attempts.length - 1]!;
    if (this.#open.length > attempt.depth) return;
    this.#attempts.pop();
    this.#push(Kind.Jsx, end - 1, end);
    this.#elements.push(attempt.tokens, this.#kinds.length - 1);
  }

  /** The innermost `<` that was read as JSX was none: reads it again as an operator. */
  #takeBack(): void {
    const attempt = this.#attempts.pop()!;
    this.#pay(this.#at - attempt.offset);
    this.#notJsx.add(attempt.offset);
    this.#kinds.length = this.#starts.length = this.#ends.length = attempt.tokens;
    this.#comments.length = attempt.comments;
    while ((this.#elements[this.#elements.length - 2] ?? -1) >= attempt.tokens) {
      this.#elements.length -= 2;
    }
    this.#open.length = this.#openAt.length = attempt.depth;
    this.#damage = attempt.damage;
    this.#at = attempt.offset;
  }

  /** Wrong guesses cost what is scanned again; a hostile text would make that quadratic. */
  #pay(characters: number): void {
    this.#retries -= characters;
    if (this.#retries < 0) {
      throw new ParseFailure("regular expressions or JSX in this file cannot be told from code");
    }
  }
}

function closes(c: number, open: Open): boolean {
  if (c === 41) return open === Open.Paren || open === Open.Condition;
  if (c === 93) return open === Open.Bracket;
  return open === Open.Block || open === Open.Literal || open === Open.Substitution ||
    open === Open.JsxExpression;
}
