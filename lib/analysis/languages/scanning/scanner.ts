/**
 * One scanner for all languages that are written as words, literals, comments and brackets: it tells
 * tokens apart by a compiled lexicon, pairs brackets, and knows the code inside of strings. Every
 * character is read once; nothing recurses. What is never closed ends with the text (or with its
 * line) and is reported as damage.
 * One file, though long: every construct moves the same position and the state of the line.
 */
import { Brackets } from "./brackets.ts";
import {
  type Before,
  type BlockComment,
  Class,
  type Compiled,
  Kind,
  type Special,
  type StringRule,
} from "./lexicon.ts";
import { TokenColumns, type Tokens } from "./tokens.ts";

const BACKSLASH = 92;
const QUOTE = 39;
const HASH = 35;
/** Not Rust's `#![attribute]`. */
const HASHBANG = /^\uFEFF?#!(?!\[)/;
/** https://en.cppreference.com/w/c/preprocessor/conditional; `#if false` is C#'s `#if 0`. */
const CONDITION =
  /#[ \t]*(?:(if|ifdef|ifndef|elif|elifdef|elifndef|elseif|else|endif)\b)(?:[ \t]+(0|false)\b)?/y;
const CHARACTER = /'(?:\\(?:u\{[^'\n]{0,10}\}|[^\n][\w]{0,8})|[^'\\\n])'/uy;

/** Scans a whole text. Never throws; see `Tokens.damage`. */
export function scan(text: string, language: Compiled): Tokens {
  return new Scanner(text, language).run();
}

/** White space beyond ASCII; everything else there continues a word. */
const isWideSpace = (c: number) =>
  c === 0xa0 || c === 0xfeff || c === 0x85 || c === 0x1680 || (c >= 0x2000 && c <= 0x200a) ||
  c === 0x2028 || c === 0x2029 || c === 0x202f || c === 0x205f || c === 0x3000;

/** `(`, `[`, `{` */
const isOpening = (c: number) => c === 40 || c === 91 || c === 123;

class Scanner {
  readonly #text: string;
  readonly #language: Compiled;
  readonly #tokens: TokenColumns;
  readonly #brackets: Brackets;
  readonly #comments: number[] = [];
  /** Texts that begin behind this line. */
  #heredocs: ((text: string, lineStart: number) => number)[] = [];
  #damage: Tokens["damage"] = null;
  #at = 0;
  /** 1 while nothing but white space and comments was read on this line. */
  #first = 1;
  #lineStart = 0;

  constructor(text: string, language: Compiled) {
    this.#text = text;
    this.#language = language;
    this.#tokens = new TokenColumns(text.length);
    this.#brackets = new Brackets(this.#tokens);
  }

  run(): Tokens {
    const text = this.#text;
    const length = text.length;
    const { classes, plain, wordParts } = this.#language;
    if (HASHBANG.test(text)) this.#comment(0, this.#lineEnd(0));
    this.#at = Math.max(this.#at, this.#language.lexicon.start?.(text) ?? 0);
    while (this.#at < length) {
      const start = this.#at;
      const c = text.charCodeAt(start);
      let kind = c < 128 ? classes[c]! : isWideSpace(c) ? Class.Space : Class.Word;
      if (kind === Class.Table) {
        if (this.#table(start, c)) continue;
        kind = plain[c]!;
      }
      if (kind === Class.Space) this.#at = start + 1;
      else if (kind === Class.Word) {
        let end = start + 1;
        for (; end < length; end++) {
          const part = text.charCodeAt(end);
          if (part < 128 ? wordParts[part] === 0 : isWideSpace(part)) break;
        }
        this.#push(Kind.Word, start, end);
      } else if (kind === Class.Newline) this.#newline(start);
      else if (kind === Class.Digit) this.#number(start);
      else {
        const token = this.#push(Kind.Punctuation, start, start + 1, c);
        if (kind === Class.Open) this.#brackets.open(token, c, null);
        else if (kind === Class.Close) this.#close(token, c);
      }
    }
    return this.#finish();
  }

  #finish(): Tokens {
    const { count, kinds, starts, ends, codes, firsts, partners } = this.#tokens;
    const { lost, unclosed } = this.#brackets;
    if (lost >= 0) this.#broken("a bracket has no partner", starts[lost]!);
    if (unclosed >= 0) this.#broken("a bracket is never closed", starts[unclosed]!);
    const damage = this.#damage;
    return {
      count,
      kinds,
      starts,
      ends,
      codes,
      firsts,
      partners,
      comments: this.#comments,
      damage,
    };
  }

  #push(kind: Kind, start: number, end: number, code = 0): number {
    const index = this.#tokens.push(kind, start, end, code, this.#first);
    this.#first = 0;
    this.#at = end;
    return index;
  }

  #broken(reason: string, offset: number): void {
    this.#damage ??= { reason, offset };
  }

  #comment(start: number, end: number): void {
    this.#comments.push(start, end);
    this.#at = end;
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf("\n", from);
    return end < 0 ? this.#text.length : end;
  }

  #newline(at: number): void {
    this.#first = 1;
    this.#lineStart = this.#at = at + 1;
    if (this.#heredocs.length === 0) return;
    for (const body of this.#heredocs) this.#at = body(this.#text, this.#at);
    this.#heredocs = [];
  }

  #number(start: number): void {
    const text = this.#text;
    const { wordParts, lexicon } = this.#language;
    const separator = lexicon.digitSeparator?.charCodeAt(0);
    let end = start + 1;
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (c < 128 && wordParts[c] === 1) continue;
      const next = text.charCodeAt(end + 1);
      if ((c === 46 || c === separator) && next >= 48 && next <= 57) continue;
      if (c === separator && next < 128 && wordParts[next] === 1) continue;
      // 1e-9, but not 0xe-9
      const sign = (c === 43 || c === 45) && (text.charCodeAt(end - 1) | 32) === 101;
      if (!sign || (text.charCodeAt(start + 1) | 32) === 120) break;
    }
    this.#push(Kind.Number, start, end);
  }

  #close(token: number, c: number): void {
    const string = this.#brackets.close(token, c);
    if (string === null) return;
    this.#tokens.kinds[token] = Kind.StringPart;
    this.#tokens.codes[token] = 0;
    this.#stringContent(token, this.#at, string);
  }

  /** True where something of the language's table began here and was read. */
  #table(start: number, c: number): boolean {
    const { lexicon, openings, isSpecial } = this.#language;
    if (isSpecial[c] === 1) {
      const special = lexicon.special!.read(this.#text, start, this.#before());
      if (special) return this.#special(start, special);
    }
    for (const opening of openings[c] ?? []) {
      if (!this.#text.startsWith(opening.open, start)) continue;
      if (opening.is === "line") this.#comment(start, this.#lineEnd(start));
      else if (opening.is === "string") {
        this.#string(start, start + opening.open.length, opening.rule);
      } else if (!this.#blockComment(start, opening.rule)) continue;
      return true;
    }
    if (c === HASH && lexicon.directives && this.#first === 1) return this.#directive(start);
    if (c === QUOTE && lexicon.loneQuotes) return this.#character(start);
    if (lexicon.nameQuote !== undefined && c === lexicon.nameQuote.charCodeAt(0)) {
      return this.#name(start, lexicon.nameQuote);
    }
    return false;
  }

  #before(): Before {
    const last = this.#tokens.count - 1;
    if (last < 0) return { kind: -1, start: -1, end: -1, firstOnLine: this.#first === 1 };
    const { kinds, starts, ends } = this.#tokens;
    return {
      kind: kinds[last]!,
      start: starts[last]!,
      end: ends[last]!,
      firstOnLine: this.#first === 1,
    };
  }

  #special(start: number, special: Special): true {
    if (special.is === "comment") this.#comment(start, special.end);
    else if (special.is === "string") this.#string(start, special.content, special.rule);
    else if (special.is === "token") this.#push(special.kind, start, special.end);
    else {
      this.#push(Kind.StringPart, start, special.end);
      this.#heredocs.push(special.body);
    }
    return true;
  }

  #blockComment(start: number, { open, close, nested, at = "any" }: BlockComment): boolean {
    if (at !== "any" && this.#first === 0) return false;
    if (at === "column" && start !== this.#lineStart) return false;
    const text = this.#text;
    if (!nested) {
      const end = text.indexOf(close, start + open.length);
      if (end < 0) this.#broken("a comment is never closed", start);
      this.#comment(start, end < 0 ? text.length : end + close.length);
      return true;
    }
    let depth = 1;
    let end = start + open.length;
    while (depth > 0 && end < text.length) {
      if (text.startsWith(close, end)) {
        depth--;
        end += close.length;
      } else if (text.startsWith(open, end)) {
        depth++;
        end += open.length;
      } else end++;
    }
    if (depth > 0) this.#broken("a comment is never closed", start);
    this.#comment(start, end);
    return true;
  }

  #string(start: number, content: number, rule: StringRule): void {
    const kind = rule.character ? Kind.Character : Kind.String;
    this.#stringContent(this.#push(kind, start, content), content, rule);
  }

  /** Reads on to the end of the string, or of its part before a hole, and extends the token. */
  #stringContent(token: number, content: number, rule: StringRule): void {
    const text = this.#text;
    const { close, escape, multiline, holes, doubledHoles, closesLate } = rule;
    const closing = close.charCodeAt(0);
    let end = content;
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (c === closing && text.startsWith(close, end)) {
        if (escape === "double" && text.startsWith(close, end + close.length)) {
          end += 2 * close.length - 1;
          continue;
        }
        end += close.length;
        while (closesLate && text.charCodeAt(end) === closing) end++;
        return this.#extend(token, end);
      }
      const hole = holes?.find((mark) => mark.charCodeAt(0) === c && text.startsWith(mark, end));
      if (hole !== undefined) {
        const twice = doubledHoles && text.startsWith(hole, end + hole.length);
        end += hole.length;
        if (twice) {
          end += hole.length - 1;
          continue;
        }
        this.#tokens.kinds[token] = Kind.StringPart;
        this.#extend(token, end);
        const bracket = isOpening(text.charCodeAt(end - 1)) ? text.charCodeAt(end - 1) : c;
        return this.#brackets.open(token, bracket, rule);
      }
      if (c === BACKSLASH && escape === "backslash") {
        end += text.charCodeAt(end + 1) === 13 && text.charCodeAt(end + 2) === 10 ? 2 : 1;
      } else if (c === 10 && !multiline) break;
    }
    this.#broken("a string is never closed", this.#tokens.starts[token]!);
    this.#tokens.kinds[token] = Kind.StringPart;
    this.#extend(token, Math.min(end, text.length));
  }

  #extend(token: number, end: number): void {
    this.#tokens.ends[token] = end;
    this.#at = end;
  }

  /**
   * A directive up to its line's end: a block comment in it hides line ends, and a backslash before one
   * does. Branches of conditions are told to the brackets.
   */
  #directive(start: number): true {
    const text = this.#text;
    let end = start + 1;
    for (; end < text.length; end++) {
      const c = text.charCodeAt(end);
      if (c === 10) {
        const before = text.charCodeAt(end - 1) === 13 ? end - 2 : end - 1;
        if (text.charCodeAt(before) !== BACKSLASH) break;
      } else if (c === 34) {
        while (end + 1 < text.length && text.charCodeAt(end + 1) !== 10) {
          end++;
          if (text.charCodeAt(end) === 34) break;
          if (text.charCodeAt(end) === BACKSLASH && text.charCodeAt(end + 1) === 34) end++;
        }
      } else if (c === 47) {
        const next = text.charCodeAt(end + 1);
        if (next === 47) break;
        if (next !== 42) continue;
        const close = text.indexOf("*/", end + 2);
        if (close < 0) break;
        this.#comments.push(end, close + 2);
        end = close + 1;
      }
    }
    CONDITION.lastIndex = start;
    const [, word, dead] = CONDITION.exec(text) ?? [];
    if (word === "endif") this.#brackets.endCondition();
    else if (word?.startsWith("el")) this.#brackets.otherwise();
    else if (word !== undefined) this.#brackets.condition(dead !== undefined);
    this.#push(Kind.Directive, start, Math.min(end, text.length));
    return true;
  }

  /** `'x'` or `'\u{1F600}'`; false where the quote stands alone. */
  #character(start: number): boolean {
    CHARACTER.lastIndex = start;
    const found = CHARACTER.exec(this.#text);
    if (!found) return false;
    this.#push(Kind.Character, start, start + found[0].length);
    return true;
  }

  #name(start: number, quote: string): boolean {
    const end = this.#text.indexOf(quote, start + 1);
    if (end < 0 || end > this.#lineEnd(start)) return false;
    this.#push(Kind.Name, start, end + 1);
    return true;
  }
}
