/**
 * Where components begin: manifests, top-level tests and documentation, and the source directories
 * of a package that holds most of the code. The rules are published in docs/components.md.
 */
import type { MapPackage } from "../domain/wire/system_map.ts";
import { isTestPath, isVendored } from "./origin.ts";
import { baseName, compareCodeUnits, directoriesOf, directoryOf, join, upwards } from "./paths.ts";

/** A file as far as the split needs it. */
export interface RootFile {
  path: string;
  code: number;
  /** Program text written here: not data or prose, not vendored, generated or a test. */
  source: boolean;
}

export interface ComponentRoot {
  /** Directory; "" is the repository. */
  root: string;
  origin: "repository" | "package" | "module" | "tests" | "docs" | "collection";
  /** The package that a module is split from. */
  within: string;
}

/** Manifests of ecosystems that are not read for their packages, but that mark a package's root. */
const MARKERS = /^(mix\.exs|dune-project|[\w.-]+\.cabal|stack\.yaml)$/;
/** Manifests that declare a package; requirement lists do not. */
const PACKAGES =
  /^(package\.json|deno\.jsonc?|jsr\.json|pyproject\.toml|setup\.(py|cfg)|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(\.kts)?|composer\.json|[\w.-]+\.gemspec|Package\.swift|pubspec\.yaml|[\w.-]+\.(cs|fs|vb)proj)$/;
/** Below these, packages are samples: one component for all of them. */
const COLLECTIONS =
  /^(examples?|samples?|demos?|playgrounds?|fixtures?|benchmarks?|bench|templates?|starters?|tutorials?)$/i;
const TESTS = /^(tests?|specs?|e2e|__tests__|integration|integration[-_]tests?|testdata)$/i;
const DOCS = /^(docs?|documentation|website|site|wiki|man)$/i;
/** Directories that hold others, where less than half of their code is their own. */
const CONTAINERS =
  /^(src|source|lib|libs|pkg|packages|cmd|internal|apps?|modules|crates|services|components|plugins|tools)$/;

/** A package is split where it holds this share of the repository's own code … */
const SPLIT_SHARE = 0.5;
/** … in at least so many source files. */
const SPLIT_FILES = 8;
/** A directory that holds this share of what is split is split again. */
const DOMINANT_SHARE = 0.6;
const MAX_DEPTH = 6;
/** More children than this are data, not modules. */
const MAX_CHILDREN = 60;

/** True for a directory that by its name holds documentation. */
export function isDocsDirectory(directory: string): boolean {
  return DOCS.test(baseName(directory));
}

/** True for a directory that by its name holds tests. */
export function isTestsDirectory(directory: string): boolean {
  return TESTS.test(baseName(directory));
}

/**
 * Every component root, "" included, sorted. Nested roots own their subtrees.
 *
 * @param members directories that a workspace's settings name as packages, manifest or not
 */
export function findRoots(
  files: readonly RootFile[],
  packages: readonly MapPackage[],
  members: readonly string[] = [],
): ComponentRoot[] {
  const roots = new Map<string, ComponentRoot>();
  const add = (root: string, origin: ComponentRoot["origin"], within: string) => {
    if (!roots.has(root)) roots.set(root, { root, origin, within });
  };
  for (const directory of packageDirectories(files, packages, members)) {
    add(directory, "package", directory);
  }
  add("", "repository", "");
  const collected = new Set<string>();
  for (const root of [...roots.keys()]) {
    const collection = collectionOf(root);
    if (collection === null || collection === root) continue;
    roots.delete(root);
    collected.add(collection);
  }
  for (const root of collected) add(root, "collection", root);
  const tops = new Set<string>();
  let last = "/";
  for (const { path } of files) {
    if (path.startsWith(last)) continue;
    const slash = path.indexOf("/");
    if (slash < 0) continue;
    last = path.slice(0, slash + 1);
    tops.add(path.slice(0, slash));
  }
  for (const top of tops) {
    if (TESTS.test(top)) add(top, "tests", top);
    else if (DOCS.test(top)) add(top, "docs", top);
  }
  splitLargest(files, roots, add);
  return [...roots.values()].sort((a, b) => compareCodeUnits(a.root, b.root));
}

