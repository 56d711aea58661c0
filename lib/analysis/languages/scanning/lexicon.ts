/**
 * How a language is written, as far as telling tokens apart needs it: a table for each language,
 * compiled once for the scanner. What a table cannot say is a `special` of a few lines.
 */

/** A comment up to a closing mark. */
export interface BlockComment {
  open: string;
  close: string;
  nested: boolean;
  /** Only as the first text of its line, or only in the first column (Ruby's `=begin`). */
  at?: "any" | "line" | "column";
}

export interface StringRule {
  open: string;
  close: string;
  /** `\` hides the next character; "double": the closing mark twice stands for itself. */
  escape: "backslash" | "double" | "none";
  /** False: an unclosed string ends with its line, which keeps one stray quote from spreading. */
  multiline: boolean;
  /** Marks that open code inside of the string up to the balanced bracket, e.g. `${`, `\(`. */
  holes?: readonly string[];
  /** A hole's mark written twice stands for itself (C#'s `{{`). */
  doubledHoles?: boolean;
  /** The last marks of a longer run close (`""""` ends Kotlin's `"""` string with a quote in it). */
  closesLate?: boolean;
  /** A character literal instead of a string. */
  character?: boolean;
}

/** What a `special` found at its offset; `end` is exclusive. */
export type Special =
  | { is: "token"; kind: Kind; end: number }
  | { is: "comment"; end: number }
  /** The text from here is a string by this rule; its content starts at `content`. */
  | { is: "string"; content: number; rule: StringRule }
  /**
   * A token here, and a text that begins after the end of this line (shell's and Ruby's `<<A`).
   * `body` is asked with the offset of that line's start, and gives the offset of the text's end.
   */
  | { is: "heredoc"; end: number; body(text: string, lineStart: number): number };

/** What lies before a token, to tell a regular expression from a division. */
export interface Before {
  /** -1 at the start. */
  kind: Kind | -1;
  start: number;
  end: number;
  /** Nothing but white space and comments precede on the line. */
  firstOnLine: boolean;
}

export interface Lexicon {
  /** Characters of words beside letters, digits, `_` and everything beyond ASCII, e.g. `$`. */
  wordCharacters?: string;
  lineComments: readonly string[];
  blockComments: readonly BlockComment[];
  strings: readonly StringRule[];
  /** `'x'` is a character, a lone `'` is none (Rust's lifetimes, Scala's symbols). */
  loneQuotes?: boolean;
  /** A name between these is never a keyword (Kotlin's and Scala's backquotes). */
  nameQuote?: string;
  /** A character that may part digits, beside `_` (C++'s `'`). */
  digitSeparator?: string;
  /** `#` as the first of its line begins a directive, one token up to the line's real end. */
  directives?: boolean;
  /** The offset at which code begins, where something else may precede it (PHP's page). */
  start?(text: string): number;
  /** First characters of constructs that the table cannot say, tried before it. */
  special?: { at: string; read(text: string, offset: number, before: Before): Special | null };
}

export enum Kind {
  Word,
  /** A word between the lexicon's `nameQuote`. */
  Name,
  String,
  /** A part of a string with holes, or a string that never ends: names nothing. */
  StringPart,
  Character,
  Number,
  /** One character, also of an operator of several. */
  Punctuation,
  Directive,
}

/** Classes of ASCII characters for the scanner's first look. */
export enum Class {
  Punctuation,
  Space,
  Newline,
  Word,
  Digit,
  Open,
  Close,
  /** Something of the table may begin here. */
  Table,
}

/** One thing that may begin at a character. */
export type Opening =
  | { is: "line"; open: string }
  | { is: "block"; open: string; rule: BlockComment }
  | { is: "string"; open: string; rule: StringRule };

/** A lexicon made ready for the scanner. */
export interface Compiled {
  lexicon: Lexicon;
  classes: Uint8Array;
  /** The class of a `Table` character where nothing of the table begins. */
  plain: Uint8Array;
  /** 1 for characters that continue a word. */
  wordParts: Uint8Array;
  /** By character code, longest mark first. */
  openings: readonly (readonly Opening[] | undefined)[];
  isSpecial: Uint8Array;
}

/** Compiles a lexicon; once for each language, when its module is loaded. */
export function compile(lexicon: Lexicon): Compiled {
  const classes = new Uint8Array(128);
  const wordParts = new Uint8Array(128);
  const isSpecial = new Uint8Array(128);
  for (const space of [9, 11, 12, 13, 32]) classes[space] = Class.Space;
  classes[10] = Class.Newline;
  const words = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_" +
    (lexicon.wordCharacters ?? "");
  for (const c of words) classes[c.charCodeAt(0)] = Class.Word;
  for (const c of "0123456789") classes[c.charCodeAt(0)] = Class.Digit;
  for (const c of "([{") classes[c.charCodeAt(0)] = Class.Open;
  for (const c of ")]}") classes[c.charCodeAt(0)] = Class.Close;
  for (let c = 0; c < 128; c++) {
    if (classes[c] === Class.Word || classes[c] === Class.Digit) wordParts[c] = 1;
  }
  const plain = classes.slice();
  const openings: Opening[][] = [];
  const add = (opening: Opening) => {
    const c = opening.open.charCodeAt(0);
    classes[c] = Class.Table;
    (openings[c] ??= []).push(opening);
  };
  for (const open of lexicon.lineComments) add({ is: "line", open });
  for (const rule of lexicon.blockComments) add({ is: "block", open: rule.open, rule });
  for (const rule of lexicon.strings) add({ is: "string", open: rule.open, rule });
  for (const list of openings) list?.sort((a, b) => b.open.length - a.open.length);
  const specials = (lexicon.special?.at ?? "") + (lexicon.nameQuote ?? "") +
    (lexicon.loneQuotes ? "'" : "") + (lexicon.directives ? "#" : "");
  for (const c of specials) classes[c.charCodeAt(0)] = Class.Table;
  for (const c of lexicon.special?.at ?? "") isSpecial[c.charCodeAt(0)] = 1;
  return { lexicon, classes, plain, wordParts, openings, isSpecial };
}

const C_COMMENTS = {
  lineComments: ["//"],
  blockComments: [{ open: "/*", close: "*/", nested: false }],
} as const;
const NESTED_COMMENTS = {
  lineComments: ["//"],
  blockComments: [{ open: "/*", close: "*/", nested: true }],
} as const;

/** The comments of most brace languages. */
export const COMMENTS = { c: C_COMMENTS, nested: NESTED_COMMENTS };

/** `"…"` on one line with backslashes. */
export const DOUBLE_QUOTED: StringRule = {
  open: '"',
  close: '"',
  escape: "backslash",
  multiline: false,
};

/** `'x'`, of any length, on one line with backslashes. */
export const CHARACTER: StringRule = {
  open: "'",
  close: "'",
  escape: "backslash",
  multiline: false,
  character: true,
};
