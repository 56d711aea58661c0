/** The imports of a Python file. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { behind } from "./statements.ts";

/**
 * The imports of the statement that begins at a token; [] where it is no import, or is not one to its
 * end: only what is certain counts.
 * @param end index behind the last token that may belong to it
 */
export function importsOf(code: Code, start: number, end: number, typeOnly: boolean): RawImport[] {
  if (code.is(start, "import")) return plainImport(code, start, end, typeOnly);
  if (code.is(start, "from")) return fromImport(code, start, end, typeOnly);
  return [];
}

function plainImport(code: Code, start: number, end: number, typeOnly: boolean): RawImport[] {
  const imports: RawImport[] = [];
  for (let at = start;;) {
    const first = behind(code, at);
    const name = dottedName(code, first, end);
    if (name.text === "") return [];
    imports.push({ specifier: name.text, line: code.line(first), kind: "import", typeOnly });
    const last = alias(code, name.last, end);
    const next = behind(code, last);
    if (endsStatement(code, next, end)) return imports;
    if (code.code(next) !== Mark.Comma) return [];
    at = next;
  }
}

function fromImport(code: Code, start: number, end: number, typeOnly: boolean): RawImport[] {
  const first = behind(code, start);
  let at = first;
  let specifier = "";
  for (; code.code(at) === Mark.Dot && at < end; at = behind(code, at)) specifier += ".";
  if (!code.is(at, "import")) {
    const module = dottedName(code, at, end);
    if (module.text === "") return [];
    specifier += module.text;
    at = behind(code, module.last);
  }
  if (specifier === "" || !code.is(at, "import") || at >= end) return [];
  const names = importedNames(code, behind(code, at), end);
  if (names === null) return [];
  if (specifier === "__future__") {
    return [{ specifier, line: code.line(start), kind: "import", typeOnly: false }];
  }
  return [{ specifier, line: code.line(first), kind: "import", typeOnly, names }];
}

/** `*`, or names with aliases, in parentheses or not; null where it is neither. */
function importedNames(code: Code, start: number, end: number): string[] | null {
  if (code.code(start) === Mark.Star) {
    return endsStatement(code, behind(code, start), end) ? ["*"] : null;
  }
  const inside = code.code(start) === Mark.ParenOpen;
  const limit = inside ? code.close(start) : end;
  if (inside && (limit >= end || !endsStatement(code, behind(code, limit), end))) return null;
  const names: string[] = [];
  for (let at = inside ? behind(code, start) : start;;) {
    if (inside && at === limit) return names.length > 0 ? names : null;
    const name = code.word(at);
    if (name === "" || at >= limit) return null;
    names.push(name);
    const next = behind(code, alias(code, at, limit));
    if (inside ? next === limit : endsStatement(code, next, limit)) return names;
    if (code.code(next) !== Mark.Comma) return null;
    at = behind(code, next);
  }
}

/** The last token of `name as alias`, whose name ends at `last`. */
function alias(code: Code, last: number, end: number): number {
  const as = behind(code, last);
  const name = behind(code, as);
  return as < end && code.is(as, "as") && code.kind(name) === Kind.Word ? name : last;
}

function endsStatement(code: Code, at: number, end: number): boolean {
  return at >= end || code.code(at) === Mark.Semicolon;
}

/** `a.b.c`, which white space may part; "" where no name begins. */
function dottedName(code: Code, start: number, end: number): { text: string; last: number } {
  let last = start;
  const parts: string[] = [];
  for (let at = start; at < end && code.kind(at) === Kind.Word;) {
    parts.push(code.read(at));
    last = at;
    const dot = behind(code, at);
    if (code.code(dot) !== Mark.Dot) break;
    at = behind(code, dot);
    if (code.kind(at) !== Kind.Word) return { text: "", last };
  }
  return { text: parts.join("."), last };
}