/** `ownerOf` for many paths, most of which share their directories. */
export function ownersOf<T>(roots: ReadonlyMap<string, T>): (path: string) => T {
  const found = new Map<string, T>();
  const directoryOf = directoriesOf();
  return (path) => {
    const directory = directoryOf(path);
    let owner = found.get(directory);
    if (owner === undefined) found.set(directory, owner = ownerOf(path, roots));
    return owner;
  };
}

/** The root that owns a path: the deepest one above it. */
export function ownerOf<T>(path: string, roots: ReadonlyMap<string, T>): T {
  for (const directory of upwards(directoryOf(path))) {
    const root = roots.get(directory);
    if (root !== undefined) return root;
  }
  throw new Error("The repository's own root is missing.");
}

function packageDirectories(
  files: readonly RootFile[],
  packages: readonly MapPackage[],
  members: readonly string[],
): Set<string> {
  const manifests = [
    ...packages.map((one) => one.path).filter((path) => PACKAGES.test(baseName(path))),
    ...files.map((file) => file.path).filter((path) => MARKERS.test(baseName(path))),
    ...members.map((directory) => join(directory, "build.gradle")),
  ];
  return new Set(
    manifests.filter((path) => !isVendored(path) && !isTestPath(path)).map(directoryOf),
  );
}

/** The outermost directory of samples that a path lies in; null where there is none. */
export function collectionOf(directory: string): string | null {
  let outermost: string | null = null;
  for (const at of upwards(directory)) if (COLLECTIONS.test(baseName(at))) outermost = at;
  return outermost;
}

function splitLargest(
  files: readonly RootFile[],
  roots: Map<string, ComponentRoot>,
  add: (root: string, origin: ComponentRoot["origin"], within: string) => void,
): void {
  const sources = files.filter((file) => file.source);
  const all = sum(sources);
  const byRoot = new Map<string, RootFile[]>();
  const ownerOf = ownersOf(roots);
  for (const file of sources) {
    const { root, origin } = ownerOf(file.path);
    if (origin !== "package" && origin !== "repository") continue;
    const list = byRoot.get(root);
    if (list) list.push(file);
    else byRoot.set(root, [file]);
  }
  for (const [root, own] of byRoot) {
    const large = sum(own) >= all * SPLIT_SHARE && own.length >= SPLIT_FILES;
    if (large) split(root, own, sum(own), 0, (module) => add(module, "module", root));
  }
}

/** Makes the directories directly below `directory` modules, and splits the dominant ones again. */
function split(
  directory: string,
  files: readonly RootFile[],
  whole: number,
  depth: number,
  addModule: (root: string) => void,
): void {
  const children = new Map<string, RootFile[]>();
  const prefix = directory === "" ? 0 : directory.length + 1;
  for (const file of files) {
    const slash = file.path.indexOf("/", prefix);
    // Hidden directories hold configuration and scripts: they stay with the root.
    if (slash < 0 || file.path[prefix] === ".") continue;
    const name = file.path.slice(prefix, slash);
    const list = children.get(name);
    if (list) list.push(file);
    else children.set(name, [file]);
  }
  if (children.size > MAX_CHILDREN) return;
  for (const [name, inside] of children) {
    const child = join(directory, name);
    const direct = inside.filter((file) => directoryOf(file.path) === child);
    const container = CONTAINERS.test(name) && depth < 2 && sum(direct) * 2 < sum(inside);
    const again = depth < MAX_DEPTH && (container || sum(inside) >= whole * DOMINANT_SHARE);
    if (again) split(child, inside, whole, depth + 1, addModule);
    // A directory that only holds directories, each a module by now, is none itself.
    if (direct.length > 0 || !again) addModule(child);
  }
}

function sum(files: readonly RootFile[]): number {
  return files.reduce((total, file) => total + file.code, 0);
}
