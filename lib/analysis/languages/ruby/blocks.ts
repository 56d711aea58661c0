/** Which of Ruby's words open something that an `end` closes, and what has no block at all. */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** `return if x`: a value, or an end of one, stands before a modifier. */
const VALUES = new Set(
  "return next break redo retry end self nil true false super yield __FILE__ __LINE__ __dir__ __method__"
    .split(" "),
);
/** Keywords behind which a statement or a value begins. */
const OPENERS_BEFORE = new Set(
  "then else elsif do begin ensure rescue and or not if unless while until when in case"
    .split(" "),
);

/** True for a name, not a keyword: a member, a symbol, a label or a method's name. */
export function isName(code: Code, at: number): boolean {
  const before = code.code(at - 1);
  if (before === Mark.Dot) return code.code(at - 2) !== Mark.Dot; // `1..if` is no call
  if (before === Mark.Colon && code.touches(at)) {
    // `a ?b :c`: a symbol has a space or a bracket before its colon, a scope `::` is a name too
    return true;
  }
  if (before === 0 && code.is(at - 1, "def")) return true;
  return code.code(at + 1) === Mark.Colon && code.touches(at + 1) &&
    !(code.code(at + 2) === Mark.Colon && code.touches(at + 2));
}

/** True where `if`, `unless`, `while` or `until` only modifies the statement before it. */
export function isModifier(code: Code, at: number): boolean {
  if (at === 0 || code.isFirstOnLine(at)) return false;
  const kind = code.kind(at - 1);
  if (kind === Kind.Word) {
    const word = code.read(at - 1);
    if (VALUES.has(word)) return true;
    return !OPENERS_BEFORE.has(word) || isName(code, at - 1);
  }
  // "#{unless x …}" begins a statement, "…" ends a value
  if (kind === Kind.StringPart) return code.tokens.partners[at - 1]! < at;
  if (kind !== Kind.Punctuation) return true;
  const mark = code.code(at - 1);
  if (mark === Mark.ParenClose || mark === Mark.BracketClose || mark === Mark.BraceClose) {
    return true;
  }
  // empty? and save! are names; `|x| if` follows a block's parameters
  return (mark === Mark.Question || mark === Mark.Bang) && code.touches(at - 1) &&
    code.kind(at - 2) === Kind.Word;
}

/** `def name = value` has no `end`. @param after index behind the name and its parameters */
export function isEndless(code: Code, after: number, parameters: boolean): boolean {
  if (code.code(after) !== Mark.Equals || code.isFirstOnLine(after)) return false;
  const next = code.code(after + 1);
  const operator = next === Mark.Equals || next === Mark.Tilde || next === Mark.Greater;
  if (operator && code.touches(after + 1)) return false;
  return parameters || !code.touches(after);
}
