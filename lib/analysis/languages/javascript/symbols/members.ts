/** Members of classes and of object literals: methods, and functions that a property holds. */
import { literalValue } from "../literals.ts";
import { Kind } from "../scanner.ts";
import { shapeOf } from "./shapes.ts";
import { afterDecorator, definition, enter, type Frame, isAssignment, type Walk } from "./walk.ts";

const MODIFIERS = new Set(
  "static async get set public private protected abstract override readonly declare accessor"
    .split(" "),
);
/** Only before these may the name stand on the next line. */
const LOOSE = new Set(["static", "get", "set"]);
/** UTF-16 code units of a computed name that is kept as written. */
const MAX_COMPUTED = 100;

interface Head {
  /** The name's first token. */
  at: number;
  name: string | null;
  /** The token after the name. */
  next: number;
  /** `static`, `get` and the like, which tell members of one name apart. */
  group: string;
  visible: boolean;
}

/** Reads one member of a class or an interface. */
export function classMember(walk: Walk, frame: Frame): void {
  const { view, table } = walk;
  const { end } = frame;
  if (view.is(frame.at, "@")) {
    frame.at = afterDecorator(view, frame.at);
    return;
  }
  if (view.is(frame.at, "static") && view.is(frame.at + 1, "{")) {
    frame.at = view.closing(frame.at + 1) + 1;
    return;
  }
  if (frame.kind === "interface" && isCall(walk, frame.at)) {
    const next = view.is(frame.at, "new") ? frame.at + 1 : frame.at;
    frame.at = Math.max(view.signature(next, end).last, next) + 1;
    return;
  }
  const head = headOf(walk, frame);
  if (head === null) {
    frame.at = view.closing(frame.at) + 1;
    return;
  }
  const { at, name, group, visible } = head;
  let next = head.next;
  if (view.is(next, "?") || view.is(next, "!")) next++;
  if (view.is(next, "(") || view.is(next, "<")) {
    const { body, last } = view.signature(next, end);
    frame.at = Math.max(last + 1, next + 1);
    if (name === null) return;
    const found = definition(walk, "method", name, at, last);
    const key = `${group} ${name}`;
    const before = frame.signature?.key === key ? frame.signature.index : null;
    if (before !== null && body !== null) table.move(before, found);
    const index = before ?? table.member(found, frame.parent!, visible);
    frame.signature = body === null ? { key, index } : null;
    return;
  }
  frame.signature = null;
  if (view.is(next, ":")) next = view.afterType(next + 1, end);
  if (next < end && isAssignment(view, next)) {
    const after = view.afterValue(next + 1, end, false);
    if (name !== null && shapeOf(view, next + 1, after).is === "function") {
      const last = view.is(after, ";") ? after : after - 1;
      table.member(definition(walk, "method", name, at, last), frame.parent!, visible);
    }
    next = after;
  }
  frame.at = Math.max(next, at + 1);
}

/** `(…): T` and `new (…): T`: signatures without a name. */
function isCall({ view }: Walk, at: number): boolean {
  const next = view.is(at, "new") ? at + 1 : at;
  return view.is(next, "(") || view.is(next, "<");
}

/** Reads one property of an object literal. */
export function objectMember(walk: Walk, frame: Frame): void {
  const { view } = walk;
  const { end } = frame;
  const head = view.is(frame.at, ".") || view.is(frame.at, ",") ? null : headOf(walk, frame);
  if (head === null || head.next > end) {
    // a spread, or no object after all
    const after = view.afterValue(frame.at, end, true);
    frame.at = Math.max(after, frame.at + 1);
    return;
  }
  const { at, name, next } = head;
  if (view.is(next, "(") || view.is(next, "<")) {
    const { body, last } = view.signature(next, end);
    frame.at = Math.max(last + 1, next + 1);
    if (body !== null && name !== null) property(walk, frame, name, at, last);
    return;
  }
  if (!view.is(next, ":")) { // shorthand
    if (frame.kind === "exports" && view.isWord(at)) frame.scope.exports.add(view.word(at));
    frame.at = Math.max(next, at + 1);
    return;
  }
  const after = view.afterValue(next + 1, end, true);
  const shape = shapeOf(view, next + 1, after);
  frame.at = Math.max(after, next + 1);
  if (shape.is === "function" && name !== null) property(walk, frame, name, at, after - 1);
  if (frame.kind !== "exports") return;
  if (shape.is === "name") frame.scope.exports.add(view.word(next + 1));
  if (shape.is === "class" && name !== null) {
    const found = definition(walk, "class", name, at, after - 1);
    const parent = walk.table.define(found, null, frame.scope, true);
    enter(walk, frame, shape.body, "class", { parent });
  }
}

/** A function in an object: a method of it, or an export where the object is all that is exported. */
function property(walk: Walk, frame: Frame, name: string, at: number, last: number): void {
  const { table } = walk;
  if (frame.kind === "exports") {
    table.define(definition(walk, "function", name, at, last), null, frame.scope, true);
    return;
  }
  const found = definition(walk, "method", name, at, last);
  if (frame.owner !== null) table.assigned(found, frame.owner);
  else table.member(found, frame.parent!, true);
}

/** Modifiers and name of a member; null where none begins here. */
function headOf({ view }: Walk, frame: Frame): Head | null {
  let at = frame.at;
  let visible = true;
  let group = "";
  while (view.isWord(at) && at + 1 < frame.end) {
    const word = view.word(at);
    if (!MODIFIERS.has(word) || !startsName(view.text[view.tokens.starts[at + 1]!]!)) break;
    if (view.startsLine(at + 1) && !LOOSE.has(word)) break;
    if (word === "private") visible = false;
    if (LOOSE.has(word)) group += ` ${word}`;
    at++;
  }
  if (view.is(at, "*") || view.is(at, "+") || view.is(at, "-")) at++; // generator, Flow's variance
  if (at >= frame.end) return null;
  if (view.isWord(at)) {
    const name = view.word(at);
    return { at, name, next: at + 1, group, visible: visible && !name.startsWith("#") };
  }
  if (view.isKind(at, Kind.String)) {
    return { at, name: literalValue(view.word(at)), next: at + 1, group, visible };
  }
  if (view.isKind(at, Kind.Number)) {
    return { at, name: view.word(at), next: at + 1, group, visible };
  }
  if (!view.is(at, "[")) return null;
  const last = view.closing(at);
  const { starts, ends } = view.tokens;
  const written = view.text.slice(
    starts[at]!,
    Math.min(ends[last]!, starts[at]! + MAX_COMPUTED + 1),
  );
  const plain = written.length <= MAX_COMPUTED && !written.includes("\n");
  return { at, name: plain ? written : null, next: last + 1, group, visible };
}

/** A word, string, number, `[` or `*`: what may follow a modifier, and not the modifier's own `(`. */
function startsName(c: string): boolean {
  return !"(<=;:?!},".includes(c);
}
