/** Python's imports by call: `importlib.import_module("x")`, `import_module("x")`, `__import__("x")`. */
import type { RawImport } from "../../facts.ts";
import { type Code, Mark } from "../scanning/code.ts";
import { Kind } from "../scanning/lexicon.ts";

/** UTF-16 code units that are quoted of a name that is computed. */
const MAX_QUOTED = 80;

export interface Call {
  /** Index of the called name. */
  at: number;
  imported: RawImport;
}

/** Imports by call, in the order of the text; all of them anywhere in it. */
export function importCalls(code: Code): Call[] {
  if (!/\bimport_module\b|\b__import__\b/.test(code.text)) return [];
  const calls: Call[] = [];
  for (let at = 0; at < code.end; at++) {
    if (code.code(at + 1) !== Mark.ParenOpen || !isCallee(code, at)) continue;
    const imported = calledImport(code, at + 1);
    if (imported) calls.push({ at, imported });
  }
  return calls;
}

function isCallee(code: Code, at: number): boolean {
  if (code.is(at - 1, "def") || code.is(at - 1, "class")) return false;
  const member = code.code(at - 1) === Mark.Dot;
  if (code.is(at, "__import__")) return !member;
  if (!code.is(at, "import_module")) return false;
  return !member || (code.kind(at - 2) === Kind.Word && code.code(at - 3) !== Mark.Dot);
}

function calledImport(code: Code, open: number): RawImport | null {
  const close = code.close(open);
  const first = open + 1;
  if (close >= code.end || first === close) return null;
  const behind = argumentEnd(code, first, close);
  const call = { line: code.line(first), kind: "dynamic" as const, typeOnly: false };
  const text = textOf(code, first, behind);
  const specifier = literal(text);
  if (specifier === null) {
    const quoted = text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text;
    return { ...call, specifier: quoted, dynamic: "the module's name is computed at run time" };
  }
  // A relative name is relative to the second argument: only these two say that it is this package.
  const second = behind < close
    ? textOf(code, behind + 1, argumentEnd(code, behind + 1, close))
    : "";
  const anchor = second.replace(/^package\s*=\s*/, "");
  if (specifier.startsWith(".") && anchor !== "__package__" && anchor !== "__name__") {
    return { ...call, specifier, dynamic: "relative to a package that is named at run time" };
  }
  return { ...call, specifier };
}

/** Index of the comma or parenthesis behind an argument. */
function argumentEnd(code: Code, start: number, close: number): number {
  let at = start;
  while (at < close && code.code(at) !== Mark.Comma) at = code.next(at);
  return Math.min(at, close);
}

function textOf({ text, tokens }: Code, from: number, to: number): string {
  if (to <= from) return "";
  // Enough to know that it is no module's name.
  return text.slice(
    tokens.starts[from],
    Math.min(tokens.ends[to - 1]!, tokens.starts[from]! + 1000),
  );
}

/** Null where the argument is not one plain module name (escapes, f-strings, bytes). */
function literal(text: string): string | null {
  return /^[ru]?(["'])(\.*[\p{L}\p{N}_]+(?:\.[\p{L}\p{N}_]+)*)\1$/iu.exec(text)?.[2] ?? null;
}
