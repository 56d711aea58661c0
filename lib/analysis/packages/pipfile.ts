/** Pipfile (https://pipenv.pypa.io/en/latest/pipfile.html). */
import type { Scope } from "../../domain/wire/system_map.ts";
import type { PythonDependency, PythonManifest } from "./pypi.ts";
import { placeOf } from "./pyproject.ts";
import { isTable, readToml, table, text, tomlLines } from "./toml.ts";

/** Tables that hold settings; every other one is a category of packages. */
const SETTINGS = new Set(["source", "requires", "scripts", "pipenv"]);

export function readPipfile(source: string): PythonManifest {
  const document = readToml(source);
  const lineOf = tomlLines(source);
  const dependencies: PythonDependency[] = [];
  for (const [category, entries] of Object.entries(document)) {
    if (SETTINGS.has(category) || !isTable(entries)) continue;
    const scope: Scope = category === "packages" ? "runtime" : "development";
    for (const [name, entry] of Object.entries(entries)) {
      dependencies.push({
        name,
        requirement: text(entry) ?? text(table(entry).version) ?? placeOf(entry),
        scope,
        line: lineOf(category, name),
        elsewhere: placeOf(entry) !== null,
      });
    }
  }
  return { name: null, version: null, dependencies };
}
