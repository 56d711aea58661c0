/**
 * Files that a program or a consumer starts from, each with evidence: a manifest that names it, a
 * main package, or a name that its ecosystem reserves.
 */
import { collectionOf } from "./component_roots.ts";
import type { RepositoryView } from "./languages/contract.ts";
import { swiftFacts } from "./languages/swift/facts.ts";
import { swiftModules } from "./languages/swift/modules.ts";
import { readJson } from "./packages/json.ts";
import { baseName, compareCodeUnits, directoryOf, join, normalise } from "./paths.ts";
import { addManifestEntries } from "./manifest_entries.ts";
import { readToml, table, text } from "./packages/toml.ts";
import { getNodeValue } from "jsonc-parser";
import { isVendored } from "./origin.ts";

export interface EntryPoint {
  path: string;
  /** True where it is run (a command, a server), false where it is imported (a library's face). */
  runs: boolean;
}

/** Files that are run by their ecosystem's convention, wherever they lie. */
const RUN_BY_NAME = /^(__main__|manage|wsgi|asgi)\.py$/;
const SOURCE_EXTENSIONS = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue"];
const BUILT = /^(dist|lib|build|out|output|esm|cjs|es|umd|types)\//;
const MAX_TARGETS = 200;

/** Every entry point of the repository outside tests and vendored copies, sorted, each once. */
export function findEntryPoints(view: RepositoryView): EntryPoint[] {
  const found = new Map<string, boolean>();
  const add = (named: string | null, runs: boolean) => {
    // A package may export its manifest; nobody starts there.
    if (named === null || !view.has(named) || baseName(named) === "package.json") return;
    const path = view.real(named);
    if (view.isTest(path) || isVendored(path)) return;
    found.set(path, runs || found.get(path) === true);
  };
  const mainPackages = new Map<string, string>();
  for (const path of view.paths) {
    const name = baseName(path);
    const directory = directoryOf(path);
    if (name === "package.json") addNpm(view, directory, add);
    else if (name === "deno.json" || name === "deno.jsonc") addDeno(view, path, add);
    else if (name === "pyproject.toml") addPython(view, directory, add);
    else if (RUN_BY_NAME.test(name)) add(path, true);
    else if (name.endsWith(".go") && isProgram(view.facts(path)?.extra)) {
      // One per command: main.go, else its first file.
      if (!view.isTest(path) && (name === "main.go" || !mainPackages.has(directory))) {
        mainPackages.set(directory, path);
      }
    } else if (name.endsWith(".swift") && startsSwift(view, path)) add(path, true);
    else addManifestEntries(view, path, add);
  }
  for (const path of mainPackages.values()) add(path, true);
  return [...found].map(([path, runs]) => ({ path, runs }))
    .sort((a, b) => compareCodeUnits(a.path, b.path));
}

/** `//go:build ignore` marks helpers that `go run` takes one by one, which are no command. */
function isProgram(facts: Record<string, unknown> | undefined): boolean {
  return facts?.package === "main" && facts.build !== "ignore";
}

/**
 * `@main` of a program. SwiftPM's plugins and macros, which a build runs, have one too, as have samples
 * of a library, which say nothing of what it is for unless a manifest names them.
 */
function startsSwift(view: RepositoryView, path: string): boolean {
  if (swiftFacts(view.facts(path)?.extra)?.starts !== true) return false;
  const module = swiftModules(view).of(path);
  return module === null || module.package === null
    ? collectionOf(directoryOf(path)) === null
    : module.runs;
}

type Add = (path: string | null, runs: boolean) => void;

function addNpm(view: RepositoryView, directory: string, add: Add): void {
  const manifest = jsonAt(view, join(directory, "package.json"));
  if (!manifest) return;
  const named = [manifest.main, manifest.module, manifest.exports, manifest.browser]
    .flatMap((value) => targets(value));
  for (const target of named) add(sourceFile(view, directory, target), false);
  for (const target of targets(manifest.bin)) add(sourceFile(view, directory, target), true);
  // Node's own default where a package names nothing.
  if (named.length === 0) {
    for (const name of ["index", "src/index", "src/main", "main"]) {
      const file = withExtension(view, join(directory, name));
      if (file) return add(file, name.endsWith("main"));
    }
  }
}

function addDeno(view: RepositoryView, path: string, add: Add): void {
  const manifest = jsonAt(view, path);
  if (!manifest) return;
  const directory = directoryOf(path);
  for (const target of targets(manifest.exports)) add(inRepository(view, directory, target), false);
  const tasks = typeof manifest.tasks === "object" && manifest.tasks ? manifest.tasks : {};
  for (const task of Object.values(tasks).slice(0, MAX_TARGETS)) {
    const command = typeof task === "string" ? task : (task as { command?: unknown })?.command;
    if (typeof command !== "string" || !/\bdeno (run|serve)\b/.test(command)) continue;
    for (const word of command.split(/\s+/)) {
      if (/\.[cm]?[jt]sx?$/.test(word)) add(inRepository(view, directory, word), true);
    }
  }
}

function addPython(view: RepositoryView, directory: string, add: Add): void {
  const source = view.text(join(directory, "pyproject.toml"));
  if (source === null) return;
  const document = readToml(source);
  const scripts = [
    table(document, "project", "scripts"),
    table(document, "project", "gui-scripts"),
    table(document, "tool", "poetry", "scripts"),
  ];
  for (const target of scripts.flatMap((one) => Object.values(one)).slice(0, MAX_TARGETS)) {
    const module = text(target)?.split(":")[0]?.trim().replaceAll(".", "/");
    if (!module) continue;
    for (const base of [directory, join(directory, "src")]) {
      const file = [`${module}.py`, `${module}/__init__.py`].map((name) => normalise(base, name))
        .find((path) => path !== null && view.has(path));
      if (file) add(file, true);
    }
  }
}

function jsonAt(view: RepositoryView, path: string): Record<string, unknown> | null {
  const source = view.text(path);
  const root = source === null ? undefined : readJson(source).root;
  return root?.type === "object" ? getNodeValue(root) : null;
}

/** All strings in a value of `exports`, `bin` and the like, at most 200. */
function targets(value: unknown): string[] {
  const found: string[] = [];
  const open: unknown[] = [value];
  while (open.length > 0 && found.length < MAX_TARGETS) {
    const one = open.pop();
    if (typeof one === "string") found.push(one);
    else if (typeof one === "object" && one !== null) {
      open.push(...Object.values(one).slice(0, 200));
    }
  }
  return found;
}

/** The file that a target names, or the source that it is built from by the usual layout. */
function sourceFile(view: RepositoryView, directory: string, target: string): string | null {
  const exact = inRepository(view, directory, target);
  if (exact) return exact;
  const relative = target.replace(/^\.\//, "");
  const stem = relative.replace(/(\.d)?\.[cm]?[jt]sx?$/, "");
  for (const candidate of [stem, `src/${stem.replace(BUILT, "")}`, stem.replace(BUILT, "")]) {
    const path = normalise(directory, candidate);
    const file = path === null ? null : withExtension(view, path);
    if (file) return file;
  }
  return null;
}

function inRepository(view: RepositoryView, directory: string, target: string): string | null {
  const path = normalise(directory, target);
  return path !== null && view.has(path) ? path : null;
}

function withExtension(view: RepositoryView, stem: string): string | null {
  const extension = SOURCE_EXTENSIONS.find((one) => view.has(stem + one));
  return extension === undefined ? null : stem + extension;
}
