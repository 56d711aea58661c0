/** Statements that define by assigning: CommonJS exports, and methods of old-style classes. */
import { literalValue } from "../literals.ts";
import { Kind } from "../scanner.ts";
import { type Shape, shapeOf } from "./shapes.ts";
import type { TokenView } from "./tokens.ts";
import { definition, enter, type Frame, isAssignment, type Walk } from "./walk.ts";

/** `exports.name =`, or `module.exports =` (then the name is null). */
interface Target {
  name: string | null;
  at: number;
  /** The token after the `=`. */
  after: number;
}

/** What CommonJS exports here; null where this is no such assignment. */
export function exportsTarget(view: TokenView, at: number): Target | null {
  let next = at;
  if (view.is(at, "module") && view.is(at + 1, ".") && view.is(at + 2, "exports")) next = at + 3;
  else if (view.is(at, "exports")) next = at + 1;
  else return null;
  if (isAssignment(view, next)) return { name: null, at, after: next + 1 };
  if (view.is(next, ".") && view.isWord(next + 1) && isAssignment(view, next + 2)) {
    return { name: view.word(next + 1), at: next + 1, after: next + 3 };
  }
  const quoted = view.is(next, "[") && view.isKind(next + 1, Kind.String) &&
    view.is(next + 2, "]") && isAssignment(view, next + 3);
  return quoted ? { name: literalValue(view.word(next + 1)), at: next + 1, after: next + 4 } : null;
}

/** `X.prototype.name =`, `X.name =` or `X.prototype =` (then the name is null). */
function ownerTarget(view: TokenView, at: number): (Target & { owner: string }) | null {
  if (!view.isWord(at) || !view.is(at + 1, ".") || !view.isWord(at + 2)) return null;
  const owner = view.word(at);
  if (view.is(at + 2, "prototype")) {
    if (isAssignment(view, at + 3)) return { owner, name: null, at, after: at + 4 };
    return view.is(at + 3, ".") && view.isWord(at + 4) && isAssignment(view, at + 5)
      ? { owner, name: view.word(at + 4), at: at + 4, after: at + 6 }
      : null;
  }
  return isAssignment(view, at + 3)
    ? { owner, name: view.word(at + 2), at: at + 2, after: at + 4 }
    : null;
}

/** Reads an expression statement, with the further ones that commas join to it. */
export function expressionStatement(walk: Walk, frame: Frame): void {
  const { view } = walk;
  let at = frame.at;
  do {
    if (view.is(at, ",")) at++;
    const after = Math.max(view.afterValue(at, frame.end, true), at + 1);
    if (frame.parent === null && frame.kind === "statements") assignment(walk, frame, at, after);
    at = after;
  } while (at < frame.end && view.is(at, ","));
  frame.at = at;
}

function assignment(walk: Walk, frame: Frame, at: number, end: number): void {
  const { view } = walk;
  const exported: Target[] = [];
  const owned: (Target & { owner: string })[] = [];
  let value = at;
  for (;;) {
    const target = exportsTarget(view, value);
    if (target) exported.push(target);
    const owner = target ? null : ownerTarget(view, value);
    if (owner) owned.push(owner);
    const next = target ?? owner;
    if (!next || next.after >= end) break;
    value = next.after;
  }
  if (value === at) return;
  const shape = shapeOf(view, value, end);
  for (const target of exported) exportValue(walk, frame, target, shape, value, end);
  for (const { owner, name, at } of owned) {
    if (name === null) {
      if (shape.is === "object") enter(walk, frame, shape.body, "object", { owner });
    } else if (shape.is === "function") {
      walk.table.assigned(definition(walk, "method", name, at, end - 1), owner);
    }
  }
}

function exportValue(
  walk: Walk,
  frame: Frame,
  target: Target,
  shape: Shape,
  value: number,
  end: number,
): void {
  const { view, table } = walk;
  const define = (kind: "function" | "class" | "variable", own: number | null) => {
    const at = target.name === null && own !== null ? own : target.at;
    const name = target.name ?? (own === null ? "module.exports" : view.word(own));
    return table.define(definition(walk, kind, name, at, end - 1), null, frame.scope, true);
  };
  switch (shape.is) {
    case "name":
      frame.scope.exports.add(view.word(value));
      return;
    case "reference":
      return;
    case "function":
      define("function", shape.name);
      return;
    case "class":
      enter(walk, frame, shape.body, "class", { parent: define("class", shape.name) });
      return;
    case "object":
      if (target.name === null) enter(walk, frame, shape.body, "exports", {});
      else enter(walk, frame, shape.body, "object", { parent: define("variable", null) });
      return;
    case "other":
      if (target.name !== null) define("variable", null);
  }
}
