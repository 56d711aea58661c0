/** One statement of a file or a namespace at a time: declarations, exports, and what to pass over. */
import { Kind } from "../scanner.ts";
import { expressionStatement } from "./assignments.ts";
import {
  aliasDeclaration,
  bodyDeclaration,
  functionDeclaration,
  type Header,
  namespaceDeclaration,
  variableDeclaration,
} from "./declarations.ts";
import { shapeOf } from "./shapes.ts";
import type { TokenView } from "./tokens.ts";
import { afterDecorator, definition, enter, type Frame, type Walk } from "./walk.ts";

/** Statements that a condition in parentheses begins. */
const CONDITIONS = new Set(["if", "while", "for", "with", "switch", "catch"]);
const BLOCK_WORDS = new Set(["else", "try", "finally", "do"]);
const DECLARED = new Set(
  ("abstract async class const enum export function global interface let module namespace opaque " +
    "type var").split(" "),
);

/** Reads the statement at the frame's place and moves behind it. */
export function statement(walk: Walk, frame: Frame): void {
  const { view } = walk;
  const { at } = frame;
  if (view.is(at, ";")) frame.at++;
  else if (view.is(at, "@")) frame.at = afterDecorator(view, at);
  else if (view.is(at, "{")) frame.at = view.closing(at) + 1;
  else if (!view.isWord(at)) expressionStatement(walk, frame);
  else if (!declaration(walk, frame)) word(walk, frame);
}

/** Export clauses and declarations; false where the statement is neither. */
function declaration(walk: Walk, frame: Frame): boolean {
  const { view } = walk;
  const header: Header = { at: frame.at, exported: false, byDefault: null, ambient: frame.ambient };
  for (;;) {
    const { at } = header;
    const next = at + 1;
    if (view.is(at, "export")) {
      if (exportClause(walk, frame, at)) return true;
      header.exported = true;
      if (view.is(next, "default")) header.byDefault = next;
      header.at = view.is(next, "default") ? at + 2 : next;
      while (view.is(header.at, "@")) header.at = afterDecorator(view, header.at);
    } else if (next >= frame.end || view.startsLine(next)) break;
    else if (view.is(at, "declare") && view.isWord(next) && DECLARED.has(view.word(next))) {
      header.ambient = true;
      header.at = next;
    } else if (view.is(at, "abstract") && view.is(next, "class")) header.at = next;
    else if (view.is(at, "async") && view.is(next, "function")) header.at = next;
    else if (view.is(at, "opaque") && view.is(next, "type")) header.at = next;
    else if (view.is(at, "await") && view.is(next, "using")) header.at = next;
    else break;
  }
  if (declared(walk, frame, header)) return true;
  if (header.byDefault === null) return false;
  defaultValue(walk, frame, header);
  return true;
}

function declared(walk: Walk, frame: Frame, header: Header): boolean {
  const { view } = walk;
  const { at } = header;
  const named = view.isWord(at + 1);
  const sameLine = at + 1 < frame.end && !view.startsLine(at + 1);
  switch (view.isWord(at) ? view.word(at) : "") {
    case "function":
      return functionDeclaration(walk, frame, header);
    case "class":
      return bodyDeclaration(walk, frame, header, "class");
    case "interface":
      return named && sameLine && bodyDeclaration(walk, frame, header, "interface");
    case "enum":
      return named && bodyDeclaration(walk, frame, header, "enum");
    case "type":
      return named && sameLine && aliasDeclaration(walk, frame, header);
    case "namespace":
    case "module":
      return sameLine && namespaceDeclaration(walk, frame, header);
    case "global":
      return header.ambient && view.is(at + 1, "{") && namespaceDeclaration(walk, frame, header);
    case "const":
      return view.is(at + 1, "enum")
        ? bodyDeclaration(walk, frame, { ...header, at: at + 1 }, "enum")
        : variableDeclaration(walk, frame, header, "constant");
    case "using":
      return named && sameLine && variableDeclaration(walk, frame, header, "constant");
    case "let":
    case "var":
      return variableDeclaration(walk, frame, header, "variable");
    default:
      return false;
  }
}

