/** Ruby's requires: `require`, `require_relative`, `load`, `autoload`, and directories of the load path. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";
import { literalPath } from "./paths.ts";

/** UTF-16 code units that are quoted of a path that is computed. */
const MAX_QUOTED = 80;

/**
 * What the word at a token requires; [] where it is no call with an argument. `require_relative "x"`
 * has the specifier `./x` (or `../x`), others what they give.
 * @param path of the modules around, for an `autoload` whose file follows from its name
 */
export function requiresAt(code: Code, at: number, path: string | null): RawImport[] {
  const word = code.read(at);
  if (word.startsWith("$")) return loadPathAt(code, at);
  let argument = at + 1;
  if (code.isFirstOnLine(argument)) return [];
  const inside = code.code(argument) === Mark.ParenOpen;
  if (inside) argument++;
  if (word === "autoload") return autoload(code, argument, path);
  const kind = code.kind(argument);
  // A local variable or a method of that name: `load = 1`, `require.x`, `load ? a : b`
  const value = kind === Kind.Word || kind === Kind.String || kind === Kind.StringPart;
  if (!value || !(inside || !code.touches(argument) || kind !== Kind.Word)) return [];
  const found = literalPath(code, argument);
  const line = code.line(argument);
  const base = { line, kind: "require" as const, typeOnly: false };
  if (found === null) {
    if (kind === Kind.Word && /^(?:if|unless|and|or|do|then)$/.test(code.read(argument))) return [];
    const quoted = quote(code, argument);
    return [{ ...base, specifier: quoted, dynamic: "the path is computed at run time" }];
  }
  const relative = word === "require_relative" && !found.path.startsWith("__DIR__");
  const specifier = relative && !found.path.startsWith(".") ? `./${found.path}` : found.path;
  if (word === "require_relative") return [{ ...base, specifier, names: ["relative"] }];
  return [word === "load" ? { ...base, specifier, names: ["load"] } : { ...base, specifier }];
}

/** `autoload :A, "a"`; with ActiveSupport the path may follow from the constant's full name. */
function autoload(code: Code, argument: number, path: string | null): RawImport[] {
  const symbol = code.code(argument) === Mark.Colon ? argument + 1 : -1;
  const name = symbol < 0 ? "" : code.word(symbol);
  if (!/^[A-Z]/.test(name)) return [];
  const base = { line: code.line(argument), kind: "require" as const, typeOnly: false };
  if (code.code(symbol + 1) === Mark.Comma) {
    const found = literalPath(code, symbol + 2);
    if (found !== null) return [{ ...base, specifier: found.path }];
    const quoted = quote(code, symbol + 2);
    return [{ ...base, specifier: quoted, dynamic: "the path is computed at run time" }];
  }
  const names = [...path?.split(".") ?? [], name].map(underscore);
  return [{ ...base, specifier: names.join("/"), names: ["autoload"] }];
}

/** ActiveSupport's `underscore`, without acronyms of the application's own. */
export function underscore(name: string): string {
  return name.replace(/([A-Z\d]+)([A-Z][a-z])/g, "$1_$2").replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

function loadPathAt(code: Code, at: number): RawImport[] {
  let argument = at + 1;
  if (code.code(argument) === Mark.Dot) {
    if (!/^(?:unshift|push|append|prepend|insert)$/.test(code.word(argument + 1))) return [];
    argument += 2;
    if (code.code(argument) === Mark.ParenOpen) argument++;
    if (code.kind(argument) === Kind.Number) argument += 2; // insert(0, x)
  } else if (code.code(argument) === Mark.Less && code.code(argument + 1) === Mark.Less) {
    argument += 2;
  } else return [];
  const found = literalPath(code, argument);
  if (found === null) return [];
  const line = code.line(argument);
  return [{ specifier: found.path, line, kind: "require", typeOnly: false }];
}

/** The rest of the line, cut. */
function quote(code: Code, argument: number): string {
  const from = code.tokens.starts[argument]!;
  const line = code.text.slice(from, from + 4 * MAX_QUOTED).split("\n", 1)[0]!.trim();
  return line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED)}…` : line;
}
