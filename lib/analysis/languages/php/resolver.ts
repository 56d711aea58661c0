/** Resolves what PHP files use and include; the rules are in docs/accuracy.md. */
import { baseName, directoryOf, normalise } from "../../paths.ts";
import type { RawImport } from "../../facts.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { isBuiltinClass } from "./builtins.ts";
import { type ComposerProject, composerProjects, mappedPaths, projectAround } from "./composer.ts";
import { phpFacts } from "./facts.ts";
import { packageOf } from "./packages.ts";

/** Before a path that begins at the repository's root. */
const ROOT = "/./";
/** Constants that one path may hold, those in their values included. */
const MAX_CONSTANTS = 8;

export function phpResolver(view: RepositoryView): Resolver {
  const projects = composerProjects(view);
  const declared = new Map<string, string[]>();
  const namespaces = new Set<string>();
  const constants = new Map<string, Set<string | null>>();
  for (const path of view.paths) {
    const facts = phpFacts(view.facts(path)?.extra);
    for (const [name, value] of Object.entries(facts?.paths ?? {})) {
      const values = constants.get(name) ?? new Set();
      constants.set(name, values.add(value === null ? null : located(path, value)));
    }
    for (const name of facts?.php ?? []) {
      const key = name.toLowerCase();
      const files = declared.get(key);
      if (files) files.push(path);
      else declared.set(key, [path]);
      for (let at = key.lastIndexOf("\\"); at > 0; at = key.lastIndexOf("\\", at - 1)) {
        const namespace = key.slice(0, at);
        if (namespaces.has(namespace)) break;
        namespaces.add(namespace);
      }
    }
  }

  /** Of several files that declare a name, those that lie nearest; main code before tests. */
  function nearest(from: string, files: readonly string[]): readonly string[] {
    if (files.length < 2) return files;
    let best: string[] = [];
    let most = -Infinity;
    for (const path of files) {
      const score = 2 * sharedDirectories(from, path) - (view.isTest(path) ? 1 : 0);
      if (score > most) best = [];
      if (score >= most) best.push(path);
      most = Math.max(most, score);
    }
    return best;
  }

  /** What the autoloader of the file's project, then of the others, would load. */
  function autoloaded(name: string, own: ComposerProject | null): string | null {
    const candidates = own ? [own, ...projects.values()] : projects.values();
    for (const project of candidates) {
      const path = mappedPaths(project, name).find((one) => view.has(one));
      if (path !== undefined) return path;
    }
    return null;
  }

  function qualified(from: string, written: string): Resolved[] {
    const [, what, name = ""] = /^(?:(function|const) )?\\?(.*)$/.exec(written)!;
    const own = projectAround(projects, from);
    const path = what === undefined ? autoloaded(name, own) : null;
    if (path !== null) return [{ to: path, resolution: "file" }];
    const key = name.toLowerCase();
    const suffixes = what === undefined ? ["", "()", "="] : what === "const" ? ["="] : ["()"];
    for (const suffix of suffixes) {
      const files = nearest(from, declared.get(key + suffix) ?? []);
      if (files.length > 0) return files.map((to) => ({ to, resolution: "file" }));
    }
    const single = !name.includes("\\");
    if (isBuiltinClass(name) || (single && what !== undefined)) {
      return [{ to: name, resolution: "builtin" }];
    }
    if (namespaces.has(key)) return [unresolved("a namespace, which has no file of its own")];
    const prefix = own?.mappings.find((one) => one.prefix !== "" && name.startsWith(one.prefix));
    if (prefix) return [unresolved(`no file declares it below ${prefix.directory || "the root"}`)];
    const namespace = single ? "" : key.slice(0, key.lastIndexOf("\\"));
    if (namespace !== "" && namespaces.has(namespace)) {
      return [unresolved(`no file of namespace ${name.slice(0, namespace.length)} declares it`)];
    }
    if (single && !known(name, own)) return [unresolved("no file declares this class")];
    return [{ to: packageOf(name, own), resolution: "package" }];
  }

  /** The path with its constants replaced; null where one has no value, several, or a computed one. */
  function expanded(written: string): string | null {
    let path = written;
    for (let round = 0; round < MAX_CONSTANTS && path.includes("{"); round++) {
      const [mark = "", name = ""] = /\{(\w+)\}/.exec(path) ?? [];
      const [value = null, ...others] = constants.get(name) ?? [];
      if (value === null || others.length > 0 || path.length > 1_000) return null;
      path = path.replace(mark, () => value);
    }
    return path.includes("{") ? null : path;
  }

  function included(from: string, written: string): Resolved[] {
    const path = expanded(written);
    if (path === null) return [unresolved("the path is computed at run time")];
    if (path.startsWith(ROOT)) {
      const target = normalise("", path.slice(ROOT.length).replace(/^\/+/, ""));
      if (target === null) return [unresolved("the path leaves the repository")];
      return view.has(target) ? [{ to: target, resolution: "file" }] : [missing(target)];
    }
    const below = /^__DIR__(?:\/(.*))?$/s.exec(path);
    const directories = below ? [directoryOf(from)] : [
      directoryOf(from),
      ...[projectAround(projects, from)?.directory ?? "", ""],
    ];
    const relative = below ? below[1] ?? "" : path;
    for (const directory of relative.startsWith("/") ? [] : directories) {
      const target = normalise(directory, relative);
      if (target !== null && view.has(target)) return [{ to: target, resolution: "file" }];
    }
    if (path.startsWith("/") || /^[a-z]+:/i.test(path)) return [unresolved("an absolute path")];
    const outside = below && normalise(directoryOf(from), relative) === null;
    if (outside) return [unresolved("the path leaves the repository")];
    return [missing(relative)];
  }

  const resolved = new Map<string, Resolved[]>();
  return {
    resolve(from, imported: RawImport) {
      if (imported.dynamic !== undefined) return [unresolved(imported.dynamic)];
      if (imported.kind !== "use") return included(from, imported.specifier);
      const key = `${directoryOf(from)}\n${imported.specifier}`;
      let edges = resolved.get(key);
      if (!edges) resolved.set(key, edges = qualified(from, imported.specifier));
      return edges;
    },
  };
}

/** Classes without a namespace name their package by a prefix (`Twig_Environment`), if at all. */
function known(name: string, own: ComposerProject | null): boolean {
  return own?.locked.some(({ prefixes }) => prefixes.some((one) => name.startsWith(one))) ?? false;
}

/** A path that a constant of the file gives, from the repository's root on. */
function located(file: string, value: string): string | null {
  const [, below] = /^__DIR__(.*)$/s.exec(value) ?? [];
  if (below === undefined) return value;
  const path = normalise("", `${directoryOf(file)}${below}`.replace(/^\/+/, ""));
  return path === null ? null : `${ROOT}${path}${below.endsWith("/") && path !== "" ? "/" : ""}`;
}

function missing(path: string): Resolved {
  const generated = /(?:^|\/)vendor\//.test(path) || baseName(path) === "autoload.php";
  return unresolved(generated ? "Composer generates it" : "no such file");
}

function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}

function sharedDirectories(a: string, b: string): number {
  let count = 0;
  for (let at = 0; at < a.length && a[at] === b[at]; at++) if (a[at] === "/") count++;
  return count;
}
