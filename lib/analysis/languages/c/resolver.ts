/**
 * Resolves includes as a compiler would with the include paths that the builds name, then with the
 * customary ones; the rules are in docs/accuracy.md.
 */
import type { RawImport } from "../../facts.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { type IncludePath, isIncludePathFile, readIncludePaths } from "./include_paths.ts";
import { isLibraryFile, libraryOf, packageOfHeader, readLibraries } from "./libraries.ts";
import {
  isAppleFramework,
  isIsoHeader,
  isStandardHeader,
  isSystemHeader,
} from "./system_headers.ts";

export function isCManifest(path: string): boolean {
  return isIncludePathFile(path) || isLibraryFile(path);
}

/** Directories that hold headers by custom. */
const CUSTOMARY = ["include", "inc", "src", "source"];
/** What the name of a file that a build makes a header from ends with. */
const TEMPLATES = [
  ".in",
  ".cmake",
  ".cmake.in",
  ".in.cmake",
  ".meson",
  ".meson.in",
  ".tmpl",
  ".template",
];
/** Files of one name that are compared with each other; a name of more files says nothing. */
const MAX_CANDIDATES = 200;

export function cResolver(view: RepositoryView): Resolver {
  const paths = readIncludePaths(view);
  const byScope = new Map<string, IncludePath[]>();
  for (const one of paths) {
    const list = byScope.get(one.scope);
    if (list) list.push(one);
    else byScope.set(one.scope, [one]);
  }
  const roots = [...new Set(paths.map(({ root }) => root))];
  const libraries = readLibraries(view);
  const names = new Map<string, string[]>();
  const directories = new Set<string>();
  for (const path of view.paths) {
    const name = baseName(path);
    for (let at = directoryOf(path); at !== "" && !directories.has(at); at = directoryOf(at)) {
      directories.add(at).add(`*/${baseName(at)}`);
    }
    const list = names.get(name);
    if (list) list.push(path);
    else names.set(name, [path]);
  }
  const modules = indexModules(view);
  const known = new Map<string, Resolved[]>();

  /** What a build at or above the including file names, the nearest first. */
  function declared(directory: string, header: string): string | null {
    for (const scope of upwards(directory)) {
      for (const { root } of byScope.get(scope) ?? []) {
        const path = within(root, header);
        if (path !== null) return path;
      }
    }
    return null;
  }

  function within(root: string, header: string): string | null {
    const path = normalise(root, header);
    return path !== null && view.has(path) ? path : null;
  }

  function customary(directory: string, header: string, quoted: boolean): string | null {
    const deep = header.includes("/");
    for (const at of upwards(directory)) {
      if (quoted || deep) {
        const path = within(at, header);
        if (path !== null) return path;
      }
      for (const name of CUSTOMARY) {
        if (!quoted && !deep && name.startsWith("s")) continue;
        const path = within(join(at, name), header);
        if (path !== null) return path;
      }
    }
    return null;
  }

  /** The nearest of several files; null where two are equally near. */
  function nearest(directory: string, candidates: readonly string[]): string | null {
    let best: string | null = null;
    let least = Infinity;
    let tied = false;
    for (const path of candidates) {
      const steps = distance(directory, directoryOf(path));
      if (steps > least) continue;
      tied = steps === least;
      least = steps;
      best = path;
    }
    return tied ? null : best;
  }

  function include(from: string, header: string, quoted: boolean): Resolved {
    const directory = directoryOf(from);
    if (header.startsWith("/") || /^[A-Za-z]:/.test(header)) {
      return unresolved("the path is one of the author's machine");
    }
    const own = quoted ? within(directory, header) : null;
    const said = own ?? declared(directory, header);
    if (said !== null) return toFile(said);
    if (!quoted && isStandardHeader(header)) return builtin(header);
    const custom = customary(directory, header, quoted);
    if (custom !== null) return toFile(custom);
    const standard = isStandardHeader(header) || isSystemHeader(header);
    // "util.h" is more likely a file of this repository than the system's
    if (standard && (!quoted || isIsoHeader(header))) return builtin(header);
    if (!header.startsWith("../")) {
      const elsewhere = roots.map((root) => within(root, header)).filter((path) => path !== null);
      const candidates = elsewhere.length > 0 ? [...new Set(elsewhere)] : suffixed(header, quoted);
      const found = nearest(directory, candidates);
      if (found !== null) return toFile(found);
      if (candidates.length > 1) {
        return unresolved(`${candidates.length} files end with ${header}, none of them nearest`);
      }
    }
    return standard ? builtin(header) : outside(directory, header, quoted);
  }

  /** Files whose paths end with the header as written; a bare `<name>` may be anyone's. */
  function suffixed(header: string, quoted: boolean): string[] {
    if (!quoted && !header.includes("/")) return [];
    const list = names.get(baseName(header)) ?? [];
    if (list.length > MAX_CANDIDATES) return [];
    return list.filter((path) => path === header || path.endsWith(`/${header}`));
  }

  /** A declared library, a build's product, or a package by the header's own name. */
  function outside(directory: string, header: string, quoted: boolean): Resolved {
    const library = libraryOf(header, libraries);
    if (library !== null) return { to: library, resolution: "package" };
    const name = baseName(header);
    const template = TEMPLATES.flatMap((ending) => names.get(name + ending) ?? [])
      .concat(names.get(name.replace(/(?=\.\w+$)/, ".in")) ?? [])[0];
    if (template !== undefined) return unresolved(`made at build time from ${template}`);
    const first = header.includes("/") ? header.split("/")[0]! : "";
    const foreign = /^\w/.test(first) && !directories.has(`*/${first}`);
    if (!quoted || foreign) return { to: packageOfHeader(header), resolution: "package" };
    if (header.startsWith(".")) return unresolved(`no such file from ${directory || "the root"}`);
    return unresolved("no file of this repository has this name");
  }

  function resolve(
    from: string,
    { specifier, dynamic, names: [next] = [] }: RawImport,
  ): Resolved[] {
    if (dynamic !== undefined) return [unresolved(dynamic)];
    if (specifier.startsWith("module ")) return [...module(specifier.slice(7), from)];
    if (specifier.startsWith("@")) {
      const name = specifier.slice(1).split(".")[0]!;
      return [isAppleFramework(name) ? builtin(name) : { to: name, resolution: "package" }];
    }
    const quoted = !specifier.startsWith("<");
    const header = (quoted ? specifier : specifier.slice(1, -1)).replaceAll("\\", "/");
    const found = include(from, header, quoted);
    if (next === undefined || found.to !== from) return [found];
    return [isStandardHeader(header) ? builtin(header) : outside(directoryOf(from), header, false)];
  }

  function module(name: string, from: string): Resolved[] {
    if (/^std(?:\.compat)?$/.test(name)) return [builtin(name)];
    const files = modules.get(name) ?? [];
    const found = nearest(directoryOf(from), files.filter((path) => path !== from));
    if (found !== null) return [toFile(found)];
    if (files.length > 0) return [unresolved(`several files declare module ${name}`)];
    return [{ to: name.split(/[.:]/)[0]!, resolution: "package" }];
  }

  return {
    resolve(from, imported) {
      const { specifier, dynamic, names: given } = imported;
      if (specifier.startsWith("module ") || given || dynamic) return resolve(from, imported);
      const key = `${directoryOf(from)}\n${specifier}`;
      let edges = known.get(key);
      if (!edges) known.set(key, edges = resolve(from, imported));
      return edges;
    },
  };
}

/** Files by the C++ module whose interface they declare. */
function indexModules(view: RepositoryView): ReadonlyMap<string, string[]> {
  const modules = new Map<string, string[]>();
  for (const path of view.paths) {
    const extra = view.facts(path)?.extra;
    if (
      typeof extra?.module !== "string" || (extra.interface !== true && !extra.module.includes(":"))
    ) {
      continue;
    }
    const list = modules.get(extra.module);
    if (list) list.push(path);
    else modules.set(extra.module, [path]);
  }
  return modules;
}

/** Steps up and down from one directory to another. */
function distance(from: string, to: string): number {
  const a = from === "" ? [] : from.split("/");
  const b = to === "" ? [] : to.split("/");
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return a.length + b.length - 2 * shared;
}

function toFile(to: string): Resolved {
  return { to, resolution: "file" };
}

function builtin(to: string): Resolved {
  return { to, resolution: "builtin" };
}

function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}
