/**
 * The modules of a repository: SwiftPM's targets, pods, and Xcode's targets that lie where Xcode puts
 * them; which files are whose.
 */
import { manifestText } from "../../packages/contract.ts";
import { perView } from "../../packages/per_view.ts";
import {
  baseName,
  compareCodeUnits,
  directoryOf,
  isWithin,
  join,
  normalise,
  upwards,
} from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";
import { type DeclaredTarget, readPackageManifest } from "./package_manifest.ts";

export interface Module {
  /** As an import writes it. */
  name: string;
  kind: DeclaredTarget["kind"];
  /** A program, not a library. */
  runs: boolean;
  /** null where its files are not in the repository. */
  directory: string | null;
  /** Directories and files, relative to the repository; null: all below `directory`. */
  sources: string[] | null;
  exclude: string[];
  /** Of the C language's headers that an import sees, where it has any. */
  headers: string | null;
  /** The directory of its Package.swift; null for pods and Xcode's targets. */
  package: string | null;
  dependencies: DeclaredTarget["dependencies"];
}

export interface Modules {
  all: readonly Module[];
  /** The module that a file is compiled into; null where none is known. */
  of(path: string): Module | null;
  /** Directories of the packages that have a product for others to import. */
  libraries: ReadonlySet<string>;
  /** Directories of the packages that one names by path. */
  locals(packageDirectory: string): readonly string[];
  /** Xcode's targets whose files are not known by their place. */
  unplaced: ReadonlySet<string>;
}

/** SwiftPM's own order: https://docs.swift.org/package-manager/PackageDescription/PackageDescription.html#target */
const CUSTOM = ["Sources", "Source", "src", "srcs"];
/** Modules of one project file; a larger one is no project. */
const MAX_TARGETS = 2_000;

export function isSwiftManifest(path: string): boolean {
  return /^(?:Package\.(?:swift|resolved)|Podfile(?:\.lock)?|project\.pbxproj|.+\.podspec)$/
    .test(baseName(path));
}

/** The modules of a view, read once for all that ask. */
export const swiftModules = perView(readModules);

/**
 * Targets of packages by the directory that is theirs as a part of the repository: of a package with
 * several their own, of one with a single target the package's. Tests are not among them.
 */
export function swiftTargets(view: RepositoryView): Map<string, Module> {
  const parts = new Map<string, Module>();
  const byPackage = Map.groupBy(
    swiftModules(view).all.filter(({ directory, kind }) => directory !== null && kind !== "test"),
    (one) => one.package,
  );
  for (const [home, targets] of byPackage) {
    if (home === null) continue;
    const [only, ...others] = targets;
    if (only && others.length === 0) parts.set(home, only);
    const inside = targets.filter(({ directory }) => directory !== home);
    if (inside.length > 1) { for (const one of inside) parts.set(one.directory!, one); }
  }
  return parts;
}

function readModules(view: RepositoryView): Modules {
  const all: Module[] = [];
  const locals = new Map<string, string[]>();
  const unplaced = new Set<string>();
  const libraries = new Set<string>();
  for (const path of view.paths) {
    if (!path.includes("Package.swift") && !/\.(?:pbxproj|podspec)$/.test(path)) continue;
    const text = isSwiftManifest(path) ? manifestText(view, path) : null;
    if (text === null) continue;
    const directory = directoryOf(path);
    if (baseName(path) === "Package.swift") {
      const { targets, library, locals: written } = readPackageManifest(text);
      if (library) libraries.add(directory);
      const paths = written.map((one) => normalise(directory, one));
      locals.set(directory, paths.filter((one) => one !== null));
      for (const target of targets.slice(0, MAX_TARGETS)) {
        all.push(placed(view, directory, target, targets));
      }
    } else if (path.endsWith(".podspec")) {
      const pod = readPod(directory, text);
      if (pod) all.push(pod);
    } else readXcode(view, directoryOf(directory), text, all, unplaced);
  }
  return {
    all,
    of: owners(all),
    libraries,
    locals: (directory) => locals.get(directory) ?? [],
    unplaced,
  };
}

/** SwiftPM's rule for a C99 identifier. */
function identifier(name: string): string {
  return name.replace(/[^\p{L}\p{N}_]/gu, "_").replace(/^(?=\p{N})/u, "_");
}

function placed(
  view: RepositoryView,
  home: string,
  target: DeclaredTarget,
  siblings: readonly DeclaredTarget[],
): Module {
  const directory = directoryOfTarget(view, home, target, siblings);
  const inside = (paths: readonly string[]) =>
    paths.map((path) => directory === null ? null : normalise(directory, path))
      .filter((path) => path !== null);
  const headers = directory === null ? null : join(directory, target.publicHeaders ?? "include");
  return {
    name: identifier(target.name),
    kind: target.kind,
    runs: target.runs,
    directory,
    sources: target.sources === null ? null : inside(target.sources),
    exclude: inside(target.exclude),
    headers,
    package: home,
    dependencies: target.dependencies,
  };
}

