/**
 * setup.py is a program, and it is never run: only literal arguments of `setup()` are read, and a
 * list counts only if it holds nothing but string literals.
 */
import type { Scope } from "../../domain/wire/system_map.ts";
import { parseRequirement } from "./pep508.ts";
import { classifiedLicense, type PythonDependency, type PythonManifest } from "./pypi.ts";

const FIELDS: readonly [argument: string, scope: Scope][] = [
  ["install_requires", "runtime"],
  ["tests_require", "development"],
  ["setup_requires", "build"],
];

export function readSetupPy(source: string): PythonManifest {
  const start = source.search(/(?:^|[^\w.])(?:\w+\.)?setup\s*\(/m);
  const call = start < 0 ? "" : source.slice(start);
  const dependencies: PythonDependency[] = [];
  for (const [argument, scope] of FIELDS) {
    for (const { text, offset } of literalList(call, argument) ?? []) {
      const found = parseRequirement(text);
      if (!found) continue;
      const line = source.slice(0, start + offset).split("\n").length;
      dependencies.push({ ...found, scope, line });
    }
  }
  return {
    name: literal(call, "name"),
    version: literal(call, "version"),
    license: literal(call, "license_expression") ?? literal(call, "license") ??
      classifiedLicense((literalList(call, "classifiers") ?? []).map(({ text }) => text)),
    dependencies,
  };
}

/** The string of a keyword argument that stands at the start of a line or after `(` or `,`. */
export function literal(call: string, argument: string): string | null {
  const pattern = new RegExp(
    `(?:^|[(,])[ \\t]*${argument}\\s*=\\s*(["'])([^"'\\\\\\n]*)\\1\\s*[,)]`,
    "m",
  );
  return pattern.exec(call)?.[2] ?? null;
}

interface Item {
  text: string;
  offset: number;
}

/** Null where the argument is absent or is not a plain list (or tuple) of string literals. */
function literalList(call: string, argument: string): Item[] | null {
  const head = new RegExp(`(?:^|[(,])[ \\t]*${argument}\\s*=\\s*[\\[(]`, "m").exec(call);
  if (!head) return null;
  const items: Item[] = [];
  const token = /\s+|#[^\n]*|,|(["'])((?:(?!\1)[^\\\n])*)\1|[\])]/y;
  token.lastIndex = head.index + head[0].length;
  for (let match = token.exec(call); match; match = token.exec(call)) {
    if (match[0] === "]" || match[0] === ")") return items;
    if (match[2] !== undefined) items.push({ text: match[2], offset: match.index });
  }
  return null;
}
