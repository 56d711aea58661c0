/** Resolves Rust's modules and paths to the files of their modules; the rules are in docs/accuracy.md. */
import { PackageURL } from "packageurl-js";
import type { RawImport } from "../../facts.ts";
import { directoryOf, normalise, upwards } from "../../paths.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { declaredModule, rustFacts } from "./facts.ts";
import {
  type Crate,
  descend,
  growModules,
  MAX_ALTERNATIVES,
  type Module,
  moduleFile,
} from "./modules.ts";
import { type CargoPackage, readCargoPackages } from "./packages.ts";

/** Crates that come with the compiler. */
const BUILTIN = new Set("std core alloc proc_macro test".split(" "));
/** What `core` and its like are renamed to where the compiler's own library is built. */
const STANDARD = /^rustc[-_]std[-_]workspace[-_]/;
/** Uses that build on one another (`use a::b; use b::c;`). */
const MAX_STEPS = 5;

/** A crate of this repository, a package, a builtin, or nothing that is known. */
type External = { crate: Crate } | { resolved: Resolved } | null;

/** What the uses of a file bring into scope, in any of its modules. */
interface Bindings {
  /** What a new name stands for: `c` for `a::b` by `use a::b as c`. */
  aliases: ReadonlyMap<string, string>;
  /** The others by their last name; `*` for globs. */
  uses: ReadonlyMap<string, readonly RawImport[]>;
}

