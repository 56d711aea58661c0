/** Cargo's packages of a repository (https://doc.rust-lang.org/cargo/reference/manifest.html). */
import { manifestText } from "../../packages/contract.ts";
import { isTable, readToml, table, text, type Toml } from "../../packages/toml.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";

export interface Dependency {
  /** The package's name where it is published. */
  package: string;
  /** The directory of a package of this repository; null where it is another one. */
  directory: string | null;
}

export interface CargoPackage {
  directory: string;
  /** 2015 where paths of `use` begin at the crate's root. */
  edition: number;
  /** The library's name as code writes it, and its root; null where the package has none. */
  library: { name: string; root: string } | null;
  /** Roots of its other crates: programs, tests, examples, benchmarks, the build script. */
  roots: string[];
  /** By the name that code uses. */
  dependencies: ReadonlyMap<string, Dependency>;
}

export function isCargoManifest(path: string): boolean {
  return baseName(path) === "Cargo.toml";
}

/** Packages by their directories. */
export function readCargoPackages(view: RepositoryView): ReadonlyMap<string, CargoPackage> {
  const manifests = new Map<string, Toml>();
  for (const path of view.paths) {
    const source = isCargoManifest(path) ? manifestText(view, path) : null;
    if (source !== null) manifests.set(directoryOf(path), readToml(source));
  }
  const libraries = new Map<string, { name: string; root: string } | null>();
  for (const [directory, manifest] of manifests) {
    libraries.set(directory, libraryOf(view, directory, manifest));
  }
  const packages = new Map<string, CargoPackage>();
  for (const [directory, manifest] of manifests) {
    if (!isTable(manifest.package)) continue;
    const [around, workspace] = workspaceOf(directory, manifests);
    packages.set(directory, {
      directory,
      edition: editionOf(manifest, workspace),
      library: libraries.get(directory) ?? null,
      roots: rootsOf(view, directory, manifest),
      dependencies: dependenciesOf(directory, manifest, around, workspace, libraries),
    });
  }
  return packages;
}

function editionOf(manifest: Toml, workspace: Toml): number {
  const own = table(manifest, "package").edition;
  const inherited = isTable(own) ? table(workspace, "workspace", "package").edition : own;
  return Number(text(inherited) ?? 2015) || 2015;
}

/** The nearest manifest at or above a package that declares a workspace; {} where there is none. */
function workspaceOf(directory: string, manifests: ReadonlyMap<string, Toml>): [string, Toml] {
  for (const at of upwards(directory)) {
    const manifest = manifests.get(at);
    if (manifest && isTable(manifest.workspace)) return [at, manifest];
  }
  return [directory, {}];
}

function libraryOf(view: RepositoryView, directory: string, manifest: Toml) {
  if (!isTable(manifest.package)) return null;
  const declared = table(manifest, "lib");
  const root = normalise(directory, text(declared.path) ?? "src/lib.rs");
  if (root === null || !view.has(root)) return null;
  const name = text(declared.name) ?? text(table(manifest, "package").name) ?? baseName(directory);
  return { name: name.replaceAll("-", "_"), root };
}

/** https://doc.rust-lang.org/cargo/guide/project-layout.html, and the targets that are named. */
function rootsOf(view: RepositoryView, directory: string, manifest: Toml): string[] {
  const roots = new Set<string>();
  const add = (path: string | null) => {
    if (path !== null && view.has(path)) roots.add(path);
  };
  add(join(directory, "src/main.rs"));
  for (const place of ["src/bin", "tests", "examples", "benches"]) {
    const holder = join(directory, place);
    for (const { name, directory: isDirectory } of view.list(holder)) {
      if (isDirectory) add(join(holder, `${name}/main.rs`));
      else if (name.endsWith(".rs")) add(join(holder, name));
    }
  }
  for (const kind of ["bin", "example", "test", "bench"]) {
    const targets: unknown[] = Array.isArray(manifest[kind]) ? manifest[kind] : [];
    for (const target of targets) {
      const path = text(isTable(target) ? target.path : null);
      if (path !== null) add(normalise(directory, path));
    }
  }
  const build = table(manifest, "package").build;
  add(normalise(directory, text(build) ?? "build.rs"));
  return [...roots];
}

const KINDS = ["dependencies", "dev-dependencies", "dev_dependencies", "build-dependencies"];

function dependenciesOf(
  directory: string,
  manifest: Toml,
  around: string,
  workspace: Toml,
  libraries: ReadonlyMap<string, { name: string } | null>,
): Map<string, Dependency> {
  const found = new Map<string, Dependency>();
  const shared = table(workspace, "workspace", "dependencies");
  const patches = new Map<string, string>();
  for (const source of Object.values(table(workspace, "patch"))) {
    for (const [name, patch] of Object.entries(table(source))) {
      const path = text(isTable(patch) ? patch.path : null);
      const target = path === null ? null : normalise(around, path);
      if (target !== null) patches.set(name, target);
    }
  }
  const targets = [manifest, ...Object.values(table(manifest, "target"))];
  for (const kind of KINDS) {
    for (const [key, own] of targets.flatMap((target) => Object.entries(table(target, kind)))) {
      const inherits = isTable(own) && own.workspace === true;
      const value = inherits ? shared[key] : own;
      const details: Toml = isTable(value) ? value : {};
      const name = text(details.package) ?? key;
      const path = text(details.path);
      const place = path === null
        ? patches.get(name) ?? null
        : normalise(inherits ? around : directory, path);
      const known = place !== null && libraries.has(place) ? place : null;
      // a renamed package is known by the key, another one by its library's name
      const library = known !== null && details.package === undefined ? libraries.get(known) : null;
      found.set(library?.name ?? key.replaceAll("-", "_"), { package: name, directory: known });
    }
  }
  return found;
}
