/**
 * Resolves imports of JVM languages by what files declare: packages come from package clauses, not
 * from directories, so that every layout of sources works and languages can import each other.
 */
import type { RawImport } from "../../facts.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { artifactOf } from "./artifacts.ts";
import { type Modules, readModules } from "./builds.ts";
import { type Declared, indexDeclared } from "./declared.ts";
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
    resolver = { resolve: (from, imported) => resolve(from, imported, modules, declared) };
    resolvers.set(view, resolver);
  }
  return resolver;
}

function resolve(
  from: string,
  { specifier }: RawImport,
  modules: Modules,
  declared: Declared,
): Resolved[] {
  if (specifier.startsWith("module ")) return [module(specifier.slice(7), declared)];
  const wildcard = specifier.endsWith(".*");
  const name = wildcard ? specifier.slice(0, -2) : specifier;
  if (wildcard && declared.isPackage(name)) {
    const files = declared.packageFiles(from, name);
    const others = files.filter((path) => path !== from);
    return (others.length > 0 ? others : files).map(toFile);
  }
  const files = declaring(from, name, declared);
  if (files.length > 0) return files.map(toFile);
  if (isPlatform(specifier)) return [{ to: specifier, resolution: "builtin" }];
  const packageName = wildcard ? name : packageOf(name);
  const missing = declared.isPackage(packageName)
    ? `no file of package ${packageName} declares it`
    : null;
  if (missing !== null) return [{ to: null, resolution: "unresolved", reason: missing }];
  const artifact = artifactOf(name, modules.declared(modules.of(from)));
  if (artifact !== null) return [{ to: artifact, resolution: "package" }];
  for (let outer = cut(packageName); outer !== ""; outer = cut(outer)) {
    if (outer.split(".").length < OWN_PACKAGE_NAMES) break;
    if (!declared.isPackage(outer)) continue;
    const reason = `no file declares package ${packageName}, though ${outer} is here`;
    return [{ to: null, resolution: "unresolved", reason }];
  }
  return [{ to: packageName, resolution: "package" }];
}

function toFile(to: string): Resolved {
  return { to, resolution: "file" };
}

function module(name: string, declared: Declared): Resolved {
  const [file] = declared.module(name);
  if (file !== undefined) return toFile(file);
  if (/^(?:java|jdk)\./.test(name)) return { to: name, resolution: "builtin" };
  return { to: name, resolution: "package" };
}

/** The files of the longest prefix that is declared: a member's import is one of its class. */
function declaring(from: string, name: string, declared: Declared): readonly string[] {
  for (let prefix = name; prefix !== ""; prefix = cut(prefix)) {
    const files = declared.files(from, prefix);
    if (files.length > 0) return files;
  }
  return [];
}

function cut(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}

/** By the convention that types begin with a capital and packages do not; else all but the last. */
function packageOf(name: string): string {
  const parts = name.split(".");
  const type = parts.findIndex((part) => /^\p{Lu}/u.test(part));
  return parts.slice(0, type > 0 ? type : Math.max(1, parts.length - 1)).join(".");
}
