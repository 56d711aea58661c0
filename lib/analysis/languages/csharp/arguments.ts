/** How many arguments a call gives and an extension method takes: whether it can be the one called. */
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** An extension method as a fact: "Name 1 2", "Name 0 *" (any number). */
export type Takes = string;

/** The arguments of a call from its parenthesis on; null where the tokens alone do not tell. */
export function countArguments(code: Code, open: number): number | null {
  const close = code.close(open);
  if (close === code.end) return null;
  let count = close > open + 1 ? 1 : 0;
  for (let at = open + 1; at < close;) {
    // `orderby a, b` is a part of one argument
    if (code.kind(at) === Kind.Directive || code.is(at, "orderby")) return null;
    if (code.code(at) === Mark.Comma) count++;
    const behind = code.typeArguments(at);
    // `F(a < b, c > d)` has two arguments, `F(new A<B, C>())` one.
    for (let inner = at; inner < behind; inner++) {
      if (code.code(inner) === Mark.Comma || code.is(inner, "orderby")) return null;
    }
    at = Math.max(behind, code.next(at));
  }
  return count;
}

/**
 * What an extension method takes behind its first parameter, from its parenthesis on; null where the
 * method is none.
 */
export function extensionTakes(code: Code, open: number, name: string): Takes | null {
  let first = open + 1;
  while (code.code(first) === Mark.BracketOpen) first = code.next(first);
  if (code.is(first, "ref") || code.is(first, "in") || code.is(first, "scoped")) first++;
  if (!code.is(first, "this")) return null;
  const close = code.close(open);
  let least = 0;
  let most = 0;
  let optional = true;
  for (let at = first; at < close;) {
    const mark = code.code(at);
    if (code.is(at, "params") || code.kind(at) === Kind.Directive) return `${name} ${least} *`;
    if (mark === Mark.Comma) {
      if (!optional) least++;
      most++;
      // `[Optional] int x`
      optional = code.code(at + 1) === Mark.BracketOpen;
    } else if (mark === Mark.Equals) optional = true;
    at = Math.max(code.typeArguments(at), code.next(at));
  }
  return `${name} ${optional ? least : least + 1} ${most}`;
}

/** @param call "Name 1", or "Name" where the number is not known */
export function canBeCalled(extension: Takes, call: string): boolean {
  const [, count] = call.split(" ");
  const [, least, most] = extension.split(" ");
  if (count === undefined) return true;
  return Number(count) >= Number(least) && (most === "*" || Number(count) <= Number(most));
}
