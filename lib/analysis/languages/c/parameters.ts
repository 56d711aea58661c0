/** What stands in and behind the parentheses of a declaration of C. */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { isScope } from "./heads.ts";
import { Role, ROLES } from "./words.ts";

/** Tokens of one declaration of an old-style parameter. */
const MAX_PARAMETER = 60;

export interface Inner {
  /** Index of the name. */
  name: number;
  qualifiers: string[];
  /** A pointer stands before the name. */
  pointer: boolean;
  /** Parameters follow the name. */
  parameters: boolean;
}

/** The name in `(*name)`, `(A::*name)`, `(API *name[3])`, `(name)`, `(*name(…))`; else null. */
export function pointerName(code: Code, open: number): Inner | null {
  const close = code.close(open);
  let pointer = false;
  let name = -1;
  const qualifiers: string[] = [];
  for (let at = open + 1; at < close && at < open + 12; at++) {
    const mark = code.code(at);
    if (mark === Mark.Star || mark === Mark.Ampersand || mark === CARET) {
      pointer = true;
      name = -1;
    } else if (code.kind(at) === Kind.Word) {
      const role = ROLES.get(code.read(at));
      if (role === Role.Const || role === Role.Modifier) continue;
      if (role !== undefined || (name >= 0 && !isScope(code, at - 2))) return null;
      name = at;
    } else if (isScope(code, at)) {
      if (name >= 0) qualifiers.push(code.read(name));
      at++;
    } else if (mark === Mark.BracketOpen && name >= 0) {
      return { name, qualifiers: [], pointer, parameters: false };
    } else if (mark === Mark.ParenOpen && name >= 0 && pointer) {
      return { name, qualifiers: [], pointer, parameters: true };
    } else if (mark === Mark.ParenOpen && pointer && at + 1 < close) {
      continue; // `(*(*name)(…))`
    } else return null;
    if (at + 1 === close && name >= 0) {
      return { name, qualifiers: pointer ? [] : qualifiers, pointer, parameters: false };
    }
  }
  return null;
}

const CARET = 94;

/**
 * The `{` of a definition whose parameters are declared behind their names (`f(a, b) int a; char b;
 * {`); -1 where it is none.
 */
export function oldStyleBody(code: Code, open: number, skip: (at: number) => number): number {
  const close = code.close(open);
  let parameters = 0;
  for (let at = open + 1; at < close; at++) {
    const expected = parameters % 2 === 0
      ? code.kind(at) === Kind.Word
      : code.code(at) === Mark.Comma;
    if (!expected) return -1;
    parameters++;
  }
  let at = skip(close + 1);
  if (parameters % 2 === 0 || code.kind(at) !== Kind.Word) return -1;
  for (let declared = 0; declared <= parameters; declared++) {
    if (code.code(at) === Mark.BraceOpen) return at;
    const limit = at + MAX_PARAMETER;
    while (at < limit && code.code(at) !== Mark.Semicolon) {
      const mark = code.code(at);
      if (mark === Mark.BraceOpen || mark === Mark.BraceClose || mark === Mark.Equals) return -1;
      at = skip(code.next(at));
    }
    if (code.code(at) !== Mark.Semicolon) return -1;
    at = skip(at + 1);
  }
  return -1;
}

/** Behind a constructor's `a(1), B<C>{2}`: its body's `{`, or where the list breaks off. */
export function initializersEnd(code: Code, start: number, skip: (at: number) => number): number {
  let at = skip(start);
  for (let ready = false; at < code.end;) {
    const mark = code.code(at);
    if (mark === Mark.Semicolon || mark === Mark.BraceClose) return at;
    // a brace behind a name is its value
    if (mark === Mark.BraceOpen && !ready) return at;
    if (mark === Mark.ParenOpen || mark === Mark.BraceOpen) ready = false;
    else if (code.kind(at) === Kind.Word) ready = true;
    at = skip(mark === Mark.Less ? Math.max(code.typeArguments(at), at + 1) : code.next(at));
  }
  return at;
}
