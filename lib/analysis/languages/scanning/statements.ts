/** Where a statement ends in a language that ends them with lines. */
import { type Code, Mark } from "./code.ts";
import { Kind } from "./lexicon.ts";

/** What carries a statement over the end of a line; punctuation by its characters. */
export interface LineRules {
  /** A statement that ends its line with one of these goes on. */
  openMarks: string;
  openWords: ReadonlySet<string>;
  /** A line that begins with one of these goes on with the statement before. */
  continuingMarks: string;
  continuingWords: ReadonlySet<string>;
  /** The statement goes on behind the parentheses that follow these words (`if (…)`). */
  conditionWords: ReadonlySet<string>;
}

/**
 * Index of the last token of the statement that goes on at `from`, by its language's rules; a
 * semicolon ends it too and is not part of it. Everything in brackets belongs to it.
 * @param limit index behind the last token that may belong to it
 */
export function statementEnd(code: Code, from: number, limit: number, rules: LineRules): number {
  let at = from;
  while (at < limit) {
    const mark = code.code(at);
    if (mark === Mark.Semicolon || isClosing(mark)) return Math.max(from - 1, at - 1);
    if (at > from && code.isFirstOnLine(at) && !goesOn(code, at, rules)) return at - 1;
    at = code.next(at);
  }
  return Math.max(from - 1, limit - 1);
}

/** True where the line that begins with this token goes on with the statement before. */
export function goesOn(code: Code, at: number, rules: LineRules): boolean {
  const mark = code.code(at);
  if (mark !== 0 && rules.continuingMarks.includes(String.fromCharCode(mark))) {
    // a line with `-x` is a statement of its own, one with `->` is none
    return mark !== Mark.Minus || (code.code(at + 1) === Mark.Greater && code.touches(at + 1));
  }
  if (code.kind(at) === Kind.Word && rules.continuingWords.has(code.read(at))) return true;
  const last = at - 1;
  const before = code.code(last);
  if (before === 0) return code.kind(last) === Kind.Word && rules.openWords.has(code.read(last));
  if (before === Mark.ParenClose) {
    const open = code.tokens.partners[last]!;
    return open > 0 && rules.conditionWords.has(code.word(open - 1));
  }
  if (before === Mark.Greater) {
    return code.touches(last) && [Mark.Minus, Mark.Equals].includes(code.code(last - 1));
  }
  // x++ and x!! end their lines
  if (code.touches(last) && code.code(last - 1) === before && ENDS_DOUBLED.has(before)) {
    return false;
  }
  return rules.openMarks.includes(String.fromCharCode(before));
}

const ENDS_DOUBLED = new Set<number>([Mark.Plus, Mark.Minus, Mark.Bang]);

function isClosing(mark: number): boolean {
  return mark === Mark.ParenClose || mark === Mark.BracketClose || mark === Mark.BraceClose;
}
