/** Resolves Ruby's requires and Rails' constants; the rules are in docs/accuracy.md. */
import type { RawImport } from "../../facts.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView, Resolved, Resolver } from "../contract.ts";
import { declaredGemOf, gemOf } from "./gems.ts";
import { belowDirectory } from "./paths.ts";
import { loadPathOf, type RubyProject, rubyProjects } from "./projects.ts";
import { isStandardLibrary } from "./stdlib.ts";
import { railsConstants } from "./zeitwerk.ts";

export function rubyResolver(view: RepositoryView): Resolver {
  const projects = rubyProjects(view);
  const constants = railsConstants(view);

  /** A file as `require` finds it: with its extension or without. */
  function fileAt(path: string | null): string | null {
    if (path === null) return null;
    if (/\.(?:rb|rake|ru)$/.test(path) && view.has(path)) return path;
    return view.has(`${path}.rb`) ? `${path}.rb` : null;
  }

  function relative(from: string, path: string, base: string): Resolved[] {
    const target = normalise(base, path);
    const file = fileAt(target) ?? (target !== null && view.has(target) ? target : null);
    if (file !== null && file !== from) return [{ to: file, resolution: "file" }];
    if (target === null) return [unresolved("the path leaves the repository")];
    return [
      unresolved(/\.(?:so|bundle|dll)$/.test(path) ? "a compiled extension" : "no such file"),
    ];
  }

  function onLoadPath(from: string, path: string, project: RubyProject): string | null {
    // A gem's own lib is on the load path also where nothing here says that it is a gem.
    const lib = [...upwards(directoryOf(from))].find((at) => baseName(at) === "lib");
    for (const directory of [...loadPathOf(project), ...lib === undefined ? [] : [lib]]) {
      const file = fileAt(normalise(directory, path));
      if (file !== null && file !== from) return file;
    }
    return null;
  }

  /** Gems of the repository are installed beside each other; the nearest first. */
  function inSibling(from: string, path: string, own: RubyProject): string | null {
    const siblings = projects.all.filter((one) => one.gem && one !== own)
      .map((one) => ({ one, shared: sharedDirectories(from, `${one.directory}/`) }))
      .sort((a, b) => b.shared - a.shared);
    for (const { one } of siblings) {
      const file = fileAt(normalise(join(one.directory, "lib"), path));
      if (file !== null) return file;
    }
    return null;
  }

  function required(from: string, path: string, autoload: boolean): Resolved[] {
    const own = projects.around(from);
    if (path.startsWith("./") || path.startsWith("../")) {
      // From the directory that the program is started in: most likely the project's.
      const file = fileAt(normalise(own.directory, path)) ??
        fileAt(normalise(directoryOf(from), path));
      return file === null ? [unresolved("no such file")] : [{ to: file, resolution: "file" }];
    }
    if (path.startsWith("/") || path === "") return [unresolved("an absolute path")];
    const file = onLoadPath(from, path, own);
    if (file !== null) return [{ to: file, resolution: "file" }];
    const name = path.replace(/\.(?:rb|so)$/, "");
    const isDeclared = declaredGemOf(name, own.gems) !== null;
    if (!isDeclared && isStandardLibrary(name)) return [{ to: name, resolution: "builtin" }];
    const sibling = inSibling(from, path, own);
    if (sibling !== null) return [{ to: sibling, resolution: "file" }];
    if (autoload) return [unresolved("no file of that name on the load path")];
    if (ownName(own, name)) return [unresolved(`no such file below ${join(own.directory, "lib")}`)];
    return [{ to: gemOf(name, own.gems), resolution: "package" }];
  }

  /** True where the path begins with a directory that the project's lib has. */
  function ownName({ directory }: RubyProject, path: string): boolean {
    const first = path.split("/")[0]!;
    return path.includes("/") && view.hasDirectory(join(directory, `lib/${first}`)) &&
      view.has(join(directory, `lib/${first}.rb`));
  }

  return {
    resolve(from, imported: RawImport) {
      const { specifier, dynamic, kind, names } = imported;
      if (dynamic !== undefined) return [unresolved(dynamic)];
      if (kind === "use") {
        const to = constants.fileOf(from, specifier, names ?? []);
        return to === null ? [] : [{ to, resolution: "file" }];
      }
      const below = belowDirectory(specifier);
      if (below !== null) return relative(from, below, directoryOf(from));
      if (names?.[0] === "relative") return relative(from, specifier, directoryOf(from));
      return required(from, specifier, names?.[0] === "autoload");
    },
  };
}

function unresolved(reason: string): Resolved {
  return { to: null, resolution: "unresolved", reason };
}

function sharedDirectories(a: string, b: string): number {
  let count = 0;
  for (let at = 0; at < a.length && a[at] === b[at]; at++) if (a[at] === "/") count++;
  return count;
}
