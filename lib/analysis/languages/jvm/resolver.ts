/**
 * Resolves imports of JVM languages by what files declare: packages come from package clauses, not
 * from directories, so that every layout of sources works and languages can import each other.
 */
import type { RawImport } from "../../facts.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { artifactOf } from "./artifacts.ts";
import { type Modules, readModules } from "./builds.ts";
import { type Declared, indexDeclared, outerName } from "./declared.ts";
import { jvmFacts } from "./facts.ts";
import { inScala, isDomain, type Meaning, scalaMeanings, whole } from "./meanings.ts";
import { isPlatform } from "./platform.ts";

export { isJvmManifest } from "./builds.ts";

/** Names of a package that is a repository's own, so that its subpackages are most likely too. */
const OWN_PACKAGE_NAMES = 3;

/** One for all JVM languages of a repository: they import each other. */
const resolvers = new WeakMap<RepositoryView, Resolver>();

export function jvmResolver(view: RepositoryView): Resolver {
  let resolver = resolvers.get(view);
  if (!resolver) {
    const modules = readModules(view);
    const declared = indexDeclared(view, modules);
    const repository = { view, modules, declared };
    resolver = { resolve: (from, imported) => resolve(from, imported, repository) };
    resolvers.set(view, resolver);
  }
  return resolver;
}

function resolve(
  from: string,
  { specifier }: RawImport,
  { view, modules, declared }: Repository,
): Resolved[] {
  if (specifier.startsWith("module ")) return [module(specifier.slice(7), declared)];
  const wildcard = /\.[*_]$/.test(specifier);
  const written = (wildcard ? specifier.slice(0, -2) : specifier).replace(/^_root_\./, "");
  const facts = jvmFacts(view.facts(from)?.extra);
  const relative = facts?.clauses !== undefined;
  const meanings = relative ? scalaMeanings(specifier, written, facts!) : [whole(written)];
  for (const meaning of meanings) {
    const files = filesOf(from, meaning, wildcard, declared);
    if (files.length > 0) return files.map((to) => ({ to, resolution: "file" }));
  }
  const root = meanings.at(-1)!.name;
  const builtin = relative ? inScala(root) ?? root : root;
  if (isPlatform(`${builtin}.`)) {
    return [{ to: wildcard ? `${builtin}.*` : builtin, resolution: "builtin" }];
  }
  const meant = meanings.find(({ name, least }) => declared.holdsPackages(name.slice(0, least)));
  const { name } = meant ?? meanings.at(-1)!;
  const mayBeValue = relative && !meant && !specifier.startsWith("_root_.");
  return [elsewhere(from, name, wildcard, modules, declared, mayBeValue)];
}

interface Repository {
  view: RepositoryView;
  modules: Modules;
  declared: Declared;
}

function filesOf(
  from: string,
  { name, least }: Meaning,
  wildcard: boolean,
  declared: Declared,
): readonly string[] {
  if (wildcard && declared.isPackage(name)) {
    const files = declared.packageFiles(from, name);
    const others = files.filter((path) => path !== from);
    return others.length > 0 ? others : files;
  }
  // the longest prefix that is declared: a member's import is one of its class
  for (let prefix = name; prefix.length >= least; prefix = outerName(prefix)) {
    const files = declared.files(from, prefix);
    if (files.length > 0) return files;
    if (prefix === "") break;
  }
  // what a package object inherits is not declared anywhere in its package
  return wildcard ? [] : declared.files(from, `${outerName(name)}.package`);
}

/** An import that no file of the repository answers. */
function elsewhere(
  from: string,
  name: string,
  wildcard: boolean,
  modules: Modules,
  declared: Declared,
  mayBeValue: boolean,
): Resolved {
  const unresolved = (reason: string): Resolved => ({ to: null, resolution: "unresolved", reason });
  if (!wildcard && !name.includes(".")) {
    return unresolved("no file declares it outside of packages");
  }
  const packageName = packageOf(wildcard ? `${name}.*` : name);
  if (declared.isPackage(packageName)) {
    return unresolved(`no file of package ${packageName} declares it`);
  }
  const artifact = artifactOf(name, modules.declared(modules.of(from)));
  if (artifact !== null) return { to: artifact, resolution: "package" };
  for (let outer = outerName(packageName); outer !== ""; outer = outerName(outer)) {
    if (outer.split(".").length < OWN_PACKAGE_NAMES) break;
    if (!declared.isPackage(outer)) continue;
    return unresolved(`no file declares package ${packageName}, though ${outer} is here`);
  }
  if (mayBeValue && !isDomain(name)) {
    return unresolved(
      `${packageName} is no package here nor a declared artifact's; it may be a value`,
    );
  }
  return { to: packageName, resolution: "package" };
}

function module(name: string, declared: Declared): Resolved {
  const [file] = declared.module(name);
  if (file !== undefined) return { to: file, resolution: "file" };
  if (/^(?:java|jdk)\./.test(name)) return { to: name, resolution: "builtin" };
  return { to: name, resolution: "package" };
}

/** By the convention that types begin with a capital and packages do not; else all but the last. */
function packageOf(name: string): string {
  const parts = name.split(".");
  const type = parts.findIndex((part) => /^\p{Lu}/u.test(part));
  return parts.slice(0, type > 0 ? type : Math.max(1, parts.length - 1)).join(".");
}
