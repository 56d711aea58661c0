/**
 * Counts blank, comment and code lines by the published rule (docs/lines.md): blank is white space
 * only, comment is comment text only, code is everything else; strings are code. A byte machine in
 * one pass: no text is decoded, and every construct that stays open ends with the file.
 * One file, though long: the constructs share the position and the state of the line.
 */
import type { Lines } from "../domain/wire/system_map.ts";
import { segmentsOf } from "./embedded.ts";
import { createHeredocs, type Heredocs } from "./heredocs.ts";
import { type At, type LineSyntax, lineSyntax } from "./line_syntax.ts";

const NEWLINE = 10;
const BACKSLASH = 92;
const QUOTE = 39;
const SLASH = 47;
const LESS = 60;

/** Lines of a decoded text (see encoding.ts) in linguist's `language`. */
export function countLines(bytes: Uint8Array, language: string | null): Lines {
  const counter = createCounter(bytes);
  for (const segment of segmentsOf(bytes, language)) {
    counter.scan(segment.start, segment.end, compiled(segment.language));
  }
  return counter.finish();
}

type Token = { open: Uint8Array; at: At; ignoreCase: boolean } & Construct;
type Construct =
  | { kind: "line" | "skip" }
  | { kind: "block"; close: Uint8Array; nested: boolean; closeAtColumn: boolean }
  | { kind: "string"; close: Uint8Array; escape: string; multiline: boolean };

interface Compiled {
  syntax: LineSyntax;
  /** By first byte, the longest mark first. */
  tokens: (Token[] | undefined)[];
  /** 1 for each byte that begins nothing, wherever it stands: code and no more. */
  plain: Uint8Array;
}

const cache = new Map<string, Compiled>();

function compiled(language: string): Compiled {
  const known = cache.get(language);
  if (known) return known;
  const syntax = lineSyntax(language === "" ? null : language);
  const result: Compiled = { syntax, tokens: [], plain: new Uint8Array(256) };
  const ignoreCase = syntax.ignoreCase === true;
  const add = (open: string, at: At, construct: Construct) => {
    const token: Token = { open: ascii(open), at, ignoreCase, ...construct };
    for (const first of new Set(ignoreCase ? [open[0]!, open[0]!.toUpperCase()] : [open[0]!])) {
      const list = result.tokens[first.charCodeAt(0)] ??= [];
      list.push(token);
      list.sort((a, b) => b.open.length - a.open.length);
    }
  };
  for (const open of syntax.skip) add(open, "any", { kind: "skip" });
  for (const { open, close, nested, at, closeAtColumn = false } of syntax.block) {
    add(open, at, { kind: "block", close: ascii(close), nested, closeAtColumn });
  }
  for (const { open, close, ...rest } of syntax.strings) {
    add(open, "any", { kind: "string", close: ascii(close), ...rest });
  }
  for (const [open, at] of syntax.line) add(open, at, { kind: "line" });
  const fences: Uint8Array | null = syntax.fenced ? FENCES[syntax.fenced].first : null;
  for (let byte = 0; byte < 256; byte++) {
    const special = isSpace(byte) || byte === QUOTE || byte === SLASH || byte === LESS ||
      result.tokens[byte] !== undefined || fences?.includes(byte);
    if (!special) result.plain[byte] = 1;
  }
  cache.set(language, result);
  return result;
}

