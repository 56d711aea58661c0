/**
 * Words, strings and marks of a source text, comments left out: enough to tell a route's declaration
 * from the same words in a comment or in another string. One pass, whatever the text; what stays open
 * ends with its line or with the text.
 * One file, though long: the constructs share the position.
 */

export interface Token {
  kind: "word" | "string" | "mark";
  /** A string's content as written, without its quotes; a mark is one character. */
  text: string;
  /** Offset in the text. */
  at: number;
  /** Set on a string with an expression inside: its value is not known. */
  dynamic?: true;
}

export interface Lexis {
  line: readonly string[];
  block: readonly (readonly [open: string, close: string])[];
  /** The longest opening mark first. */
  strings: readonly StringLexis[];
  /** What makes a string dynamic. */
  interpolation?: RegExp;
  /** Letters that may stand before a string, e.g. Python's `r`; `f` and `$` make it dynamic. */
  prefixes?: RegExp;
  /** `${…}` in backquotes is code again. */
  templates?: true;
  /** A slash where a value is expected opens a regular expression. */
  regex?: true;
  /** `'` is a character or a lifetime, never a string. */
  characters?: true;
  heredoc?: RegExp;
  /** `#[` opens an attribute, where `#` else begins a comment. */
  attributes?: true;
}

interface StringLexis {
  open: string;
  close: string;
  escape: "backslash" | "double" | "none";
  multiline?: true;
  /** Whether the interpolation of the language means anything in it. */
  plain?: true;
}

export interface Code {
  tokens: readonly Token[];
  /** Index of the bracket that closes the one at this index; the number of tokens where none does. */
  closing(index: number): number;
  /** 1-based line of a token. */
  line(index: number): number;
}

/** More tokens are a program's output, not a person's routes. */
const MAX_TOKENS = 500_000;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*/uy;
const SPACE = /\s+/y;
const NEWLINE = 10;
const BACKSLASH = 92;
/** What follows letters that belong to a string: its quote (`r"`), or what stands before that (`r#"`). */
const BEFORE_STRING = new Set(Array.from(`"'@#`, (one) => one.charCodeAt(0)));
const VALUE_AHEAD = /^(?:return|case|typeof|in|of|do|else|if|unless|when|and|or|not|puts)$/;

