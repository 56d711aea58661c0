/**
 * Where a Swift statement ends: with its line, unless an operator, a dot or a bracket carries it on
 * (https://docs.swift.org/swift-book/documentation/the-swift-programming-language/lexicalstructure).
 */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** Characters of operators, as far as ASCII has them. */
const OPERATORS = new Set<number>([..."/=-+!*%<>&|^~?"].map((c) => c.charCodeAt(0)));
const OPEN_WORDS = new Set("is as in else try await throw where return case some any".split(" "));
const CONTINUING_WORDS = new Set("else as is where catch throws rethrows async in".split(" "));

/** A character of an operator; the dots of `..<` count where the operator begins with one. */
export function isOperator(code: Code, at: number): boolean {
  return OPERATORS.has(code.code(at)) ||
    code.code(at) === Mark.Dot &&
      (code.code(at + 1) === Mark.Dot || code.code(at - 1) === Mark.Dot);
}

/**
 * Index of the last token of the statement that goes on at `from`; everything in brackets belongs to
 * it. A brace that begins a line does too (it is the body of what has none yet).
 * @param limit index behind the last token that may belong to it
 * @param once a body ends it: what follows on its line is another statement's
 */
export function lastOfStatement(code: Code, from: number, limit: number, once = false): number {
  let at = from;
  let hasBody = false;
  while (at < limit) {
    const mark = code.code(at);
    if (at > from && (mark === Mark.Semicolon || isClosing(mark))) return at - 1;
    if (at > from && code.isFirstOnLine(at)) {
      if (code.kind(at) === Kind.Directive) return at - 1;
      const opens = mark === Mark.BraceOpen && !hasBody;
      if (!opens && !goesOn(code, at)) return at - 1;
    }
    if (mark === Mark.BraceOpen) {
      hasBody = true;
      if (once) return Math.min(code.close(at), limit - 1);
    }
    // `Promise<` and its arguments may be on lines of their own
    const generic = mark === Mark.Less && code.touches(at);
    at = generic ? Math.max(code.typeArguments(at), at + 1) : code.next(at);
  }
  return limit - 1;
}

/** True where the line that begins with this token goes on with the statement before. */
function goesOn(code: Code, at: number): boolean {
  const mark = code.code(at);
  if (mark === Mark.Dot || mark === Mark.Colon || mark === Mark.Comma) return true;
  if (CONTINUING_WORDS.has(code.word(at))) return true;
  if (OPERATORS.has(mark)) {
    let end = at + 1;
    while (OPERATORS.has(code.code(end)) && code.touches(end)) end++;
    // binary: white space on both sides; `->` and `= x` are such too
    if (end < code.end && !code.touches(end)) return true;
  }
  const before = code.code(at - 1);
  // `.any` is a member
  if (before === 0) return OPEN_WORDS.has(code.word(at - 1)) && code.code(at - 2) !== Mark.Dot;
  if (before === Mark.Comma || before === Mark.Colon || before === Mark.Dot) return true;
  if (!OPERATORS.has(before)) return false;
  let start = at - 1;
  while (OPERATORS.has(code.code(start - 1)) && code.touches(start)) start--;
  // `Int?`, `x!` and `Array<Int>` end their line; a binary operator stands apart from its operand
  return !code.touches(start) || code.code(start) === Mark.Equals;
}

function isClosing(mark: number): boolean {
  return mark === Mark.ParenClose || mark === Mark.BracketClose || mark === Mark.BraceClose;
}