/** `export {…}`, `export *`, `export =` and `export as`: what they name is seen outside. */
function exportClause(walk: Walk, frame: Frame, at: number): boolean {
  const { view } = walk;
  const { scope } = frame;
  const next = at + 1;
  const list = view.is(next, "type") ? next + 1 : next;
  if (view.is(list, "{") || view.is(list, "*")) {
    scope.hasExportClause = true;
    const close = view.closing(list);
    if (view.is(list, "{") && !view.is(close + 1, "from")) {
      for (const name of localNames(view, list)) scope.exports.add(name);
    }
    frame.at = Math.max(view.afterValue(close, frame.end, false), close + 1);
    if (view.is(close, "}")) frame.at = afterClause(view, close, frame.end);
    return true;
  }
  if (view.is(next, "=")) {
    scope.hasExportClause = true;
    const after = view.afterValue(next + 1, frame.end, false);
    if (shapeOf(view, next + 1, after).is === "name") scope.exports.add(view.word(next + 1));
    frame.at = Math.max(after, next + 1);
    return true;
  }
  if (!view.is(next, "import") && !view.is(next, "as")) return false;
  frame.at = Math.max(view.afterValue(next, frame.end, false), next + 1);
  return true;
}

/** The token after `from "x" with {…}`, where that follows the braces of a clause. */
function afterClause(view: TokenView, close: number, end: number): number {
  if (!view.is(close + 1, "from") || !view.isKind(close + 2, Kind.String)) return close + 1;
  return view.afterValue(close + 2, end, false);
}

/** Local names of `{ a, b as c, type D }`. */
function localNames(view: TokenView, open: number): string[] {
  const found: string[] = [];
  const close = view.closing(open);
  for (let at = open + 1; at < close;) {
    let end = at;
    while (end < close && !view.is(end, ",")) end++;
    const typed = view.is(at, "type") && (end - at === 2 || end - at === 4);
    const name = typed ? at + 1 : at;
    if (view.isWord(name)) found.push(view.word(name));
    at = end + 1;
  }
  return found;
}

/** `export default` of a value: one that holds code is a definition of that name. */
function defaultValue(walk: Walk, frame: Frame, { at, byDefault }: Header): void {
  const { view, table } = walk;
  const after = Math.max(view.afterValue(at, frame.end, false), at + 1);
  const shape = shapeOf(view, at, after);
  frame.at = after;
  frame.scope.hasExportClause = true;
  if (shape.is === "name") frame.scope.exports.add(view.word(at));
  if (shape.is !== "function" && shape.is !== "object") return;
  const kind = shape.is === "function" ? "function" : "constant";
  const last = view.is(after, ";") ? after : after - 1;
  const found = definition(walk, kind, "default", byDefault!, last);
  const parent = table.define(found, frame.parent, frame.scope, true);
  if (shape.is === "object") enter(walk, frame, shape.body, "object", { parent });
}

/** A statement that is no declaration. */
function word(walk: Walk, frame: Frame): void {
  const { view } = walk;
  const { at, end } = frame;
  const name = view.word(at);
  if (name === "import") frame.at = Math.max(view.afterValue(at + 1, end, false), at + 1);
  else if (CONDITIONS.has(name)) {
    const open = view.is(at + 1, "await") ? at + 2 : at + 1;
    if (!view.is(open, "(")) return expressionOrBlock(walk, frame, at + 1);
    expressionOrBlock(walk, frame, view.closing(open) + 1);
  } else if (name === "do") {
    expressionOrBlock(walk, frame, at + 1);
    if (view.is(frame.at, ";")) frame.at++;
    if (view.is(frame.at, "while") && view.is(frame.at + 1, "(")) {
      frame.at = view.closing(frame.at + 1) + 1;
    }
  } else if (BLOCK_WORDS.has(name)) expressionOrBlock(walk, frame, at + 1);
  else if (view.is(at + 1, ":")) frame.at = at + 2; // a label
  else expressionStatement(walk, frame);
}

/** Passes over what a condition rules: definitions in it are none of the file's own. */
function expressionOrBlock({ view }: Walk, frame: Frame, at: number): void {
  if (view.is(at, "{")) frame.at = view.closing(at) + 1;
  else if (view.isWord(at) && (CONDITIONS.has(view.word(at)) || BLOCK_WORDS.has(view.word(at)))) {
    frame.at = at;
  } else frame.at = Math.max(view.afterValue(at, frame.end, false), at);
}