function createCounter(bytes: Uint8Array) {
  const lines: Lines = { code: 0, comment: 0, blank: 0 };
  let code = false;
  let comment = false;
  let lineStart = 0;
  let i = 0;
  let end = 0;

  function newline(): void {
    if (code) lines.code++;
    else if (comment) lines.comment++;
    else lines.blank++;
    code = comment = false;
    lineStart = i + 1;
  }

  function matches(mark: Uint8Array, ignoreCase = false): boolean {
    if (i + mark.length > end) return false;
    for (let k = 0; k < mark.length; k++) {
      let byte = bytes[i + k]!;
      if (ignoreCase && byte >= 65 && byte <= 90) byte += 32;
      if (byte !== mark[k]) return false;
    }
    return true;
  }

  function allowed(at: At): boolean {
    if (at === "any") return true;
    if (at === "column") return i === lineStart;
    if (at === "line") return !code && !comment;
    return i === lineStart || isWordBreak(bytes[i - 1]!);
  }

  function skipLine(): void {
    const next = bytes.indexOf(NEWLINE, i);
    i = next < 0 || next > end ? end : next;
  }

  /** Consumes up to and with `close`; lines on the way are comment or code. */
  function consumeBlock(open: Uint8Array | null, close: Uint8Array, asComment: boolean): void {
    let depth = 1;
    const first = close[0]!;
    const again = open?.[0] ?? first;
    for (; i < end; i++) {
      let byte = bytes[i]!;
      // Most bytes end nothing: by a loop of their own, which needs no shared state.
      let at = i;
      let seen = false;
      while (at < end && byte !== NEWLINE && byte !== first && byte !== again) {
        if (!isSpace(byte)) seen = true;
        byte = bytes[++at]!;
      }
      i = at;
      if (seen && asComment) comment = true;
      else if (seen) code = true;
      if (i >= end) return;
      if (byte === NEWLINE) {
        newline();
        continue;
      }
      if (isSpace(byte)) continue;
      if (asComment) comment = true;
      else code = true;
      if (byte === first && matches(close)) {
        i += close.length;
        if (--depth === 0) return;
        i--;
      } else if (open && byte === open[0] && matches(open)) {
        depth++;
        i += open.length - 1;
      }
    }
  }

  /** Pod and `=begin`: closed by a mark in the first column, whose line still belongs to it. */
  function consumeColumnBlock(close: Uint8Array): void {
    for (; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === NEWLINE) newline();
      else if (!isSpace(byte)) {
        comment = true;
        if (i === lineStart && matches(close)) return skipLine();
      }
    }
  }

  function consumeString(close: Uint8Array, escape: string, multiline: boolean): void {
    for (; i < end; i++) {
      const byte = bytes[i]!;
      if (byte === BACKSLASH && escape === "backslash") {
        code = true;
        i++;
        if (bytes[i] === 13 && bytes[i + 1] === NEWLINE) i++;
        if (i < end && bytes[i] === NEWLINE) newline();
      } else if (byte === NEWLINE) {
        if (!multiline) return;
        newline();
      } else if (!isSpace(byte)) {
        code = true;
        if (byte !== close[0] || !matches(close)) continue;
        i += close.length;
        if (escape !== "double" || !matches(close)) return;
        i += close.length - 1;
      }
    }
  }

  /** Rust's r#"…"#, C++'s R"x(…)x", Swift's #"…"#, Lua's [[…]] and --[[…]]. True if one was there. */
  function consumeFenced(kind: LineSyntax["fenced"]): boolean {
    const pattern = FENCES[kind!];
    const first = bytes[i]!;
    if (!pattern.first.includes(first) || !pattern.second.includes(bytes[i + 1]!)) return false;
    if (pattern.wordStart && i > 0 && isIdentifier(bytes[i - 1]!)) return false;
    const text = String.fromCharCode(...bytes.subarray(i, Math.min(end, i + 40)));
    const match = pattern.open.exec(text);
    if (!match) return false;
    i += match[0].length;
    const asComment = kind === "lua" && match[0].startsWith("--");
    if (asComment) comment = true;
    else code = true;
    consumeBlock(null, ascii(pattern.close(match)), asComment);
    return true;
  }

  /** Skips `'x'` and `'\n'`; a lone quote is passed over. */
  function consumeCharacter(): void {
    code = true;
    let close = i + 1;
    if (bytes[close] === BACKSLASH) {
      close += 2;
      while (close < i + 12 && bytes[close] !== QUOTE && bytes[close] !== NEWLINE) close++;
    } else {
      const lead = bytes[close] ?? 0;
      close += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }
    const closed = close < end && bytes[close] === QUOTE && bytes[i + 1] !== NEWLINE;
    i = closed ? close + 1 : i + 1;
  }

  /** Skips a regular expression literal on this line; a slash that opens none is passed over. */
  function consumeRegex(last: number): void {
    code = true;
    let inClass = false;
    const starts = last === 0 || "(,=:[!&|?{};+-*%~^<>".includes(String.fromCharCode(last));
    for (let k = i + 1; starts && k < end && bytes[k] !== NEWLINE; k++) {
      const byte = bytes[k]!;
      if (byte === BACKSLASH) k++;
      else if (byte === 91) inClass = true;
      else if (byte === 93) inClass = false;
      else if (byte === SLASH && !inClass) {
        i = k + 1;
        return;
      }
    }
    i++;
  }

  function consume(token: Token): void {
    const { open } = token;
    if (token.kind === "line") {
      comment = true;
      return skipLine();
    }
    if (token.kind === "block") comment = true;
    else code = true;
    if (token.kind === "block" && token.closeAtColumn) return consumeColumnBlock(token.close);
    i += open.length;
    if (token.kind === "block") consumeBlock(token.nested ? open : null, token.close, true);
    if (token.kind === "string") consumeString(token.close, token.escape, token.multiline);
  }

  function scan(start: number, stop: number, { syntax, tokens, plain }: Compiled): void {
    i = start;
    end = stop;
    const heredocs: Heredocs | null = syntax.heredocs
      ? createHeredocs(bytes, stop, syntax.heredocs)
      : null;
    // A hashbang is for the kernel: a comment in every language that has comments.
    const hashbang = i === 0 && bytes[0] === 35 && bytes[1] === 33 && bytes[2] !== 91;
    if (hashbang && (syntax.line.length > 0 || syntax.block.length > 0)) {
      comment = true;
      skipLine();
    }
    /** The last byte of code, which tells a division from a regular expression. */
    let last = 0;
    while (i < end) {
      let at = i;
      while (at < end && plain[bytes[at]!] === 1) at++;
      if (at > i) {
        code = true;
        last = bytes[at - 1]!;
        i = at;
        continue;
      }
      const byte = bytes[i]!;
      if (byte === NEWLINE) {
        newline();
        i++;
        if (heredocs?.pending) {
          const body = heredocs.body(i);
          lines.code += body.code;
          lines.blank += body.blank;
          i = lineStart = body.next;
        }
        continue;
      }
      if (isSpace(byte)) {
        i++;
        continue;
      }
      if (syntax.fenced && consumeFenced(syntax.fenced)) {
        last = 34;
        continue;
      }
      const token = tokens[byte]?.find((one) =>
        allowed(one.at) && matches(one.open, one.ignoreCase)
      );
      if (token) {
        consume(token);
        if (token.kind === "string") last = 34;
        continue;
      }
      if (byte === QUOTE && syntax.charLiterals) consumeCharacter();
      else if (byte === SLASH && syntax.regexLiterals) consumeRegex(last);
      else {
        if (byte === LESS) heredocs?.open(i);
        code = true;
        i++;
      }
      last = byte;
    }
  }

  /** Counts a last line without a newline; an empty file has no lines. */
  function finish(): Lines {
    i = bytes.length;
    if (lineStart < bytes.length) newline();
    return lines;
  }

  return { scan, finish };
}

