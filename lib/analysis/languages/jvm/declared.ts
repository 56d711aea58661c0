/** Which files declare a name or a package, and which of them an importer means. */
import { baseName, compareCodeUnits, directoryOf } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";
import type { Modules } from "./builds.ts";
import { jvmFacts } from "./facts.ts";

export interface Declared {
  /** Files that the importer means by a qualified name; [] where no file declares it. */
  files(from: string, name: string): readonly string[];
  /** Files of a package that the importer means by a wildcard. */
  packageFiles(from: string, name: string): readonly string[];
  isPackage(name: string): boolean;
  /** True for a package of the repository and for each one around it. */
  holdsPackages(name: string): boolean;
  /** Files whose module-info.java declares a module of this name. */
  module(name: string): readonly string[];
}

interface Place {
  path: string;
  /** The directory in which its package's directories begin. */
  root: string;
  module: string;
  test: boolean;
}

/** Indexes what all files of JVM languages declare. */
export function indexDeclared(view: RepositoryView, modules: Modules): Declared {
  const byName = new Map<string, Place[]>();
  const byPackage = new Map<string, Map<string, Place[]>>();
  const byModule = new Map<string, string[]>();
  const places = new Map<string, Place>();
  for (const path of view.paths) {
    const facts = jvmFacts(view.facts(path)?.extra);
    if (!facts) continue;
    if (facts.module !== undefined) append(byModule, facts.module, path);
    for (const [name = "", ...own] of facts.declares) {
      const place: Place = {
        path,
        root: sourceRoot(directoryOf(path), name),
        module: modules.of(path).directory,
        test: view.isTest(path),
      };
      if (!places.has(path)) places.set(path, place);
      const members = new Set(own);
      if (path.endsWith(".kt")) members.add(facts.facade ?? facadeOf(path));
      // A script's class has the name of its file (https://groovy-lang.org/structure.html#_script_class).
      if (path.endsWith(".groovy") && own.length === 0) members.add(baseName(path).slice(0, -7));
      let names = byPackage.get(name);
      if (!names) byPackage.set(name, names = new Map());
      for (const member of members) {
        append(byName, name === "" ? member : `${name}.${member}`, place);
        append(names, member, place);
      }
    }
  }
  const holders = new Set<string>();
  for (const name of byPackage.keys()) {
    for (let at = name; at !== "" && !holders.has(at); at = outerName(at)) holders.add(at);
  }
  const placeOf = (from: string): Place =>
    places.get(from) ??
      {
        path: from,
        root: directoryOf(from),
        module: modules.of(from).directory,
        test: view.isTest(from),
      };
  // Files of one directory and package mean the same; a name may be declared thousands of times.
  const chosen = new Map<string, readonly Place[]>();
  const choose = (from: string, name: string, candidates: readonly Place[]) => {
    if (candidates.length < 2) return candidates;
    const importer = placeOf(from);
    const key = JSON.stringify([name, directoryOf(from), importer.root]);
    let places = chosen.get(key);
    if (!places) {
      places = nearest(importer, candidates, modules.reachable(modules.of(from)));
      chosen.set(key, places);
    }
    return places;
  };
  const wildcards = new Map<string, readonly string[]>();
  return {
    isPackage: (name) => byPackage.has(name),
    holdsPackages: (name) => holders.has(name),
    module: (name) => byModule.get(name) ?? [],
    files: (from, name) => choose(from, name, byName.get(name) ?? []).map(({ path }) => path),
    packageFiles(from, name) {
      const key = JSON.stringify([name, directoryOf(from), placeOf(from).root]);
      let files = wildcards.get(key);
      if (!files) {
        const members = byPackage.get(name) ?? new Map<string, Place[]>();
        const all = [...members].flatMap(([member, list]) =>
          choose(from, `${name}.${member}`, list)
        );
        const own = all.filter(({ test }) => !test);
        const paths = new Set((own.length > 0 ? own : all).map(({ path }) => path));
        wildcards.set(key, files = [...paths].sort(compareCodeUnits));
      }
      return files;
    },
  };
}

/** `a.b` of `a.b.C`; "" of a name without dots. */
export function outerName(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

/** Kotlin's class for the functions of a file (https://kotlinlang.org/docs/java-to-kotlin-interop.html). */
function facadeOf(path: string): string {
  const name = baseName(path).slice(0, -3).replace(/[^\w$]/g, "_");
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}Kt`;
}

/** The directory without the last names that are the package's; Kotlin may leave out the first ones. */
function sourceRoot(directory: string, packageName: string): string {
  const parts = packageName.split(".");
  let root = directory;
  while (parts.length > 0 && baseName(root) === parts[parts.length - 1] && root !== "") {
    parts.pop();
    root = directoryOf(root);
  }
  return root;
}

/**
 * Of several files that declare one name: those of the importer's source root, else its module's,
 * else those of the modules that it depends on, in fewest steps, else those of the module that lies
 * nearest in the tree; main code before tests. Variants of one module (build types, platforms) stay
 * together.
 */
function nearest(
  from: Place,
  candidates: readonly Place[],
  reachable: ReadonlyMap<string, number>,
): readonly Place[] {
  let best: Place[] = [];
  let least: readonly number[] = [];
  for (const candidate of candidates) {
    const key = [
      candidate.root === from.root ? 0 : 1,
      candidate.test ? 1 : 0,
      reachable.get(candidate.module) ?? reachable.size + 1,
      -sharedNames(from.path, candidate.path),
    ];
    const order = best.length === 0 ? -1 : compare(key, least);
    if (order < 0) {
      best = [candidate];
      least = key;
    } else if (order === 0 && candidate.module === best[0]!.module) best.push(candidate);
  }
  return best;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length; index++) {
    const difference = a[index]! - b[index]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** How many directories two paths share from the root on. */
function sharedNames(a: string, b: string): number {
  let count = 0;
  for (let at = 0; at < a.length && a[at] === b[at]; at++) if (a[at] === "/") count++;
  return count;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