export function rustResolver(view: RepositoryView): Resolver {
  const packages = readCargoPackages(view);
  const trees = growModules(view, packages.values());
  const libraries = new Map<string, CargoPackage[]>();
  for (const one of packages.values()) {
    if (!one.library) continue;
    const list = libraries.get(one.library.name);
    if (list) list.push(one);
    else libraries.set(one.library.name, [one]);
  }
  const mentioned = new Map<string, ReadonlySet<string>>();
  const bindings = new Map<string, Bindings>();

  function isMentioned(from: string, specifier: string): boolean {
    let known = mentioned.get(from);
    if (!known) {
      known = new Set(rustFacts(view.facts(from)?.extra).mentioned);
      mentioned.set(from, known);
    }
    return known.has(specifier);
  }

  /** The package around a file: its crate's, else the nearest manifest's above. */
  function packageOf(module: Module): CargoPackage | null {
    if (module.crate.package) return module.crate.package;
    for (const at of upwards(directoryOf(module.file))) {
      const found = packages.get(at);
      if (found) return found;
    }
    return null;
  }

  function libraryOf(owner: CargoPackage | undefined): Crate | undefined {
    return owner?.library ? trees.crate(owner.library.root) : undefined;
  }

  /** What a name means in the extern prelude of a module's crate. */
  function external(module: Module, name: string): External {
    const owner = packageOf(module);
    const dependency = owner?.dependencies.get(name);
    if (dependency && !STANDARD.test(dependency.package)) {
      const crate = dependency.directory === null
        ? undefined
        : libraryOf(packages.get(dependency.directory));
      return crate ? { crate } : { resolved: cargoPackage(dependency.package) };
    }
    if (owner?.library?.name === name) {
      const crate = libraryOf(owner);
      if (crate) return { crate };
    }
    if (BUILTIN.has(name)) return { resolved: { to: name, resolution: "builtin" } };
    if (owner) return null;
    // No manifest says which crates this one sees (Bazel, Buck, Make).
    const [only, other] = libraries.get(name) ?? [];
    const crate = other ? undefined : libraryOf(only);
    return crate ? { crate } : null;
  }

  function along(from: string, start: Module, names: readonly string[]): Resolved[] {
    const { modules, rest } = deepest(start, names);
    if (modules.length === 0) {
      return [{
        to: null,
        resolution: "unresolved",
        reason: "a module on the path has no file here",
      }];
    }
    const files = new Set(modules.flatMap((module) => [...filesOf(module, rest)]));
    files.delete(from);
    return [...files].map((to) => ({ to, resolution: "file" }));
  }

  function filesOf(module: Module, [name, more]: readonly string[]): Iterable<string> {
    // an exported macro lives at the root of its crate
    const isOfRoot = name !== undefined && more === undefined && module.parent === null;
    const macros = isOfRoot ? module.crate.macros.get(name) : undefined;
    if (!macros) return [module.file];
    const own = rustFacts(view.facts(module.file)?.extra).items?.includes(name!);
    return own ? [module.file] : macros;
  }

  function path(from: string, module: Module, imported: RawImport, steps = 0): Resolved[] {
    const [first = "", ...rest] = imported.specifier.split("::");
    if (first === "crate") return along(from, module.crate.root, rest);
    if (first === "self" || first === "super") {
      let at: Module | null = module;
      let names = [first, ...rest];
      if (first === "self") names = names.slice(1);
      while (names[0] === "super" && at) {
        at = at.parent;
        names = names.slice(1);
      }
      if (at) return along(from, at, names);
      return [{ to: null, resolution: "unresolved", reason: "the path leaves its crate" }];
    }
    const owner = packageOf(module);
    const old = owner?.edition === 2015;
    if (first === "") {
      if (rest.length === 0) return []; // `use ::{self}` is no program
      if (old) return path(from, module, { ...imported, specifier: rest.join("::") }, steps);
      const [name = "", ...behind] = rest;
      return outside(from, module, name, behind, true);
    }
    // a path of `use` in the old edition begins at the crate's root
    const isOfRoot = old && !isMentioned(from, imported.specifier);
    const base = isOfRoot ? module.crate.root : module;
    const scope = isOfRoot ? base.file : from;
    if (base.children.has(first)) return along(from, base, [first, ...rest]);
    const { imports = [], extra } = view.facts(scope) ?? {};
    const { items = [] } = rustFacts(extra);
    const alias = bindingsOf(scope).aliases.get(first);
    if (alias !== undefined && steps < MAX_STEPS && isRenamed(first, alias)) {
      // what the root of the old edition brings from elsewhere is a re-export
      if (scope !== from && alias.includes("::")) return along(from, base, []);
      const specifier = [alias, ...rest].join("::");
      return path(from, base, { ...imported, specifier }, steps + 1);
    }
    const found = external(module, first);
    if (found) return outside(from, module, first, rest, true);
    if (isMentioned(from, imported.specifier)) return [];
    // An item of this scope, or what another use of it brings.
    if (items.includes(first)) return scope === from ? [] : along(from, base, []);
    if (scope !== from) {
      const isCrate = imports.some(({ specifier }) => specifier === `extern crate ${first}`);
      return isCrate ? outside(from, module, first, rest, true) : along(from, base, []);
    }
    const { uses } = bindingsOf(from);
    const others = uses.get(first)?.filter((one) => one !== imported) ?? [];
    const here = imported.names?.join("::");
    const other = others.find(({ names }) => names?.join("::") === here) ?? others[0];
    if (other && steps < MAX_STEPS) {
      let place: Module | null = module;
      for (const _ of imported.names ?? []) place = place?.parent ?? null;
      const specifier = [other.specifier, ...rest].join("::");
      const at = place && descend(place, other.names ?? []);
      return path(from, at ?? module, { ...other, specifier }, steps + 1);
    }
    // Names of another module, by a glob: they begin with a capital where they are types. In the old
    // edition they may be any item of the crate's root.
    if (old || /^\p{Lu}/u.test(first)) return [];
    for (const one of uses.get("*") ?? []) {
      const glob = /^((?:super|crate|self)(?:::\w+)*)::\*$/.exec(one.specifier)?.[1];
      if (glob === undefined || steps >= MAX_STEPS) continue;
      const names = glob.split("::");
      let at: Module | null = names[0] === "crate" ? module.crate.root : module;
      for (const name of names) {
        if (name === "super") at = at?.parent ?? null;
        else if (name !== "crate" && name !== "self") at = at?.children.get(name)?.[0] ?? null;
      }
      if (at?.children.has(first)) return along(from, at, [first, ...rest]);
    }
    return outside(from, module, first, rest, false);
  }

  function bindingsOf(file: string): Bindings {
    let known = bindings.get(file);
    if (!known) {
      known = readBindings(view.facts(file)?.imports ?? []);
      bindings.set(file, known);
    }
    return known;
  }

  function outside(
    from: string,
    module: Module,
    name: string,
    rest: readonly string[],
    known: boolean,
  ): Resolved[] {
    const found = known ? external(module, name) : null;
    if (found && "crate" in found) return along(from, found.crate.root, rest);
    return [found ? found.resolved : cargoPackage(name)];
  }

  function resolveIn(
    from: string,
    place: Module,
    module: Module,
    imported: RawImport,
  ): Resolved[] {
    const { specifier } = imported;
    const declared = declaredModule(specifier);
    if (declared) {
      const found = moduleFile(view, module, place, declared.name, declared.path);
      if (found) return found.file === from ? [] : [{ to: found.file, resolution: "file" }];
      // another alternative is here, or it stands in this file
      if (declared.bySetting || module.children.get(declared.name)?.length) return [];
      const reason = "neither the module's file nor its directory is here";
      return [{ to: null, resolution: "unresolved", reason }];
    }
    if (specifier.startsWith("extern crate ")) {
      return outside(from, module, specifier.slice(13), [], true);
    }
    return path(from, module, imported);
  }

  function resolve(from: string, imported: RawImport): Resolved[] {
    const { specifier, kind, dynamic, names = [] } = imported;
    if (dynamic !== undefined) return [{ to: null, resolution: "unresolved", reason: dynamic }];
    if (kind === "include") {
      const to = normalise(directoryOf(from), specifier);
      if (to !== null && view.has(to)) return [{ to, resolution: "file" }];
      return [{ to: null, resolution: "unresolved", reason: "no such file" }];
    }
    let best: Resolved[] | null = null;
    for (const place of trees.of(from)) {
      const module = descend(place, names);
      if (!module) continue;
      const found = resolveIn(from, place, module, imported);
      // the first of its crates in which the path leads to a file
      if (best === null || (best[0]?.resolution !== "file" && found[0]?.resolution === "file")) {
        best = found;
      }
    }
    return best ??
      [{ to: null, resolution: "unresolved", reason: "the file is no module of a crate" }];
  }

  return { resolve };
}

