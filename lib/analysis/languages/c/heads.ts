/** The head of a class, struct, union or enum: from its keyword to its body. */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { isMacroName, Role, ROLES } from "./words.ts";

export interface Head {
  keyword: "class" | "struct" | "union" | "enum";
  /** Index of the name; -1 where it has none. */
  name: number;
  /** Names before it (`struct A::B {`). */
  qualifiers: string[];
  /** Index of the body's `{`. */
  open: number;
}

/** Tokens of the bases; a longer list is no program. */
const MAX_BASES = 1_000;

/**
 * The head that begins at a keyword; a number where there is none: the index up to which nothing else
 * can begin one. `struct a *f()`, `struct a;` and `struct a x` have no body.
 */
export function readHead(code: Code, start: number, skip: (at: number) => number): Head | number {
  const keyword = code.read(start) as Head["keyword"];
  let at = skip(start + 1);
  if (keyword === "enum" && (code.is(at, "class") || code.is(at, "struct"))) at = skip(at + 1);
  let name = -1;
  let qualifiers: string[] = [];
  for (;;) {
    const mark = code.code(at);
    if (code.kind(at) === Kind.Word) {
      const word = code.read(at);
      const role = ROLES.get(word);
      if (role === Role.Key || role === Role.Start || role === Role.Statement) return at;
      if (role === Role.Attribute || role === Role.TypeOf) at = overArguments(code, at);
      else if (word === "final" && name >= 0) at++;
      else {
        if (!isScope(code, at - 2)) qualifiers = [];
        name = at++;
      }
    } else if (mark === Mark.Less && name >= 0) {
      const after = code.typeArguments(at);
      if (after === at) return at;
      at = after;
    } else if (mark === Mark.Colon && isScope(code, at)) {
      if (name >= 0) qualifiers.push(code.read(name));
      at += 2;
    } else if (mark === Mark.Colon) {
      const open = overBases(code, at + 1, skip);
      return code.code(open) === Mark.BraceOpen ? { keyword, name, qualifiers, open } : open;
    } else if (mark === Mark.BraceOpen) return { keyword, name, qualifiers, open: at };
    else if (mark === Mark.BracketOpen && code.code(at + 1) === Mark.BracketOpen) {
      at = code.next(at);
    } else if (mark === Mark.ParenOpen && name >= 0 && isMacroName(code.read(name))) {
      // `class ALIGNED(16) Name {`
      at = code.next(at);
      name = -1;
    } else return at;
    at = skip(at);
  }
}

/** `::` begins here. */
export function isScope(code: Code, at: number): boolean {
  return code.code(at) === Mark.Colon && code.code(at + 1) === Mark.Colon && code.touches(at + 1);
}

/** Behind a word and the parentheses that follow it. */
export function overArguments(code: Code, at: number): number {
  return code.code(at + 1) === Mark.ParenOpen ? code.next(at + 1) : at + 1;
}

function overBases(code: Code, start: number, skip: (at: number) => number): number {
  let at = start;
  const limit = Math.min(code.end, start + MAX_BASES);
  while (at < limit) {
    const mark = code.code(at);
    if (mark === Mark.BraceOpen || mark === Mark.Semicolon || mark === Mark.BraceClose) return at;
    // a default argument, or a bit-field's value
    if (mark === Mark.Equals || mark === Mark.ParenClose) return at;
    if (code.kind(at) === Kind.Word && ROLES.get(code.read(at)) === Role.Key) return at;
    at = skip(mark === Mark.Less ? Math.max(code.typeArguments(at), at + 1) : code.next(at));
  }
  return at;
}
