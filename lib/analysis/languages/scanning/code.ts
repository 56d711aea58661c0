/** A scanned text as recognisers read it: tokens by index, questions about them, ways over them. */
import { lineAt, lineStarts } from "../../text_lines.ts";
import { type Compiled, Kind } from "./lexicon.ts";
import { scan } from "./scanner.ts";
import type { Tokens } from "./tokens.ts";

/** Tokens that a list of type arguments may take; a longer run of `a < b` is none. */
const MAX_TYPE_ARGUMENTS = 400;

/** Codes of punctuation, for `Code.code`. */
export const enum Mark {
  Bang = 33,
  Hash = 35,
  Dollar = 36,
  Percent = 37,
  Ampersand = 38,
  ParenOpen = 40,
  ParenClose = 41,
  Star = 42,
  Plus = 43,
  Comma = 44,
  Minus = 45,
  Dot = 46,
  Slash = 47,
  Colon = 58,
  Semicolon = 59,
  Less = 60,
  Equals = 61,
  Greater = 62,
  Question = 63,
  At = 64,
  BracketOpen = 91,
  Backslash = 92,
  BracketClose = 93,
  BraceOpen = 123,
  Bar = 124,
  BraceClose = 125,
  Tilde = 126,
}

export class Code {
  readonly tokens: Tokens;
  /** Offsets at which lines start. */
  readonly lineStarts: number[];
  /** The number of tokens: the index behind the last. */
  readonly end: number;

  constructor(readonly text: string, language: Compiled) {
    this.tokens = scan(text, language);
    this.lineStarts = lineStarts(text);
    this.end = this.tokens.count;
  }

  /** The code of punctuation (see `Mark`); 0 for other tokens and beyond the ends. */
  code(index: number): number {
    return index >= 0 && index < this.end ? this.tokens.codes[index]! : 0;
  }

  kind(index: number): Kind | -1 {
    return index >= 0 && index < this.end ? this.tokens.kinds[index]! : -1;
  }

  /** The token's text; "" beyond the ends. */
  read(index: number): string {
    if (index < 0 || index >= this.end) return "";
    return this.text.slice(this.tokens.starts[index], this.tokens.ends[index]);
  }

  /** A word or quoted name, without the quotes; "" for other tokens. */
  name(index: number): string {
    const kind = this.kind(index);
    if (kind === Kind.Word) return this.read(index);
    return kind === Kind.Name ? this.read(index).slice(1, -1) : "";
  }

  /** The text of a plain word, which may be a keyword; "" for other tokens. */
  word(index: number): string {
    return this.kind(index) === Kind.Word ? this.read(index) : "";
  }

  isName(index: number): boolean {
    const kind = this.kind(index);
    return kind === Kind.Word || kind === Kind.Name;
  }

  /** True for a plain word of this text; cheaper than `word`. */
  is(index: number, word: string): boolean {
    if (index < 0 || index >= this.end || this.tokens.kinds[index] !== Kind.Word) return false;
    const start = this.tokens.starts[index]!;
    return this.tokens.ends[index]! - start === word.length && this.text.startsWith(word, start);
  }

  /** True where no white space or comment lies between a token and the one before. */
  touches(index: number): boolean {
    return index > 0 && index < this.end &&
      this.tokens.ends[index - 1] === this.tokens.starts[index];
  }

  isFirstOnLine(index: number): boolean {
    return index < this.end && this.tokens.firsts[index] === 1;
  }

  /** 1-based. */
  line(index: number): number {
    return lineAt(this.lineStarts, this.tokens.starts[index]!);
  }

  /** The line on which a token ends; the text's last one beyond its end. */
  endLine(index: number): number {
    const last = this.end - 1;
    if (last < 0) return 1;
    return lineAt(this.lineStarts, this.tokens.ends[Math.min(index, last)]! - 1);
  }

  /** The partner of a bracket, or `this.end` where it is never closed. */
  close(index: number): number {
    const partner = this.tokens.partners[index] ?? -1;
    return partner > index ? partner : this.end;
  }

  /**
   * The next token of the same nesting: behind the partner of an opening bracket or of a string with
   * holes, else the next one. A bracket without a partner is passed over alone.
   */
  next(index: number): number {
    const partner = index < this.end ? this.tokens.partners[index]! : -1;
    if (partner <= index) return index + 1;
    // The part behind a hole may open the next hole.
    return this.tokens.kinds[partner] === Kind.StringPart ? partner : partner + 1;
  }

  /** Behind the type arguments that begin at this `<`; the index itself where there are none. */
  typeArguments(index: number): number {
    if (this.code(index) !== Mark.Less) return index;
    let depth = 0;
    const limit = Math.min(this.end, index + MAX_TYPE_ARGUMENTS);
    for (let at = index; at < limit; at++) {
      const code = this.tokens.codes[at]!;
      if (code === Mark.Less) depth++;
      else if (code === Mark.Greater) {
        // `->` and `=>` of function types
        const arrow = this.touches(at) &&
          (this.code(at - 1) === Mark.Minus || this.code(at - 1) === Mark.Equals);
        if (!arrow && --depth === 0) return at + 1;
      } else if (code === Mark.Semicolon || code === Mark.BraceOpen || code === Mark.BraceClose) {
        return index;
      } else if (code === Mark.ParenOpen || code === Mark.BracketOpen) {
        const close = this.close(at);
        if (close >= limit) return index;
        at = close;
      } else if (code === Mark.ParenClose || code === Mark.BracketClose) return index;
    }
    return index;
  }
}
