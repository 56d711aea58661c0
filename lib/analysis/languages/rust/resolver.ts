/** Resolves Rust's modules and paths to the files of their modules; the rules are in docs/accuracy.md. */
import { PackageURL } from "packageurl-js";
import type { RawImport } from "../../facts.ts";
import { directoryOf, normalise, upwards } from "../../paths.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { declaredModule, rustFacts } from "./facts.ts";
import { type Crate, growModules, type Module, moduleFile } from "./modules.ts";
import { type CargoPackage, readCargoPackages } from "./packages.ts";

/** Crates that come with the compiler. */
const BUILTIN = new Set("std core alloc proc_macro test".split(" "));
/** Uses that build on one another (`use a::b; use b::c;`). */
const MAX_STEPS = 5;

/** A crate of this repository, a package, a builtin, or nothing that is known. */
type External = { crate: Crate } | { resolved: Resolved } | null;

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
    if (dependency) {
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

  /** The deepest module along a path; null where one is declared that has no file. */
  function walk(
    start: Module,
    names: readonly string[],
  ): { module: Module; rest: string[] } | null {
    let module = start;
    for (const [index, name] of names.entries()) {
      const child = module.children.get(name);
      if (child === undefined) return { module, rest: names.slice(index) };
      if (child === null) return null;
      module = child;
    }
    return { module, rest: [] };
  }

  function along(from: string, start: Module, names: readonly string[]): Resolved[] {
    const found = walk(start, names);
    if (!found) {
      return [{
        to: null,
        resolution: "unresolved",
        reason: "a module on the path has no file here",
      }];
    }
    let { file } = found.module;
    const [name, more] = found.rest;
    // an exported macro lives at the root of its crate
    if (name !== undefined && more === undefined && found.module.parent === null) {
      const macro = found.module.crate.macros.get(name);
      const own = rustFacts(view.facts(file)?.extra).items?.includes(name);
      if (macro !== undefined && !own) file = macro;
    }
    return file === from ? [] : [{ to: file, resolution: "file" }];
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
      const [name = "", ...behind] = rest;
      const root = module.crate.root;
      if (old && root.children.has(name)) return along(from, root, rest);
      return outside(from, module, name, behind, true);
    }
    const mention = isMentioned(from, imported.specifier);
    const { aliases = {}, items = [] } = rustFacts(view.facts(from)?.extra);
    if (Object.hasOwn(aliases, first) && steps < MAX_STEPS) {
      const specifier = [aliases[first], ...rest].join("::");
      return path(from, module, { ...imported, specifier }, steps + 1);
    }
    const base = old && !mention ? module.crate.root : module;
    if (base.children.has(first)) return along(from, base, [first, ...rest]);
    const found = external(module, first);
    if (found) return outside(from, module, first, rest, true);
    if (mention) return [];
    // An item of this file, or what another use of it brings into scope.
    if (items.includes(first)) return [];
    const facts = view.facts(from);
    for (const one of facts?.imports ?? []) {
      if (one === imported || one.kind === "include" || steps >= MAX_STEPS) continue;
      if (one.specifier.endsWith(`::${first}`)) {
        const specifier = [one.specifier, ...rest].join("::");
        return path(from, module, { ...imported, specifier }, steps + 1);
      }
    }
    // Names of another module, by a glob: they begin with a capital where they are types. In the old
    // edition they may be any item of the crate's root.
    if (old || /^\p{Lu}/u.test(first)) return [];
    for (const one of facts?.imports ?? []) {
      const glob = /^((?:super|crate|self)(?:::\w+)*)::\*$/.exec(one.specifier)?.[1];
      if (glob === undefined || steps >= MAX_STEPS) continue;
      const names = glob.split("::");
      let at: Module | null = names[0] === "crate" ? module.crate.root : module;
      for (const name of names) {
        if (name === "super") at = at?.parent ?? null;
        else if (name !== "crate" && name !== "self") at = at?.children.get(name) ?? null;
      }
      if (at?.children.has(first)) return along(from, at, [first, ...rest]);
    }
    return outside(from, module, first, rest, false);
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
      let module: Module | null | undefined = place;
      for (const name of names) module = module?.children.get(name);
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

function cargoPackage(name: string): Resolved {
  const to = new PackageURL("cargo", undefined, name, undefined, undefined, undefined).toString();
  return { to, resolution: "package" };
}
