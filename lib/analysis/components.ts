/** Components: every file in exactly one, each with its kind, language and entry points. */
import type { ComponentKind, Lines, MapFile, MapPackage } from "../domain/wire/system_map.ts";
import type { PlainComponent } from "./component_graph.ts";
import {
  type ComponentRoot,
  findRoots,
  isDocsDirectory,
  isTestsDirectory,
  ownersOf,
} from "./component_roots.ts";
import { type EntryPoint, findEntryPoints } from "./entry_points.ts";
import type { RepositoryView } from "./languages/contract.ts";
import { swiftTargets } from "./languages/swift/modules.ts";
import { type ManifestKinds, manifestKinds } from "./manifest_kinds.ts";
import { gradleProjects } from "./packages/gradle_build.ts";
import { isSourceLanguage } from "./linguist.ts";
import { baseName, compareCodeUnits, directoryOf, join } from "./paths.ts";

export interface Components {
  /** Sorted by root. */
  components: PlainComponent[];
  /** The id of the component of a path. */
  componentOf(path: string): string;
}

/** A map's file before its component is known. */
export type PlainFile = Omit<MapFile, "component" | "history">;

/** @param projectName names the repository's own root where no manifest does */
export function findComponents(
  view: RepositoryView,
  files: readonly PlainFile[],
  packages: readonly MapPackage[],
  projectName: string,
): Components {
  const targets = swiftTargets(view);
  const roots = new Map(
    findRoots(
      files.map((file) => ({
        path: file.path,
        code: file.lines.code,
        source: isSource(file),
      })),
      packages,
      [...gradleProjects(view), ...targets.keys()],
    ).map((root) => [root.root, root]),
  );
  const ownerOf = ownersOf(roots);
  const members = new Map<ComponentRoot, PlainFile[]>();
  for (const file of files) {
    const root = ownerOf(file.path);
    const list = members.get(root);
    if (list) list.push(file);
    else members.set(root, [file]);
  }
  const used = [...roots.values()].filter((root) => members.has(root));
  const ids = idsOf(used);
  const entryPoints = findEntryPoints(view);
  const analysed = new Set(files.map((file) => file.path));
  const names = new Map([
    // a package's only target is not what all that lies beside the package is
    ...[...targets].filter(([directory, one]) => directory !== one.package)
      .map(([directory, { name }]) => [directory, name] as const),
    ...[...packages].reverse().flatMap((one) =>
      one.name === null || !namesComponent(one) ? [] : [[directoryOf(one.path), one.name] as const]
    ),
  ]);
  const kinds = manifestKinds(view);
  const components = used.map((root): PlainComponent => {
    const own = members.get(root)!;
    const entries = entryPoints.filter(({ path }) => ownerOf(path) === root);
    // What a package's modules export or run is what the package is for.
    const inside = entryPoints.filter(({ path }) => {
      const owner = ownerOf(path);
      return owner === root || owner.origin === "module" && owner.within === root.root;
    });
    return {
      id: ids.get(root)!,
      name: nameOf(root, names, projectName),
      kind: kindOf(root, view, kinds, inside, own),
      root: root.root,
      language: mainLanguage(own),
      files: own.length,
      lines: sumLines(own),
      source: sumLines(
        own.filter(({ language }) => language !== null && isSourceLanguage(language)),
      ),
      entry_points: entries.map((entry) => entry.path)
        .filter((path) => analysed.has(path)),
    };
  });
  return { components, componentOf: (path) => ids.get(ownerOf(path))! };
}

/** Program text that somebody wrote here, by linguist's type of its language. */
export function isSource(file: PlainFile): boolean {
  return !file.test && isProgram(file);
}

/** The same, of tests too. */
function isProgram({ vendored, generated, language }: PlainFile): boolean {
  return !vendored && !generated && language !== null && isSourceLanguage(language);
}

/** Root paths as identifiers; a clash (`a/b` and `a-b`) is numbered in the order of roots. */
function idsOf(roots: readonly ComponentRoot[]): Map<ComponentRoot, string> {
  const taken = new Set<string>();
  const ids = new Map<ComponentRoot, string>();
  for (const root of roots) {
    const slug = root.root === ""
      ? "root"
      : root.root.toLowerCase().replace(/[^a-z0-9_.]+/g, "-").replace(/^-|-$/g, "") || "other";
    let id = slug;
    for (let number = 2; taken.has(id); number++) id = `${slug}-${number}`;
    taken.add(id);
    ids.set(root, id);
  }
  return ids;
}