const FENCES = {
  rust: {
    first: ascii("rbc"),
    second: ascii('#"r'),
    wordStart: true,
    open: /^[bc]?r(#{0,30})"/,
    close: (match: RegExpExecArray) => `"${match[1]}`,
  },
  cpp: {
    first: ascii("RuUL"),
    second: ascii('"R8'),
    wordStart: true,
    open: /^(?:u8|[uUL])?R"([^()\\\s]{0,16})\(/,
    close: (match: RegExpExecArray) => `)${match[1]}"`,
  },
  swift: {
    first: ascii("#"),
    second: ascii('#"'),
    wordStart: false,
    open: /^(#{1,30})("""|")/,
    close: (match: RegExpExecArray) => `${match[2]}${match[1]}`,
  },
  lua: {
    first: ascii("-["),
    second: ascii("-[="),
    wordStart: false,
    open: /^(?:--)?\[(={0,30})\[/,
    close: (match: RegExpExecArray) => `]${match[1]}]`,
  },
};

function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

/** White space, separators and opening brackets. */
function isWordBreak(byte: number): boolean {
  return isSpace(byte) || byte === 59 || byte === 38 || byte === 124 || byte === 40 ||
    byte === 41 || byte === 91 || byte === 123 || byte === 44;
}

function isIdentifier(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || byte === 95 ||
    (byte >= 97 && byte <= 122);
}
