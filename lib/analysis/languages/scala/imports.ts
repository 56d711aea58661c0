/**
 * Imports of a Scala text: they stand anywhere, name several things at once, and may begin with a
 * name that something before them brought in.
 */
import type { RawImport } from "../../facts.ts";
import { qualifiedName } from "../jvm/imports.ts";
import { type Code, Mark } from "../scanning/code.ts";

export interface ScalaImports {
  imports: RawImport[];
  /** Names that imports bring in, with what they stand for; the first of equal ones. */
  aliases: Record<string, string>;
  /** What wildcards open: an import may begin with a name from there. */
  opened: string[];
}

/**
 * All imports in the order of the text, one for each name; without those of members of what the text
 * itself defines around them.
 */
export function scalaImports(code: Code): ScalaImports {
  const found: ScalaImports = { imports: [], aliases: {}, opened: [] };
  const aliases = new Map<string, string>();
  let values: Set<string> | null = null;
  for (let at = 0; at < code.end; at++) {
    if (!code.is(at, "import") || code.code(at - 1) === Mark.Dot) continue;
    for (const { specifier, alias, line } of clause(code, at + 1)) {
      const head = specifier.slice(0, specifier.indexOf("."));
      if (isNested(code, at)) {
        values ??= valuesOf(code);
        if (values.has(head) && !aliases.has(head)) continue;
      }
      found.imports.push({ specifier, line, kind: "import", typeOnly: false });
      if (/\.[_*]$/.test(specifier)) found.opened.push(specifier.slice(0, -2));
      else if (alias !== null && !aliases.has(alias)) aliases.set(alias, specifier);
    }
    at = Math.max(at, importEnd(code, at + 1) - 1);
  }
  found.aliases = Object.fromEntries(aliases);
  return found;
}

/** Index behind the import that begins here, behind the keyword. */
export function importEnd(code: Code, start: number): number {
  let at = start;
  for (;;) {
    at = qualifiedName(code, at).after;
    if (code.code(at) === Mark.Dot) at++;
    if (code.code(at) === Mark.BraceOpen) at = code.next(at);
    else if (code.code(at) === Mark.Star) at++;
    if (code.is(at, "as")) at += 2;
    if (code.code(at) !== Mark.Comma) return at;
    at++;
  }
}

const DEFINES = ["val", "var", "def", "object"];

interface Selected {
  specifier: string;
  /** The name that it has here; null for wildcards and givens. */
  alias: string | null;
  line: number;
}

/** `a.b`, `a._`, `a.*`, `a.b as c`, `a.{b, c => d, e => _, _}`, several with commas between. */
function* clause(code: Code, start: number): Generator<Selected> {
  let at = start;
  for (;;) {
    const { text, after } = qualifiedName(code, at);
    const line = code.line(Math.min(at, code.end - 1));
    if (text === "") return;
    if (code.code(after) !== Mark.Dot) {
      // the last name is the one imported
      const renamed = code.is(after, "as");
      const last = text.slice(text.lastIndexOf(".") + 1);
      if (text.includes(".")) {
        const alias = last === "_" || last === "given"
          ? null
          : renamed
          ? code.name(after + 1)
          : last;
        yield { specifier: text, alias, line };
      }
      at = renamed ? after + 2 : after;
    } else if (code.code(after + 1) === Mark.Star) {
      yield { specifier: `${text}.*`, alias: null, line };
      at = after + 2;
    } else if (code.code(after + 1) === Mark.BraceOpen) {
      yield* selectors(code, after + 1, text);
      at = code.next(after + 1);
    } else return;
    if (code.code(at) !== Mark.Comma) return;
    at++;
  }
}

function* selectors(code: Code, open: number, text: string): Generator<Selected> {
  const close = code.close(open);
  if (close >= code.end) return;
  for (let at = open + 1; at < close;) {
    const line = code.line(at);
    if (code.code(at) === Mark.Star) yield { specifier: `${text}.*`, alias: null, line };
    else if (code.is(at, "given")) yield { specifier: `${text}.given`, alias: null, line };
    else if (code.isName(at)) {
      const name = code.name(at);
      const arrow = code.code(at + 1) === Mark.Equals && code.code(at + 2) === Mark.Greater;
      const renamed = arrow ? code.name(at + 3) : code.is(at + 1, "as") ? code.name(at + 2) : name;
      // `b => _` keeps b out
      const hidden = renamed === "_" && name !== "_";
      if (!hidden) {
        yield { specifier: `${text}.${name}`, alias: name === "_" ? null : renamed, line };
      }
    }
    while (at < close && code.code(at) !== Mark.Comma) at = code.next(at);
    at++;
  }
}

/** True for an import that does not begin its line in the first column: a value may be in scope. */
function isNested(code: Code, at: number): boolean {
  return code.tokens.starts[at]! !== code.lineStarts[code.line(at) - 1];
}

/** Names of values, parameters and objects of this text: their members are nothing of another file. */
function valuesOf(code: Code): Set<string> {
  const values = new Set<string>();
  const { starts, ends } = code.tokens;
  for (let at = 0; at < code.end; at++) {
    const mark = code.code(at);
    if (mark === Mark.Colon) {
      // of `::` neither is the colon of a type
      const type = code.code(at + 1) !== Mark.Colon && code.code(at - 1) !== Mark.Colon;
      if (type && code.isName(at - 1)) values.add(code.name(at - 1));
    } else if (mark === Mark.Equals) {
      const arrow = code.code(at + 1) === Mark.Greater && code.touches(at + 1);
      if (arrow && code.isName(at - 1)) values.add(code.name(at - 1));
    } else {
      const length = ends[at]! - starts[at]!;
      const may = mark === 0 && (length === 3 || length === 6) && code.isName(at + 1);
      if (may && DEFINES.some((word) => code.is(at, word))) values.add(code.name(at + 1));
    }
  }
  return values;
}