function nameOf(
  { root, origin, within }: ComponentRoot,
  names: ReadonlyMap<string, string>,
  projectName: string,
): string {
  if (origin === "module" && within !== "") return root.slice(within.length + 1);
  if (origin === "module" || origin === "collection") return root;
  return names.get(root) ?? (root === "" ? projectName : root);
}

/** Rules in their order, as docs/components.md publishes them. */
function kindOf(
  { root, origin }: ComponentRoot,
  view: RepositoryView,
  kinds: ManifestKinds,
  entries: readonly EntryPoint[],
  files: readonly PlainFile[],
): ComponentKind {
  // Inside of a program a name says little: `src/site` may be the site's code.
  const named = root !== "" && (origin !== "module" || !root.includes("/"));
  const onlyTests = origin === "module" && files.every((file) => file.test);
  if (named && isTestsDirectory(root) || onlyTests) return "tests";
  if (origin === "package" && (TEST_PROJECT.test(baseName(root)) || kinds.isTests(root))) {
    return "tests";
  }
  if (named && isDocsDirectory(root) && !isCodePackage(view, root)) return "docs";
  if (origin === "module" || origin === "collection") {
    return baseName(directoryOf(root)) === "cmd" && entries.some((entry) => entry.runs)
      ? "application"
      : "module";
  }
  if (DEPLOYED.some((name) => view.has(join(root, name)))) return "application";
  if (kinds.isApplication(root)) return "application";
  if (
    entries.some((entry) => !entry.runs) || isGoLibrary(view, root) || kinds.isProduct(root)
  ) return "library";
  if (entries.some((entry) => entry.runs)) return "application";
  if (view.list(root).some(({ name }) => LIBRARY.test(name))) return "library";
  return kinds.isLibrary(root) ? "library" : "module";
}

/** A module whose own directory is a package to import, whatever commands it brings along. */
function isGoLibrary(view: RepositoryView, root: string): boolean {
  return view.has(join(root, "go.mod")) && holdsGoPackage(view, root);
}

/** A directory that other code imports as a package of Go or Python. */
function isCodePackage(view: RepositoryView, root: string): boolean {
  return holdsGoPackage(view, root) || view.has(join(root, "__init__.py"));
}

function holdsGoPackage(view: RepositoryView, directory: string): boolean {
  return view.list(directory).some(({ name }) => {
    const path = join(directory, name);
    const clause = view.facts(path)?.extra?.package;
    return name.endsWith(".go") && !view.isTest(path) && typeof clause === "string" &&
      clause !== "main";
  });
}

/** Files that only a program that is run, served or deployed has beside its manifest. */
const DEPLOYED = [
  "Dockerfile",
  "Procfile",
  "manage.py",
  "app.json",
  "fly.toml",
  "vercel.json",
  "netlify.toml",
  "next.config.js",
  "next.config.mjs",
  "next.config.ts",
  "nuxt.config.ts",
  "angular.json",
  "wrangler.toml",
];
/** Manifests of what others build on, where nothing in it is run. */
const LIBRARY =
  /^(?:setup\.py|setup\.cfg|pyproject\.toml|go\.mod|[\w.-]+\.(?:gemspec|(?:cs|fs|vb)proj))$/;
/** Projects that .NET and the JVM name after what they test. */
const TEST_PROJECT = /[.](?:(?:Unit|Integration|Functional|Acceptance|EndToEnd)?Tests?|Specs?)$/i;

/** An action's title and the like name no component. */
function namesComponent({ ecosystem }: MapPackage): boolean {
  return ecosystem !== "github-actions" && ecosystem !== "docker";
}

function mainLanguage(files: readonly PlainFile[]): string | null {
  const code = new Map<string, number>();
  for (const file of files) {
    if (!isProgram(file)) continue;
    code.set(file.language!, (code.get(file.language!) ?? 0) + file.lines.code);
  }
  const ranked = [...code].sort((a, b) => b[1] - a[1] || compareCodeUnits(a[0], b[0]));
  return ranked[0]?.[0] ?? null;
}

function sumLines(files: readonly PlainFile[]): Lines {
  const sum: Lines = { code: 0, comment: 0, blank: 0 };
  for (const { lines } of files) {
    sum.code += lines.code;
    sum.comment += lines.comment;
    sum.blank += lines.blank;
  }
  return sum;
}
