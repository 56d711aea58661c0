/** What a Python file imports and defines: one pass over its logical lines. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import type { Found } from "../scanning/extraction.ts";
import { importCalls } from "./calls.ts";
import { Definitions } from "./definitions.ts";
import { importsOf } from "./imports.ts";
import { logicalLine, statementStarts } from "./statements.ts";

/** A file that is started as a program: its directory is `sys.path[0]`. */
const STARTED = /^#!.*\bpython|^if\s+__name__\s*==\s*["']__main__["']/m;

/** Reads a whole file; nothing in it can make this throw. */
export function readPython(code: Code): Found {
  const imports: { at: number; imported: RawImport }[] = [];
  const definitions = new Definitions(code);
  // Flattened token indices [from, to, …] of what stands under `if TYPE_CHECKING:`.
  const guarded: number[] = [];
  let guard = Infinity;
  for (let at = 0; at < code.end;) {
    const line = logicalLine(code, at);
    if (line.indent <= guard) guard = isGuard(code, at) ? line.indent : Infinity;
    if (guard !== Infinity) guarded.push(line.start, line.end);
    const statements = statementStarts(code, line);
    for (const start of statements) {
      for (const imported of importsOf(code, start, line.end, guard !== Infinity)) {
        imports.push({ at: start, imported });
      }
    }
    definitions.line(line, statements);
    at = line.end;
  }
  const calls = importCalls(code);
  for (const { at, imported } of calls) {
    imports.push({ at, imported: { ...imported, typeOnly: holds(guarded, at) } });
  }
  if (calls.length > 0) imports.sort((a, b) => a.at - b.at);
  return {
    imports: imports.map(({ imported }) => imported),
    symbols: definitions.finish(),
    ...(STARTED.test(code.text) ? { extra: { script: true } } : {}),
  };
}

/** `if TYPE_CHECKING:`, however that name is imported; not its `else`. */
function isGuard(code: Code, start: number): boolean {
  if (!code.is(start, "if")) return false;
  const name = code.code(start + 2) === Mark.Dot ? start + 3 : start + 1;
  return code.is(name, "TYPE_CHECKING") && code.code(name + 1) === Mark.Colon;
}

/** True where one of the ascending ranges holds the token. */
function holds(ranges: readonly number[], at: number): boolean {
  let low = 0;
  let high = ranges.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[2 * middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low > 0 && at < ranges[2 * low - 1]!;
}
