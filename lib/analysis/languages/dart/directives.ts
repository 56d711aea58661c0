/** Directives of a Dart library: `import`, `export`, `part`, `part of`. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** What stands in `names` where `part of` names a library instead of a file. */
export const LIBRARY_NAME = "library";

/**
 * Adds what the directive at this token names, a conditional one with all of its choices.
 * @returns the index behind the directive; the index itself where none begins here
 */
export function readDirective(code: Code, at: number, imports: RawImport[]): number {
  const word = code.word(at);
  // All of these may be names of functions as well.
  if (word === "library") {
    const named = code.isName(at + 1) || code.code(at + 1) === Mark.Semicolon;
    return named ? endOf(code, at + 1) : at;
  }
  if (word === "part" && code.is(at + 1, "of")) return readPartOf(code, at, imports);
  if (word !== "import" && word !== "export" && word !== "part") return at;
  const uri = at + (code.is(at + 1, "augment") ? 2 : 1);
  if (!isText(code, uri)) return at;
  const end = endOf(code, uri);
  const kind = word === "part"
    ? "include"
    : word === "export"
    ? "reexport"
    : isDeferred(code, uri, end)
    ? "dynamic"
    : "import";
  add(code, uri, kind, imports);
  for (let next = uri + 1; next < end; next = code.next(next)) {
    // if (dart.library.io) 'io.dart'
    if (!code.is(next, "if") || code.code(next + 1) !== Mark.ParenOpen) continue;
    const choice = code.close(next + 1) + 1;
    if (choice < end && isText(code, choice)) add(code, choice, kind, imports);
  }
  return end;
}

function readPartOf(code: Code, start: number, imports: RawImport[]): number {
  const at = start + 2;
  const end = endOf(code, at);
  // A part does not load its library, so that the two are no cycle at run time.
  if (isText(code, at)) {
    add(code, at, "include", imports, true);
    return end;
  }
  let name = code.name(at);
  if (name === "") return start;
  let last = at;
  while (code.code(last + 1) === Mark.Dot && code.isName(last + 2) && last < end) {
    last += 2;
    name += `.${code.name(last)}`;
  }
  const line = code.line(at);
  imports.push({
    specifier: name,
    line,
    kind: "include",
    typeOnly: true,
    names: [LIBRARY_NAME],
  });
  return end;
}

function add(
  code: Code,
  at: number,
  kind: RawImport["kind"],
  imports: RawImport[],
  typeOnly = false,
): void {
  const line = code.line(at);
  let specifier = "";
  let literal = true;
  for (let part = at; isText(code, part); part++) {
    const [, raw, , content = ""] = /^(r?)('''|"""|'|")([^]*)\2$/.exec(code.read(part)) ?? [];
    literal &&= code.kind(part) === Kind.String && (raw === "r" || !/[\\$]/.test(content));
    specifier += content;
  }
  if (literal) imports.push({ specifier, line, kind, typeOnly });
  else {
    const written = code.read(at);
    const dynamic = "its address is not a plain string";
    imports.push({ specifier: written, line, kind, typeOnly, dynamic });
  }
}

function isDeferred(code: Code, from: number, end: number): boolean {
  for (let at = from; at < end; at = code.next(at)) {
    if (code.is(at, "deferred") && code.is(at + 1, "as")) return true;
  }
  return false;
}

function isText(code: Code, at: number): boolean {
  return code.kind(at) === Kind.String || code.kind(at) === Kind.StringPart;
}

/** Behind the semicolon; a directive has no braces, which end one that is broken. */
function endOf(code: Code, from: number): number {
  let at = from;
  while (at < code.end) {
    const mark = code.code(at);
    if (mark === Mark.Semicolon) return at + 1;
    if (mark === Mark.BraceOpen || mark === Mark.BraceClose) return at;
    at = code.next(at);
  }
  return code.end;
}
