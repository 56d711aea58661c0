/**
 * The trees of modules that a repository's crates are (https://doc.rust-lang.org/reference/items/modules.html):
 * from each crate's root along its `mod` declarations.
 */
import { baseName, directoryOf, join, normalise } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";
import { declaredModule, rustFacts } from "./facts.ts";
import type { CargoPackage } from "./packages.ts";

/** A file may be a module of several crates; more places than these are a cycle of `mod`. */
const MAX_PLACES = 8;
/** Of one name: modules for other platforms and features, files that export a macro. */
export const MAX_ALTERNATIVES = 16;
const MAX_DEPTH = 64;

export interface Crate {
  root: Module;
  /** null for a crate that no manifest names. */
  package: CargoPackage | null;
  /** The files of each macro that is exported, which lives at the crate's root. */
  macros: Map<string, Set<string>>;
}

export interface Module {
  file: string;
  /** The directory in which its own modules' files lie. */
  directory: string;
  parent: Module | null;
  crate: Crate;
  /**
   * Several where a name is declared again for another platform or feature, inline ones first, up to
   * MAX_ALTERNATIVES; none where it is declared and no file is there.
   */
  children: Map<string, Module[]>;
  depth: number;
}

export interface ModuleTrees {
  /** The modules that a file is, those of libraries first; [] for none. */
  of(file: string): readonly Module[];
  /** The crate with this root. */
  crate(root: string): Crate | undefined;
}

export function growModules(
  view: RepositoryView,
  packages: Iterable<CargoPackage>,
): ModuleTrees {
  const places = new Map<string, Module[]>();
  const crates = new Map<string, Crate>();

  function plant(file: string, owner: CargoPackage | null): void {
    if (crates.has(file) || !isRust(view, file)) return;
    const crate = { package: owner, macros: new Map() } as unknown as Crate;
    const directory = directoryOf(file);
    crate.root = { file, directory, parent: null, crate, children: new Map(), depth: 0 };
    crates.set(file, crate);
    const open = [crate.root];
    for (let module = open.pop(); module; module = open.pop()) open.push(...grow(module));
  }

  /** Adds a file's modules to its tree, and gives those that lie in files of their own. */
  function grow(module: Module): Module[] {
    const { file, crate } = module;
    const known = places.get(file);
    if (known && known.length >= MAX_PLACES) return [];
    if (known) known.push(module);
    else places.set(file, [module]);
    const facts = view.facts(file);
    const { inline = [], macros = [] } = rustFacts(facts?.extra);
    for (const path of inline) {
      const names = path.split("::");
      const name = names.pop()!;
      const parent = descend(module, names);
      if (parent && !parent.children.has(name)) {
        const directory = join(parent.directory, name);
        parent.children.set(name, [child(parent, file, directory)]);
      }
    }
    for (const name of macros) {
      const files = crate.macros.get(name);
      if (!files) crate.macros.set(name, new Set([file]));
      else if (files.size < MAX_ALTERNATIVES) files.add(file);
    }
    const grown: Module[] = [];
    for (const { specifier, names = [] } of facts?.imports ?? []) {
      const declared = declaredModule(specifier);
      const parent = declared && descend(module, names);
      if (!parent || parent.depth >= MAX_DEPTH) continue;
      const found = moduleFile(view, parent, module, declared.name, declared.path);
      const alternatives = parent.children.get(declared.name) ?? [];
      parent.children.set(declared.name, alternatives);
      if (!found || alternatives.some(({ file }) => file === found.file)) continue;
      const next = child(parent, found.file, found.directory);
      if (alternatives.length < MAX_ALTERNATIVES) alternatives.push(next);
      grown.push(next);
    }
    return grown;
  }

  for (const one of packages) if (one.library) plant(one.library.root, one);
  for (const one of packages) for (const root of one.roots) plant(root, one);
  const sources = view.paths.filter((path) => isRust(view, path));
  // What no manifest names: roots are the files that no other such file declares.
  const rest = sources.filter((path) => !places.has(path));
  const declared = new Set(rest.flatMap((path) => declaredFiles(view, path)));
  for (const path of rest) if (!declared.has(path)) plant(path, null);
  for (const path of rest) if (!places.has(path)) plant(path, null);
  addIncluded(view, sources, places, crates);
  return { of: (file) => places.get(file) ?? [], crate: (root) => crates.get(root) };
}

/** A file that `include!` names is a part of the module that includes it. */
function addIncluded(
  view: RepositoryView,
  sources: readonly string[],
  places: Map<string, Module[]>,
  crates: ReadonlyMap<string, Crate>,
): void {
  for (const path of sources) {
    for (const { kind, specifier, dynamic } of view.facts(path)!.imports) {
      if (kind !== "include" || dynamic !== undefined) continue;
      const file = normalise(directoryOf(path), specifier);
      const own = crates.get(file ?? "");
      if (file !== null && own?.package === null) places.set(file, places.get(path) ?? []);
    }
  }
}

function isRust(view: RepositoryView, path: string): boolean {
  return view.facts(path)?.language === "Rust";
}

function child(parent: Module, file: string, directory: string): Module {
  const { crate, depth } = parent;
  return { file, directory, parent, crate, children: new Map(), depth: depth + 1 };
}

/** The inline module of a file's module with these names, outermost first. */
export function descend(module: Module, names: readonly string[]): Module | null {
  let at: Module | null = module;
  for (const name of names) at = at?.children.get(name)?.[0] ?? null;
  return at;
}

/**
 * `x.rs`, else `x/mod.rs`, in the parent's directory. `#[path]` is relative to the file's directory,
 * in inline modules to that of the module.
 */
export function moduleFile(
  view: RepositoryView,
  parent: Module,
  inFile: Module,
  name: string,
  path: string | null,
): { file: string; directory: string } | null {
  if (path !== null) {
    const base = parent === inFile ? directoryOf(inFile.file) : parent.directory;
    const file = normalise(base, path);
    return file !== null && view.has(file) ? { file, directory: directoryOf(file) } : null;
  }
  const directory = join(parent.directory, name);
  for (const file of [`${directory}.rs`, `${directory}/mod.rs`]) {
    if (view.has(file)) return { file, directory };
  }
  return null;
}

/** Files that the `mod` declarations of a file would lead to, wherever it stands. */
function declaredFiles(view: RepositoryView, path: string): string[] {
  const { imports } = view.facts(path)!;
  const stem = /^(?:mod|lib|main)\.rs$/.test(baseName(path))
    ? directoryOf(path)
    : path.slice(0, -3);
  return imports.flatMap(({ specifier, names = [] }) => {
    const module = declaredModule(specifier);
    if (!module) return [];
    if (module.path !== null) return normalise(directoryOf(path), module.path) ?? [];
    return [stem, directoryOf(path)].flatMap((directory) => {
      const file = join(directory, [...names, module.name].join("/"));
      return [`${file}.rs`, `${file}/mod.rs`];
    });
  }).filter((file) => file !== path);
}