function directoryOfTarget(
  view: RepositoryView,
  home: string,
  { name, kind, path }: DeclaredTarget,
  siblings: readonly DeclaredTarget[],
): string | null {
  if (kind === "binary") return null;
  const exists = (directory: string | null) =>
    directory !== null && view.hasDirectory(directory) ? directory : null;
  if (path !== null) return exists(normalise(home, path));
  const own = ownFolder(kind);
  const folders = own === null ? CUSTOM : [own, ...CUSTOM];
  for (const folder of folders) {
    const found = exists(join(home, `${folder}/${name}`));
    if (found !== null) return found;
  }
  // since 5.9 a package's only target may lie in the folder itself
  const alone = siblings.filter((one) => ownFolder(one.kind) === own).length === 1;
  return alone ? folders.map((one) => exists(join(home, one))).find((one) => one) ?? null : null;
}

/** Where targets of a kind lie before all others' folders; null: they share these. */
function ownFolder(kind: DeclaredTarget["kind"]): string | null {
  return kind === "test" ? "Tests" : kind === "plugin" ? "Plugins" : null;
}

/** https://guides.cocoapods.org/syntax/podspec.html */
function readPod(directory: string, text: string): Module | null {
  const value = (key: string) =>
    new RegExp(`^[ \\t]*\\w+\\.${key}[ \\t]*=[ \\t]*(["'])([^"'#\\n]+)\\1`, "m").exec(text)?.[2];
  const name = value("module_name") ?? value("header_dir") ?? value("name");
  if (name === undefined) return null;
  // `"ios/**/*.{swift,h}"`: what precedes the first pattern
  const sources = [...text.matchAll(/\.source_files[ \t]*=[ \t]*([^\n]+)/g)].slice(0, 100)
    .flatMap(([, list]) => [...list!.matchAll(/(["'])([^"'\n]+)\1/g)].map((one) => one[2]!))
    .map((glob) => normalise(directory, glob.replace(/(?:^|\/)[^/]*[*{?[].*$/, "")))
    .filter((path) => path !== null);
  return {
    name: identifier(name),
    kind: "source",
    runs: false,
    directory,
    sources: sources.length > 0 ? sources : null,
    exclude: [],
    headers: null,
    package: null,
    dependencies: [],
  };
}

/** Names of targets; their files where a directory beside the project has the target's name. */
function readXcode(
  view: RepositoryView,
  home: string,
  text: string,
  all: Module[],
  unplaced: Set<string>,
): void {
  let count = 0;
  for (const entry of text.split(/\bisa = PBXNativeTarget;/).slice(1)) {
    const name = /^\t\t\tname = "?([^";\n]+)"?;/m.exec(entry.slice(0, 20_000))?.[1];
    if (name === undefined || count++ >= MAX_TARGETS) continue;
    const directory = join(home, name);
    const product = /productType = "?([\w.-]+)/.exec(entry.slice(0, 20_000))?.[1] ?? "";
    if (!view.hasDirectory(directory)) {
      unplaced.add(identifier(name));
      continue;
    }
    all.push({
      name: identifier(name),
      kind: product.includes("test") ? "test" : "source",
      runs: product.endsWith(".application"),
      directory,
      sources: null,
      exclude: [],
      headers: null,
      package: null,
      dependencies: [],
    });
  }
}

/** The module with the deepest directory above a file that does not leave it out. */
function owners(all: readonly Module[]): Modules["of"] {
  const byDirectory = new Map<string, Module[]>();
  for (const module of all) {
    if (module.directory === null) continue;
    const list = byDirectory.get(module.directory);
    if (list) list.push(module);
    else byDirectory.set(module.directory, [module]);
  }
  const known = new Map<string, Module | null>();
  return (path) => {
    let found = known.get(path);
    if (found === undefined) {
      found = null;
      for (const directory of upwards(directoryOf(path))) {
        const holder = byDirectory.get(directory)?.find(({ sources, exclude }) =>
          (sources === null || sources.some((one) => isWithin(path, one))) &&
          !exclude.some((one) => isWithin(path, one))
        );
        if (holder) {
          found = holder;
          break;
        }
      }
      known.set(path, found);
    }
    return found;
  };
}

/** Headers that an import of a module of C sees: its map's, else all that it makes public. */
export function headersOf(view: RepositoryView, { name, directory, headers }: Module): string[] {
  for (const place of [headers, directory]) {
    if (place === null) continue;
    for (const file of ["module.modulemap", `${name}.h`, `${name}/${name}.h`]) {
      if (view.has(join(place, file))) return [join(place, file)];
    }
  }
  if (headers === null || !view.hasDirectory(headers)) return [];
  return view.paths.filter((path) => isWithin(path, headers) && /\.(?:h|hh|hpp)$/.test(path))
    .sort(compareCodeUnits);
}
