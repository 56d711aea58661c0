/** Declarations: functions, classes, types, namespaces, constants and variables. */
import { literalValue } from "../literals.ts";
import { Kind } from "../scanner.ts";
import { exportsTarget } from "./assignments.ts";
import { boundNames, isRequire, shapeOf } from "./shapes.ts";
import { newScope } from "./table.ts";
import { definition, enter, type Frame, isAssignment, MAX_DEPTH, type Walk } from "./walk.ts";

/** What stands before a declaration. */
export interface Header {
  /** The declaring word: `function`, `class`, … */
  at: number;
  exported: boolean;
  /** The word `default`, where it is the default export. */
  byDefault: number | null;
  ambient: boolean;
}

/** Each answers false where the word does not declare anything here; else the frame has moved. */
export function functionDeclaration(walk: Walk, frame: Frame, header: Header): boolean {
  const { view, table } = walk;
  const { name, body, last } = view.functionParts(header.at, frame.end);
  const at = name ?? header.byDefault;
  frame.at = Math.max(last + 1, header.at + 1);
  if (at === null) return true; // broken, or an expression that no one can call
  const found = definition(walk, "function", view.word(at), at, last);
  const key = view.word(at);
  const before = frame.signature?.key === key ? frame.signature.index : null;
  if (before !== null && body !== null) table.move(before, found);
  const index = before ?? table.define(found, frame.parent, frame.scope, header.exported);
  frame.signature = body === null ? { key, index } : null;
  return true;
}

/** A class, interface or enum. */
export function bodyDeclaration(
  walk: Walk,
  frame: Frame,
  header: Header,
  kind: "class" | "interface" | "enum",
): boolean {
  const { view, table } = walk;
  const { name, body } = view.classParts(header.at, frame.end);
  const at = name ?? header.byDefault;
  if (body === null || at === null) return false;
  const last = view.closing(body);
  const found = definition(walk, kind, view.word(at), at, last);
  const parent = table.define(found, frame.parent, frame.scope, header.exported);
  frame.at = last + 1;
  if (kind !== "enum") enter(walk, frame, body, kind, { parent, ambient: header.ambient });
  return true;
}

/** `type Name<T> = …`, and Flow's opaque types. */
export function aliasDeclaration(walk: Walk, frame: Frame, header: Header): boolean {
  const { view, table } = walk;
  const name = header.at + 1;
  let next = view.afterAngles(name + 1, frame.end);
  if (view.is(next, ":")) next = view.afterType(next + 1, frame.end);
  const opaque = header.at > 0 && view.is(header.at - 1, "opaque");
  if (!opaque && !isAssignment(view, next)) return false;
  if (isAssignment(view, next)) next = view.afterType(next + 1, frame.end);
  const last = view.is(next, ";") ? next : next - 1;
  const found = definition(walk, "type", view.word(name), name, last);
  table.define(found, frame.parent, frame.scope, header.exported);
  frame.at = Math.max(last + 1, name + 1);
  return true;
}

/** `namespace a.b {…}`, `declare module "x" {…}` and `declare global {…}`. */
export function namespaceDeclaration(walk: Walk, frame: Frame, header: Header): boolean {
  const { view, table } = walk;
  const names = [view.is(header.at, "global") ? header.at : header.at + 1];
  const quoted = view.isKind(names[0]!, Kind.String);
  if (!quoted && !view.isWord(names[0]!)) return false;
  let next = names[0]! + 1;
  while (!quoted && view.is(next, ".") && view.isWord(next + 1)) {
    names.push(next + 1);
    next += 2;
  }
  const opens = next < frame.end && view.is(next, "{");
  if (!opens && !(quoted && header.ambient)) return false;
  const last = opens ? view.closing(next) : view.is(next, ";") ? next : next - 1;
  frame.at = last + 1;
  if (frame.depth + names.length > MAX_DEPTH) return true;
  // a declared module and the global scope are there for others
  const open = quoted || view.is(header.at, "global");
  let parent = frame.parent;
  for (const at of names) {
    const name = quoted ? literalValue(view.word(at)) : view.word(at);
    const found = definition(walk, quoted ? "module" : "namespace", name, at, last);
    const exported = header.exported || open || at !== names[0];
    parent = table.define(found, parent, frame.scope, exported);
  }
  if (!opens) return true;
  const { ambient } = header;
  const depth = frame.depth + names.length;
  enter(walk, frame, next, "statements", { parent, ambient, depth, scope: newScope(ambient) });
  return true;
}

/** `const a = …, { b } = …`, from the declaring word on. */
export function variableDeclaration(
  walk: Walk,
  frame: Frame,
  header: Header,
  kind: "constant" | "variable",
): boolean {
  const { view } = walk;
  let next = header.at + 1;
  if (!view.isWord(next) && !view.is(next, "{") && !view.is(next, "[")) return false;
  for (;;) {
    const after = declarator(walk, frame, header, kind, next);
    if (after >= frame.end || !view.is(after, ",")) {
      frame.at = Math.max(after, next + 1);
      return true;
    }
    next = after + 1;
  }
}

function declarator(
  walk: Walk,
  frame: Frame,
  header: Header,
  kind: "constant" | "variable",
  at: number,
): number {
  const { view, table } = walk;
  const { end, scope, parent } = frame;
  const pattern = !view.isWord(at);
  let next = view.closing(at) + 1;
  if (view.is(next, "!")) next++;
  if (view.is(next, ":")) next = view.afterType(next + 1, end);
  let after = Math.min(next, end);
  let value: number | null = null;
  if (next < end && isAssignment(view, next)) {
    value = next + 1;
    after = view.afterValue(value, end, true);
    for (;;) { // const f = exports.f = …
      const target = exportsTarget(view, value);
      if (!target || target.after > after) break;
      if (!pattern) scope.exports.add(view.word(at));
      value = target.after;
    }
    if (isRequire(view, value, after)) return after;
  }
  if (pattern) {
    for (const name of boundNames(view, at)) {
      const found = definition(walk, kind, view.word(name), name, name);
      table.define(found, parent, scope, header.exported);
    }
    return after;
  }
  const shape = value === null ? null : shapeOf(view, value, after);
  const is = shape?.is === "function" || shape?.is === "class" ? shape.is : kind;
  const found = definition(walk, is, view.word(at), at, after - 1);
  const index = table.define(found, parent, scope, header.exported);
  if (shape?.is === "class") enter(walk, frame, shape.body, "class", { parent: index });
  if (shape?.is === "object") enter(walk, frame, shape.body, "object", { parent: index });
  return after;
}