/**
 * The deepest modules along a path: alternatives for other platforms and features, but none that lacks
 * a module that others have. No modules where one is declared that has no file.
 */
function deepest(
  start: Module,
  names: readonly string[],
): { modules: Module[]; rest: readonly string[] } {
  let modules = [start];
  for (const [index, name] of names.entries()) {
    const next = modules.flatMap(({ children }) => children.get(name) ?? []);
    if (next.length === 0) {
      modules = modules.filter(({ children }) => !children.has(name));
      return { modules, rest: names.slice(index) };
    }
    modules = next.slice(0, MAX_ALTERNATIVES);
  }
  return { modules, rest: [] };
}

function readBindings(imports: readonly RawImport[]): Bindings {
  const aliases = new Map<string, string>();
  const plain: RawImport[] = [];
  for (const imported of imports) {
    const { specifier, kind, as } = imported;
    if (as === undefined) {
      if (kind !== "include" && specifier.includes("::")) plain.push(imported);
      continue;
    }
    const path = specifier.replace(/^extern crate /, "");
    if (path !== as && !path.startsWith(`${as}::`)) aliases.set(as, path);
  }
  return { aliases, uses: Map.groupBy(plain, ({ specifier }) => specifier.split("::").at(-1)!) };
}

/** `extern crate core as std` is one of two alternatives, which have both names. */
function isRenamed(name: string, original: string): boolean {
  return !BUILTIN.has(name) || !(BUILTIN.has(original) || STANDARD.test(original));
}

function cargoPackage(name: string): Resolved {
  const to = new PackageURL("cargo", undefined, name, undefined, undefined, undefined).toString();
  return { to, resolution: "package" };
}
