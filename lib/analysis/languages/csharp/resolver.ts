/**
 * Resolves C#'s usings to the files that declare what the importing file names of a namespace; the
 * rules are in docs/accuracy.md.
 */
import { nugetPurl } from "../../packages/purl.ts";
import { compareCodeUnits } from "../../paths.ts";
import type { RawImport } from "../../facts.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { canBeCalled, type Takes } from "./arguments.ts";
import { type CSharpFacts, csharpFacts } from "./facts.ts";
import { type Project, readProjects } from "./projects.ts";

/** Packages whose ids do not begin as their namespaces do. */
const KNOWN: readonly (readonly [namespace: string, id: string])[] = [
  ["microsoft.visualstudio.testtools.unittesting", "mstest.testframework"],
  ["log4net", "log4net"],
];
const FRAMEWORK = /^(?:System|Microsoft|Windows)(?:\.|$)/;

/** Files by the names that they declare in one namespace. */
interface Namespace {
  types: Map<string, string[]>;
  extensions: Map<string, { path: string; takes: Takes }[]>;
}

export function csharpResolver(view: RepositoryView): Resolver {
  const projectOf = readProjects(view);
  const namespaces = new Map<string, Namespace>();
  /** Namespaces around declared ones, which exist without a file. */
  const outer = new Set<string>();
  for (const path of view.paths) {
    const facts = csharpFacts(view.facts(path)?.extra);
    for (const [name, ...types] of facts?.declares ?? []) {
      let own = namespaces.get(name);
      if (!own) namespaces.set(name, own = { types: new Map(), extensions: new Map() });
      for (const type of types) append(own.types, type, path);
      for (const takes of facts!.extensions ?? []) {
        append(own.extensions, takes.split(" ", 1)[0]!, { path, takes });
      }
      for (let at = cut(name); at !== "" && !outer.has(at); at = cut(at)) outer.add(at);
    }
  }

  /** A name as it is read in a namespace: in that one, in those around it, then as it stands. */
  function declared(name: string, around: string): string | null {
    for (let at = around; at !== ""; at = cut(at)) {
      if (namespaces.has(`${at}.${name}`) || outer.has(`${at}.${name}`)) return `${at}.${name}`;
    }
    return namespaces.has(name) || outer.has(name) ? name : null;
  }

  /**
   * Which of these files the importer means: those of projects that it sees. Where none is seen (its
   * build says more than stands in it), those of the one project that has them; null for several.
   */
  function visible(from: string, files: Iterable<string>): string[] | null {
    const others = [...files].filter((path) =>
      path !== from && (view.isTest(from) || !view.isTest(path))
    ).sort(compareCodeUnits);
    const own = projectOf(from);
    if (own.directory === null) return others;
    const seen = others.filter((path) => {
      const { directory } = projectOf(path);
      return directory !== null && own.visible.has(directory);
    });
    if (seen.length > 0) return seen;
    const projects = new Set(others.map((path) => projectOf(path).directory));
    return projects.size > 1 ? null : others;
  }

  function toFiles(from: string, files: Iterable<string>): Resolved[] {
    const found = visible(from, files);
    if (found) return found.map((to) => ({ to, resolution: "file" }));
    const reason = "several projects declare it, and this one names none of them";
    return [{ to: null, resolution: "unresolved", reason }];
  }

  function resolve(from: string, { specifier, names = [] }: RawImport): Resolved[] {
    const [form = "namespace", around = ""] = names;
    const namespace = form === "static" ? null : declared(specifier, around);
    if (namespace !== null) {
      const facts = csharpFacts(view.facts(from)?.extra);
      const own = namespaces.get(namespace);
      const found = own && facts ? toFiles(from, used(own, facts)) : [];
      // The framework, or a package, has a namespace of that name as well.
      const other = outside(projectOf(from), specifier);
      return other.resolution === "package" && other.to === specifier ? found : [...found, other];
    }
    if (form !== "namespace") {
      const files = declaring(specifier, around);
      if (files) return toFiles(from, files);
    }
    return [outside(projectOf(from), specifier)];
  }

  /** The files of a type, which may stand in another one; null where no file declares it. */
  function declaring(name: string, around: string): readonly string[] | null {
    for (let at = cut(name); at !== ""; at = cut(at)) {
      const namespace = declared(at, around);
      const own = namespace === null ? undefined : namespaces.get(namespace);
      const files = own?.types.get(name.slice(at.length + 1).split(".")[0]!);
      if (files) return files;
    }
    return null;
  }

  return { resolve };
}

/** Files whose types or extension methods the importer names. */
function used({ types, extensions }: Namespace, { uses = [], calls = [] }: CSharpFacts) {
  const found = new Set<string>();
  for (const name of uses) for (const path of types.get(name) ?? []) found.add(path);
  for (const call of calls) {
    for (const { path, takes } of extensions.get(call.split(" ", 1)[0]!) ?? []) {
      if (canBeCalled(takes, call)) found.add(path);
    }
  }
  return found;
}

function outside({ packages }: Project, name: string): Resolved {
  const id = packageOf(name, packages);
  if (id !== null) return { to: nugetPurl(id) ?? id, resolution: "package" };
  if (FRAMEWORK.test(name)) return { to: name, resolution: "builtin" };
  return { to: name, resolution: "package" };
}

/** The declared package with the longest id that begins the namespace, else the one it begins. */
function packageOf(name: string, packages: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  const known = KNOWN.find(([start]) => begins(wanted, start))?.[1];
  let best: string | null = null;
  let wider: string | null = null;
  for (const id of packages) {
    const own = id.toLowerCase();
    if (own === known) return id;
    if (begins(wanted, own) && id.length > (best?.length ?? 0)) best = id;
    // `Acme.Client` is in `Acme.Client.Core`, but `System` and `Microsoft.X` are no package's own
    const specific = wanted.includes(".") && !FRAMEWORK.test(name);
    if (specific && begins(own, wanted) && id.length < (wider?.length ?? Infinity)) wider = id;
  }
  return best ?? wider;
}

function begins(name: string, start: string): boolean {
  return name === start || name.startsWith(`${start}.`);
}

function cut(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
