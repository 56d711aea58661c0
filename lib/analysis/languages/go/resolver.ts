/** Resolves Go import paths to the files of a package; the rules are in docs/accuracy.md. */
import { directoryOf, join, normalise, upwards } from "../../paths.ts";
import { goPurl } from "../../packages/purl.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { type GoModule, goModules } from "./modules.ts";
import { isStandardPackage } from "./stdlib.ts";

export function goResolver(view: RepositoryView): Resolver {
  const modules = goModules(view);
  const packages = new Map<string, readonly string[]>();

  /** Files that an import of the directory's package compiles, whatever the platform. */
  function filesOf(directory: string): readonly string[] {
    let files = packages.get(directory);
    if (!files) packages.set(directory, files = packageFiles(view, directory));
    return files;
  }

  function inDirectory(directory: string): Resolved[] {
    const files = filesOf(directory);
    return files.map((to) => ({ to, resolution: "file" }));
  }

  function resolve(from: string, specifier: string): Resolved[] {
    if (specifier === "C" || specifier === "unsafe") {
      return [{ to: specifier, resolution: "builtin" }];
    }
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return relative(from, specifier);
    const main = modules.around(from);
    const target = modules.providing(specifier, main, from);
    if (target) {
      const inside = inDirectory(target.directory);
      if (inside.length > 0) return inside;
      // A nested module's path may lie below ours while its code is published elsewhere.
      const required = longestRequired(main, specifier);
      if (required && required.length > target.module.path.length) return [fromModule(required)];
      const where = target.directory || "the repository's root";
      return [unresolved(`no Go files in ${where}, where module ${target.module.path} has it`)];
    }
    for (const at of upwards(directoryOf(from))) {
      const vendored = inDirectory(join(at, `vendor/${specifier}`));
      if (vendored.length > 0) return vendored;
    }
    return [outside(main, specifier)];
  }

  function relative(from: string, specifier: string): Resolved[] {
    const directory = normalise(directoryOf(from), specifier);
    if (directory === null) return [unresolved("the relative import leaves the repository")];
    const inside = inDirectory(directory);
    return inside.length > 0 ? inside : [unresolved(`no Go files in ${directory || "the root"}`)];
  }

  const known = new Map<string, Resolved[]>();
  return {
    resolve(from, { specifier }) {
      const key = `${directoryOf(from)}\n${specifier}`;
      let edges = known.get(key);
      if (!edges) known.set(key, edges = resolve(from, specifier));
      return edges;
    },
  };
}

function outside(main: GoModule | null, specifier: string): Resolved {
  if (isStandardPackage(specifier)) return { to: specifier, resolution: "builtin" };
  const required = longestRequired(main, specifier);
  if (required) return fromModule(required);
  if (!specifier.split("/")[0]!.includes(".")) {
    return unresolved("neither in the standard library nor in a module of this repository");
  }
  return fromModule(modulePathOf(specifier));
}

function fromModule(path: string): Resolved {
  return { to: goPurl(path) ?? path, resolution: "package" };
}

function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}

function longestRequired(main: GoModule | null, specifier: string): string | null {
  let best: string | null = null;
  for (const path of main?.requires ?? []) {
    const within = specifier === path || specifier.startsWith(`${path}/`);
    if (within && path.length > (best?.length ?? -1)) best = path;
  }
  return best;
}

/**
 * The module of a path that no go.mod requires. The code hosts fix how many elements name a
 * repository (https://pkg.go.dev/cmd/go#hdr-Remote_import_paths); for others the path stays whole.
 */
function modulePathOf(specifier: string): string {
  const parts = specifier.split("/");
  const host = parts[0]!;
  if (["github.com", "gitlab.com", "bitbucket.org", "golang.org", "codeberg.org"].includes(host)) {
    const major = /^v[2-9]\d*$/.test(parts[3] ?? "") ? 4 : 3;
    return parts.slice(0, major).join("/");
  }
  if (host === "gopkg.in") {
    return parts.slice(0, /\.v\d+$/.test(parts[1] ?? "") ? 2 : 3).join("/");
  }
  if (["google.golang.org", "k8s.io", "sigs.k8s.io", "go.uber.org"].includes(host)) {
    return parts.slice(0, 2).join("/");
  }
  return specifier;
}

/**
 * Non-test `.go` files of a directory, as `go build` would take them for some platform: no leading `_`
 * or `.`, no `//go:build ignore`, no `package documentation`; where a program's file lies beside a
 * library, only the library.
 */
function packageFiles(view: RepositoryView, directory: string): readonly string[] {
  const files: { path: string; name: string | null }[] = [];
  for (const { name, directory: isDirectory } of view.list(directory)) {
    if (isDirectory || !name.endsWith(".go") || /^[_.]|_test\.go$/.test(name)) continue;
    const path = join(directory, name);
    const extra = view.facts(path)?.extra;
    const build = typeof extra?.build === "string" ? extra.build : "";
    const clause = typeof extra?.package === "string" ? extra.package : null;
    if (build === "ignore" || clause === "documentation") continue;
    files.push({ path, name: clause });
  }
  const library = files.some(({ name }) => name !== null && name !== "main");
  return files.filter(({ name }) => !library || name !== "main").map(({ path }) => path);
}
