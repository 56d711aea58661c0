/** pyproject.toml: PEP 621, PEP 735 groups, Poetry, and the development tables of uv, PDM, Hatch. */
import type { Scope } from "../../domain/wire/system_map.ts";
import { normalisePypi } from "./purl.ts";
import { parseRequirement } from "./pep508.ts";
import { listedLicenses } from "./dependency.ts";
import { classifiedLicense, type PythonDependency, type PythonManifest } from "./pypi.ts";
import { isTable, readToml, strings, table, text, type Toml, tomlLines } from "./toml.ts";

/** Null where the file only configures tools and describes no package. */
export function readPyproject(source: string): PythonManifest | null {
  const document = readToml(source);
  const project = table(document, "project");
  const poetry = table(document, "tool", "poetry");
  const lineOf = tomlLines(source);
  const sources = placedByUv(document);
  const dependencies: PythonDependency[] = [];
  const add = (header: string, list: unknown, scope: Scope) => {
    for (const entry of strings(list)) {
      const found = parseRequirement(entry);
      if (!found) continue;
      const elsewhere = (found.requirement?.startsWith("@") ?? false) ||
        sources.has(normalisePypi(found.name));
      dependencies.push({ ...found, scope, line: lineOf(header, entry), elsewhere });
    }
  };
  const addEach = (header: string, groups: Toml, scope: Scope) => {
    for (const [group, list] of Object.entries(groups)) add(`${header}.${group}`, list, scope);
  };
  add("project", project.dependencies, "runtime");
  addEach("project.optional-dependencies", table(project, "optional-dependencies"), "optional");
  addEach("dependency-groups", table(document, "dependency-groups"), "development");
  add("build-system", table(document, "build-system").requires, "build");
  add("tool.uv", table(document, "tool", "uv")["dev-dependencies"], "development");
  const pdm = table(document, "tool", "pdm", "dev-dependencies");
  addEach("tool.pdm.dev-dependencies", pdm, "development");
  for (const [name, env] of Object.entries(table(document, "tool", "hatch", "envs"))) {
    const header = `tool.hatch.envs.${name}`;
    add(header, table(env).dependencies, "development");
    add(header, table(env)["extra-dependencies"], "development");
  }
  addPoetry(poetry, lineOf, dependencies);
  const describes = ["project", "dependency-groups", "build-system"].some((key) =>
    isTable(document[key])
  );
  // A file that cannot be read at all is still listed: it may well be a package.
  if (!describes && Object.keys(poetry).length === 0 && Object.keys(document).length > 0) {
    return null;
  }
  return {
    name: text(project.name) ?? text(poetry.name),
    version: text(project.version) ?? text(poetry.version),
    license: listedLicenses([
      text(project.license) ?? text(table(project.license).text) ?? text(poetry.license),
    ]) ?? classifiedLicense([...strings(project.classifiers), ...strings(poetry.classifiers)]),
    dependencies,
  };
}

/** Names that `[tool.uv.sources]` takes from a place or the workspace; another index is no place. */
function placedByUv(document: Toml): ReadonlySet<string> {
  const sources = Object.entries(table(document, "tool", "uv", "sources"));
  return new Set(
    sources.filter(([, entry]) => {
      const one = Array.isArray(entry) ? entry[0] : entry;
      return placeOf(one) !== null || table(one).workspace === true;
    }).map(([name]) => normalisePypi(name)),
  );
}

/** https://python-poetry.org/docs/pyproject/ */
function addPoetry(
  poetry: Toml,
  lineOf: ReturnType<typeof tomlLines>,
  dependencies: PythonDependency[],
) {
  const add = (header: string, entries: Toml, scope: Scope) => {
    for (const [name, value] of Object.entries(entries)) {
      if (name === "python") continue;
      const entry = Array.isArray(value) ? value[0] : value;
      const optional = scope === "runtime" && table(entry).optional === true;
      dependencies.push({
        name,
        requirement: text(entry) ?? text(table(entry).version) ?? placeOf(entry),
        scope: optional ? "optional" : scope,
        line: lineOf(header, name),
        elsewhere: placeOf(entry) !== null,
      });
    }
  };
  add("tool.poetry.dependencies", table(poetry, "dependencies"), "runtime");
  add("tool.poetry.dev-dependencies", table(poetry, "dev-dependencies"), "development");
  for (const [group, value] of Object.entries(table(poetry, "group"))) {
    const header = `tool.poetry.group.${group}.dependencies`;
    add(header, table(value, "dependencies"), "development");
  }
}

/** Where a table entry takes the package from, if not from an index. */
export function placeOf(entry: unknown): string | null {
  const from = table(entry);
  return text(from.git) ?? text(from.path) ?? text(from.file) ?? text(from.url);
}