/** Reads a text by the rules of its language. */
export function readCode(text: string, lexis: Lexis): Code {
  const tokens: Token[] = [];
  /** Depth of braces at which each open template goes on. */
  const templates: number[] = [];
  /** By opening mark: up to where it opens nothing. */
  const unclosed = new Map<string, number>();
  let braces = 0;
  let i = 0;

  const sticky = (pattern: RegExp): string | null => {
    pattern.lastIndex = i;
    return pattern.exec(text)?.[0] ?? null;
  };
  const endOfLine = (from: number): number => {
    const end = text.indexOf("\n", from);
    return end < 0 ? text.length : end;
  };

  const opens = (at: number): StringLexis | undefined =>
    lexis.strings.find(({ open }) => text.startsWith(open, at) && at >= (unclosed.get(open) ?? 0));

  function string({ open, close, escape, multiline, plain }: StringLexis, prefix: string): void {
    const at = i;
    const start = i + open.length;
    const last = close.charCodeAt(0);
    let end = start;
    for (; end < text.length; end++) {
      const code = text.charCodeAt(end);
      if (!multiline && code === NEWLINE) break;
      if (escape === "backslash" && code === BACKSLASH) end++;
      else if (code === last && text.startsWith(close, end)) {
        if (escape !== "double" || !text.startsWith(close, end + close.length)) break;
        end += close.length;
      }
    }
    if (!multiline && !text.startsWith(close, end)) {
      // An apostrophe in the text of JSX, say: no string, and nor are its like up to the line's end.
      unclosed.set(open, end);
      tokens.push({ kind: "mark", text: open[0]!, at: i });
      i += open.length;
      return;
    }
    const content = text.slice(start, end);
    const interpolated = !plain && (/[f$]/i.test(prefix) ? /\{/ : lexis.interpolation)
      ?.test(content);
    tokens.push({
      kind: "string",
      text: content,
      at: at - prefix.length,
      ...(interpolated ? { dynamic: true } : {}),
    });
    i = text.startsWith(close, end) ? end + close.length : end;
  }

  /** Template text up to its end or to its next expression; true at the end. */
  function templateText(): boolean {
    for (; i < text.length; i++) {
      if (text[i] === "\\") i++;
      else if (text[i] === "`") {
        i++;
        return true;
      } else if (text[i] === "$" && text[i + 1] === "{") {
        i += 2;
        templates.push(braces);
        return false;
      }
    }
    return true;
  }

  function template(): void {
    const at = i++;
    const closed = templateText();
    const content = text.slice(at + 1, i - (closed ? 1 : 2));
    tokens.push({ kind: "string", text: content, at, ...(closed ? {} : { dynamic: true }) });
  }

  /** Skips a regular expression; false where the slash divides. */
  function regex(): boolean {
    const last = tokens.at(-1);
    const divides = last !== undefined &&
      (last.kind === "string" || last.kind === "mark" && ")]}".includes(last.text) ||
        last.kind === "word" && !VALUE_AHEAD.test(last.text));
    if (divides) return false;
    let inClass = false;
    for (let end = i + 1; end < text.length && text[end] !== "\n"; end++) {
      if (text[end] === "\\") end++;
      else if (text[end] === "[") inClass = true;
      else if (text[end] === "]") inClass = false;
      else if (text[end] === "/" && !inClass) {
        tokens.push({ kind: "word", text: "/…/", at: i });
        i = end + 1;
        return true;
      }
    }
    return false;
  }

  function heredoc(): boolean {
    const pattern = lexis.heredoc;
    if (!pattern) return false;
    pattern.lastIndex = i;
    const match = pattern.exec(text);
    if (!match) return false;
    const rest = endOfLine(i);
    const close = new RegExp(`\\n[ \\t]*${match[1]}\\b`, "g");
    close.lastIndex = rest;
    tokens.push({ kind: "string", text: "", at: i, dynamic: true });
    i = close.exec(text) ? close.lastIndex : text.length;
    return true;
  }

  while (i < text.length && tokens.length < MAX_TOKENS) {
    const code = text.charCodeAt(i);
    if (isSpace(code)) {
      i++;
      continue;
    }
    // Most of a text is words of ASCII; what stands before a string is looked at below.
    if (isWordStart(code)) {
      let end = i + 1;
      while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
      const next = end < text.length ? text.charCodeAt(end) : NEWLINE;
      if (next < 128 && !BEFORE_STRING.has(next)) {
        tokens.push({ kind: "word", text: text.slice(i, end), at: i });
        i = end;
        continue;
      }
    }
    const space = code < 128 ? null : sticky(SPACE);
    if (space !== null) {
      i += space.length;
      continue;
    }
    const comments = lexis.line.some((mark) => text.startsWith(mark, i));
    if (comments && !(lexis.attributes && text.startsWith("#[", i))) {
      i = endOfLine(i);
      continue;
    }
    const comment = lexis.block.find(([open]) => text.startsWith(open, i));
    if (comment) {
      const end = text.indexOf(comment[1], i + comment[0].length);
      i = end < 0 ? text.length : end + comment[1].length;
      continue;
    }
    const character = text[i]!;
    if (character === "<" && heredoc()) continue;
    if (lexis.templates && character === "`") {
      template();
      continue;
    }
    if (character === "}" && templates.at(-1) === braces) {
      templates.pop();
      i++;
      templateText();
      continue;
    }
    if (lexis.characters && character === "'") {
      const literal = /^'(?:\\.[^'\n]{0,8}|[^\\'\n]{1,2})'/.exec(text.slice(i, i + 14));
      i += literal ? literal[0].length : 1;
      continue;
    }
    const opener = opens(i);
    if (opener) {
      string(opener, "");
      continue;
    }
    if (lexis.prefixes) {
      lexis.prefixes.lastIndex = i;
      const prefix = lexis.prefixes.exec(text)?.[0];
      if (prefix !== undefined) {
        i += prefix.length;
        const quote = opens(i);
        if (quote) {
          // A raw or verbatim string: its backslashes hide nothing but, in Python, its quote.
          string(
            /@/.test(prefix) ? { ...quote, escape: "double", multiline: true } : quote,
            prefix,
          );
          continue;
        }
        i -= prefix.length;
      }
    }
    const word = sticky(WORD);
    if (word !== null) {
      tokens.push({ kind: "word", text: word, at: i });
      i += word.length;
      continue;
    }
    if (lexis.regex && character === "/" && regex()) continue;
    if (character === "{") braces++;
    else if (character === "}") braces--;
    tokens.push({ kind: "mark", text: character, at: i++ });
  }
  return { tokens, closing: closingOf(tokens), line: linesOf(text, tokens) };
}

function isSpace(code: number): boolean {
  return code === 32 || code >= 9 && code <= 13;
}

/** ASCII letters, `_` and `$`: the beginning of a `WORD`. */
function isWordStart(code: number): boolean {
  return code >= 97 && code <= 122 || code >= 65 && code <= 90 || code === 95 || code === 36;
}

function isWordPart(code: number): boolean {
  return isWordStart(code) || code >= 48 && code <= 57;
}

const PAIRS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function closingOf(tokens: readonly Token[]): (index: number) => number {
  const closing = new Int32Array(tokens.length).fill(tokens.length);
  const open: number[] = [];
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== "mark") return;
    if ("([{".includes(text)) open.push(index);
    else if (PAIRS[text] !== undefined && tokens[open.at(-1) ?? -1]?.text === PAIRS[text]) {
      closing[open.pop()!] = index;
    }
  });
  return (index) => closing[index] ?? tokens.length;
}

function linesOf(text: string, tokens: readonly Token[]): (index: number) => number {
  let lines: Int32Array | null = null;
  const count = () => {
    const found = new Int32Array(tokens.length);
    let line = 1;
    let next = text.indexOf("\n");
    tokens.forEach(({ at }, index) => {
      for (; next >= 0 && next < at; next = text.indexOf("\n", next + 1)) line++;
      found[index] = line;
    });
    return found;
  };
  return (index) => (lines ??= count())[index] ?? 0;
}
