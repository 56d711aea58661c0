/**
 * Goes over the logical lines of a Python file, which indentation gathers to blocks
 * (https://docs.python.org/3/reference/lexical_analysis.html#line-structure).
 */
import { type Code, Mark } from "../scanning/code.ts";

/** A line as the grammar has it: brackets and backslashes join several of the text. */
export interface LogicalLine {
  /** Index of its first token, and of the token behind its last one. */
  start: number;
  end: number;
  /** In columns; a tab goes to the next multiple of eight. */
  indent: number;
}

/** The logical line that begins at a token. What a bracket holds that never closes are lines too. */
export function logicalLine(code: Code, start: number): LogicalLine {
  let end = code.next(start);
  while (end < code.end && (!code.isFirstOnLine(end) || isJoined(code, end))) end = code.next(end);
  return { start, end, indent: indentOf(code, start) };
}

/** A backslash joins the very next line. */
function isJoined(code: Code, at: number): boolean {
  return code.code(at - 1) === Mark.Backslash && code.line(at) === code.line(at - 1) + 1;
}

function indentOf({ text, tokens }: Code, token: number): number {
  const end = tokens.starts[token]!;
  let at = end;
  while (at > 0 && text.charCodeAt(at - 1) !== 10) at--;
  let column = 0;
  for (; at < end; at++) {
    const c = text.charCodeAt(at);
    if (c === 9) column += 8 - column % 8;
    else if (c === 12) column = 0;
    else if (c !== 0xfeff) column++;
  }
  return column;
}

/** https://docs.python.org/3/reference/compound_stmts.html */
const COMPOUND = new Set(
  "if elif else try except finally for while with class def async case".split(" "),
);

/** True where a block may follow behind a colon; `case` is a name elsewhere. */
export function isCompound(code: Code, { start }: LogicalLine): boolean {
  const word = code.word(start);
  if (!COMPOUND.has(word)) return false;
  return word !== "case" || ![Mark.Equals, Mark.Colon, Mark.Dot].includes(code.code(start + 1));
}

/** Starts of the simple statements of a logical line: its own, behind `;`, and behind its colon. */
export function statementStarts(code: Code, line: LogicalLine): number[] {
  const starts = [line.start];
  let header = isCompound(code, line);
  for (let at = line.start; at < line.end; at = code.next(at)) {
    const mark = code.code(at);
    if (mark !== Mark.Semicolon && !(header && mark === Mark.Colon)) continue;
    if (at + 1 < line.end) starts.push(at + 1);
    header = false;
  }
  return starts;
}

/** The token behind this one, over backslashes that join lines. */
export function behind(code: Code, at: number): number {
  let next = at + 1;
  while (code.code(next) === Mark.Backslash) next++;
  return next;
}
