/** How Python is written: https://docs.python.org/3/reference/lexical_analysis.html */
import { type Before, compile, Kind, type Special, type StringRule } from "../scanning/lexicon.ts";

const QUOTES: readonly StringRule[] = ['"""', "'''"].map((mark) => ({
  open: mark,
  close: mark,
  // In raw strings too, a backslash keeps the quote behind it from closing.
  escape: "backslash",
  multiline: true,
}));
const LINES: readonly StringRule[] = ['"', "'"].map((mark) => ({
  open: mark,
  close: mark,
  escape: "backslash",
  multiline: false,
}));

export const PYTHON = compile({
  lineComments: ["#"],
  blockComments: [],
  strings: [...QUOTES, ...LINES],
  special: { at: "\"'", read: nestedQuotes },
});

/** UTF-16 code units of a formatted string with quotes in quotes; bounds the search for its end. */
const MAX_NESTED = 1_000;

/**
 * `f"{row["a"]}"`: since Python 3.12 the fields of a formatted string may hold its own quotes. What
 * this cannot follow up to its end is read as the Pythons before did, to the next quote.
 */
function nestedQuotes(text: string, offset: number, before: Before): Special | null {
  if (before.end !== offset || before.kind !== Kind.Word) return null;
  if (!/^(?:[ft]r?|r[ft])$/i.test(text.slice(before.start, before.end).slice(0, 3))) return null;
  const quote = text[offset]!;
  if (text.startsWith(quote.repeat(3), offset)) return null;
  const end = formattedEnd(text, offset + 1, quote);
  return end < 0 ? null : { is: "token", kind: Kind.StringPart, end };
}

/** The offset behind the closing quote; -1 where it is not on this line, or too far away. */
function formattedEnd(text: string, content: number, quote: string): number {
  const limit = Math.min(text.length, content + MAX_NESTED);
  let depth = 0;
  for (let at = content; at < limit; at++) {
    const c = text[at]!;
    if (c === "\n") return -1;
    if (c === "\\") at++;
    else if (c === "{") {
      if (depth === 0 && text[at + 1] === "{") at++;
      else depth++;
    } else if (c === "}") depth = Math.max(0, depth - 1);
    else if (c === quote && depth === 0) return at + 1;
    else if (c === quote || (depth > 0 && (c === '"' || c === "'"))) {
      const close = nestedEnd(text, at + 1, limit, c, quote);
      if (close >= 0) at = close;
      else if (c === quote) return -1;
    }
  }
  return -1;
}

/** Where a string within a field closes; -1 where the string around it does before. */
function nestedEnd(text: string, from: number, limit: number, mark: string, quote: string): number {
  for (let at = from; at < limit; at++) {
    const c = text[at]!;
    if (c === mark) return at;
    if (c === quote || c === "\n") return -1;
  }
  return -1;
}
