/** Resolves the directives of Dart libraries; the rules are in docs/accuracy.md. */
import type { RawImport } from "../../facts.ts";
import { pubPurl } from "../../packages/purl.ts";
import { directoryOf, join, normalise } from "../../paths.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { LIBRARY_NAME } from "./directives.ts";
import { dartPackages } from "./packages.ts";

/** What well-known builders name the files that they make. */
const GENERATED =
  /\.(?:g|freezed|gr|gen|config|mocks|chopper|mapper|drift|reflectable|pb|pbenum|pbjson|pbgrpc)\.dart$/;
const MADE = "made at build time, and not in the repository";

export function dartResolver(view: RepositoryView): Resolver {
  const packages = dartPackages(view);
  /** By the path of a part: the libraries that name it. */
  const libraries = new Map<string, Set<string>>();
  for (const path of view.paths) {
    const facts = path.endsWith(".dart") ? view.facts(path) : undefined;
    for (const imported of facts?.imports ?? []) {
      if (imported.kind !== "include" || imported.typeOnly) continue;
      const { to } = resolveAddress(path, imported.specifier);
      if (to === null) continue;
      const known = libraries.get(to);
      if (known) known.add(path);
      else libraries.set(to, new Set([path]));
    }
  }

  function resolveAddress(from: string, specifier: string): Resolved {
    const [, scheme, rest = ""] = /^([A-Za-z][\w+.-]*):([^]*)$/.exec(specifier) ?? [];
    if (scheme === "dart") return { to: specifier, resolution: "builtin" };
    if (scheme === "package") return inPackage(from, rest);
    if (scheme !== undefined) return unresolved(`an address of the scheme ${scheme}:`);
    if (specifier.startsWith("/")) return unresolved("an absolute path");
    const path = decoded(specifier);
    const target = path === null || path === "" ? null : normalise(directoryOf(from), path);
    if (path !== null && path !== "" && target === null) {
      return unresolved("the path leaves the repository");
    }
    return target === null ? unresolved("not a path") : fileAt(target);
  }

  function inPackage(from: string, rest: string): Resolved {
    const slash = rest.indexOf("/");
    const name = slash < 0 ? rest : rest.slice(0, slash);
    const path = slash < 0 ? null : decoded(rest.slice(slash + 1));
    if (!/^\w+$/.test(name)) return unresolved("not a package's name");
    const found = packages.find(from, name);
    if (found === "several") {
      return unresolved(`several packages of this repository are named ${name}`);
    }
    if (found !== "outside") {
      const target = path ? normalise(join(found.directory, "lib"), path) : null;
      return target === null ? unresolved("not a path in the package") : fileAt(target);
    }
    // Flutter makes this package while it builds (`generate: true`).
    if (name === "flutter_gen") return unresolved(MADE);
    return { to: pubPurl(name) ?? name, resolution: "package" };
  }

  function fileAt(target: string): Resolved {
    if (view.has(target)) return { to: view.real(target), resolution: "file" };
    return unresolved(GENERATED.test(target) ? MADE : "no such file");
  }

  function libraryOf(from: string): Resolved {
    const named = libraries.get(from);
    if (named && named.size > 1) return unresolved("several libraries have it as a part");
    const [to] = named ?? [];
    return to === undefined
      ? unresolved("no library of this repository has it as a part")
      : { to, resolution: "file" };
  }

  return {
    resolve(from, { specifier, dynamic, names }: RawImport) {
      if (dynamic !== undefined) return [unresolved(dynamic)];
      const resolved = names?.[0] === LIBRARY_NAME
        ? libraryOf(from)
        : resolveAddress(from, specifier);
      return resolved.to === from ? [] : [resolved];
    },
  };
}

/** The path that a relative address spells; null where its escapes are broken. */
function decoded(address: string): string | null {
  const path = address.replace(/[?#][^]*$/, "");
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}
