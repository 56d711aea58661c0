/**
 * Resolves Python's imports without running anything. The rules are in docs/accuracy.md; where Python
 * itself would look in a natural run (installed, or started from its project's directory), we look.
 */
import type { RawImport } from "../../facts.ts";
import { directoryOf, join } from "../../paths.ts";
import { pypiPurl } from "../../packages/purl.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { distributionOf } from "./distributions.ts";
import { findModule, type Module, packageFile, walk } from "./modules.ts";
import { searchPaths } from "./search_paths.ts";
import { cannotBeShadowed, isFormerStandardLibrary, isStandardLibrary } from "./stdlib.ts";

export function pythonResolver(view: RepositoryView): Resolver {
  const paths = searchPaths(view);

  function relative(from: string, imported: RawImport): Resolved[] {
    const [, dots = "", rest = ""] = /^(\.+)(.*)$/.exec(imported.specifier)!;
    let base: string | null = directoryOf(from);
    for (let up = 1; up < dots.length && base !== null; up++) {
      base = base === "" ? null : directoryOf(base);
    }
    if (base === null) return [unresolved("the relative import leaves the repository")];
    const parts = rest === "" ? [] : rest.split(".");
    const start = { file: packageFile(view, base), directories: [base] };
    const { module, depth } = walk(view, start, parts);
    if (!module || depth < parts.length) {
      return [unresolved(`no module ${join(base, parts.join("/"))}.py or package of that name`)];
    }
    return edges(from, imported, module);
  }

  function absolute(from: string, imported: RawImport): Resolved[] {
    const parts = imported.specifier.split(".");
    const top = parts[0]!;
    // Type checkers bring it along; no distribution has it.
    if (top === "_typeshed") return [{ to: top, resolution: "builtin" }];
    if (isStandardLibrary(top)) {
      const local = cannotBeShadowed(top) ? null : shadow(from, parts);
      return local ? edges(from, imported, local) : [{ to: top, resolution: "builtin" }];
    }
    const directories = paths.of(from);
    const first = findModule(view, directories, top);
    const found = walk(view, { file: null, directories }, parts);
    if (found.module && found.depth === parts.length) {
      const inside = edges(from, imported, found.module);
      // A bare directory with the name of a package proves nothing unless it holds the module.
      if (first!.file !== null || inside.some((edge) => edge.resolution === "file")) return inside;
    }
    if (first?.file) {
      return [unresolved(`no module ${imported.specifier} in this repository's ${first.file}`)];
    }
    return elsewhere(from, imported, parts, first);
  }

  /** Not importable from where the file lies: a sibling project, or a package from PyPI. */
  function elsewhere(
    from: string,
    imported: RawImport,
    parts: string[],
    namespace: Module | null,
  ): Resolved[] {
    const declared = paths.declared(from);
    const distribution = distributionOf(parts, declared);
    for (const project of paths.siblings(from, parts[0]!)) {
      if (declared.has(distribution.name) && project.name !== distribution.name) continue;
      const { module, depth } = walk(view, { file: null, directories: project.roots }, parts);
      if (!module || depth < parts.length) continue;
      const inside = edges(from, imported, module);
      if (inside.every((edge) => edge.resolution === "file")) return inside;
    }
    if (!distribution.certain && isFormerStandardLibrary(parts[0]!)) {
      return [{ to: parts[0]!, resolution: "builtin" }];
    }
    if (namespace && !distribution.certain) {
      const where = namespace.directories.join(", ");
      if (holdsPython(namespace)) {
        return [unresolved(`no module ${imported.specifier} in ${where}`)];
      }
      if (holdsNamespace(namespace, parts.slice(1), imported.names ?? [])) {
        return [unresolved(`a namespace package in ${where}, which has no file of its own`)];
      }
    }
    const purl = pypiPurl(distribution.name);
    return [{ to: purl ?? distribution.name, resolution: "package" }];
  }

  /**
   * A standard library's name is taken by a file of the repository only where Python looks first: in
   * the directory that the program is started from.
   */
  function shadow(from: string, parts: readonly string[]): Module | null {
    for (const directory of paths.startedFrom(from)) {
      const top = findModule(view, [directory], parts[0]!);
      // A script named like a library module, say random.py, that imports it means the library.
      if (!top?.file || (top.file === from && top.directories.length === 0)) continue;
      const { module, depth } = walk(view, { file: null, directories: [directory] }, parts);
      if (module?.file && depth === parts.length) return module;
    }
    return null;
  }

  /** `import a.b` means the module; `from a import x` means a.x where that is one, else a. */
  function edges(from: string, imported: RawImport, module: Module): Resolved[] {
    const { specifier, names } = imported;
    const found: Resolved[] = [];
    let own: string | null = null;
    for (const name of names ?? ["*"]) {
      const submodule = name === "*" ? null : findModule(view, module.directories, name);
      if (submodule?.file) {
        const below = specifier.endsWith(".") ? specifier + name : `${specifier}.${name}`;
        found.push({ to: submodule.file, resolution: "file", specifier: below });
      } else own ??= name;
    }
    if (own === null) return found;
    if (module.file === null) {
      const where = module.directories.join(", ") || "the repository's root";
      found.push(unresolved(`${where} has no __init__.py and no module ${own}`));
    } else if (module.file === from && names && own !== "*") {
      // A package cannot take from itself what it does not define: the module is built or missing.
      found.push(
        unresolved(`no module ${join(directoryOf(from), own)}.py or package of that name`),
      );
    } else found.push({ to: module.file, resolution: "file" });
    return found;
  }

  /** True where the names below a namespace package are directories, the last ones with modules. */
  function holdsNamespace(
    namespace: Module,
    below: readonly string[],
    names: readonly string[],
  ): boolean {
    const leaves = names.length === 0 ? [below] : names.map((name) => [...below, name]);
    return leaves.some((leaf) => {
      const { module, depth } = walk(view, namespace, leaf);
      return module !== null && depth === leaf.length && module.file === null &&
        holdsPython(module);
    });
  }

  function holdsPython(namespace: Module): boolean {
    return namespace.directories.some((directory) =>
      view.list(directory).some(({ name }) => /\.pyi?$/.test(name))
    );
  }

  return {
    resolve(from, imported) {
      if (imported.dynamic !== undefined) return [unresolved(imported.dynamic)];
      if (imported.specifier.startsWith(".")) return relative(from, imported);
      return absolute(from, imported);
    },
  };
}

function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}
