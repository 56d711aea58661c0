/** What a value or a parameter list is, as far as definitions need to know. */
import type { TokenView } from "./tokens.ts";

export type Shape =
  | { is: "function"; name: number | null }
  | { is: "class"; name: number | null; body: number }
  | { is: "object"; body: number }
  /** One name: `x = y`. */
  | { is: "name" }
  /** `a.b.c`, `void 0`, `require("x").y`: something that is defined elsewhere, or nothing. */
  | { is: "reference" }
  | { is: "other" };

/** The shape of a value that ends before `end`. */
export function shapeOf(view: TokenView, at: number, end: number): Shape {
  const first = view.is(at, "async") && !view.startsLine(at + 1) && at + 1 < end ? at + 1 : at;
  if (view.is(first, "function")) {
    const { name, body } = view.functionParts(first, end);
    return body !== null && isWhole(view, body, end) ? { is: "function", name } : { is: "other" };
  }
  if (isArrow(view, first, end) || (first > at && isArrow(view, at, end))) {
    return { is: "function", name: null };
  }
  if (view.is(at, "class")) {
    const { name, body } = view.classParts(at, end);
    return body !== null && isWhole(view, body, end)
      ? { is: "class", name, body }
      : { is: "other" };
  }
  if (view.isObject(at)) {
    return isWhole(view, at, end) ? { is: "object", body: at } : { is: "other" };
  }
  if (view.isWord(at) && end === at + 1) return { is: "name" };
  return isReference(view, at, end) ? { is: "reference" } : { is: "other" };
}

function isArrow(view: TokenView, at: number, end: number): boolean {
  if (view.isWord(at)) return at + 1 < end && view.is(at + 1, "=>");
  const open = view.afterAngles(at, end);
  if (!view.is(open, "(")) return false;
  const next = view.closing(open) + 1;
  // a colon after parentheses that begin a value can only be a return type's
  return next < end && (view.is(next, "=>") || view.is(next, ":"));
}

/** Nothing but `as T` and `satisfies T` follows the bracket that opens at `body`. */
function isWhole(view: TokenView, body: number, end: number): boolean {
  const next = view.closing(body) + 1;
  return next >= end || view.is(next, "as") || view.is(next, "satisfies");
}

function isReference(view: TokenView, at: number, end: number): boolean {
  if (view.is(at, "void")) return true;
  let next = at + 1;
  if (!view.isWord(at)) return false;
  if (view.is(at, "require") && view.is(next, "(")) next = view.closing(next) + 1;
  while (next < end && view.is(next, ".") && view.isWord(next + 1)) next += 2;
  return next >= end;
}

/** True for `require("x")` and `require("x").y`: the name is an import's, no definition. */
export function isRequire(view: TokenView, at: number, end: number): boolean {
  return view.is(at, "require") && view.is(at + 1, "(") && isReference(view, at, end);
}

/** Names that a binding pattern declares, as tokens: `{ a, b: c = 1, ...d }`, `[e, [f]]`. */
export function boundNames(view: TokenView, open: number): number[] {
  const found: number[] = [];
  const pending = [{ at: open + 1, end: view.closing(open), object: view.is(open, "{") }];
  for (let part = pending.pop(); part; part = pending.pop()) {
    const { end, object } = part;
    let at = part.at;
    while (at < end) {
      while (view.is(at, ".") || view.is(at, ",")) at++;
      if (at >= end) break;
      // the key of an object's property: what follows its colon is bound
      const key = view.closing(at) + 1;
      if (object && view.is(key, ":")) at = key + 1;
      if (view.is(at, "{") || view.is(at, "[")) {
        pending.push({ at: at + 1, end: view.closing(at), object: view.is(at, "{") });
      } else if (view.isWord(at)) found.push(at);
      at = Math.max(view.afterValue(at, end, true), at + 1);
    }
  }
  return found.sort((a, b) => a - b);
}
