/** Go modules of a repository and which of them provides an import path. */
import { isLocalPath, parseGoMod } from "../../packages/go_mod.ts";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import type { RepositoryView } from "../contract.ts";

export interface GoModule {
  /** As its go.mod states it, e.g. `github.com/go-chi/chi/v5`. */
  path: string;
  directory: string;
  requires: readonly string[];
  /** Module path -> directory of this repository, from its own and its workspace's `replace`. */
  replaces: ReadonlyMap<string, string>;
}

/** Modules below these are invisible to code outside them: the go command skips such directories. */
const HIDDEN = /(?:^|\/)(?:vendor|testdata|node_modules|[_.][^/]*)(?:\/|$)/;

export interface GoModules {
  /** The module that a file belongs to; null without a go.mod above it (GOPATH style). */
  around(from: string): GoModule | null;
  /** The module that holds the path, and the package's directory; null where none does. */
  providing(
    specifier: string,
    main: GoModule | null,
    from: string,
  ): { module: GoModule; directory: string } | null;
}

export function goModules(view: RepositoryView): GoModules {
  const workspaces = readWorkspaces(view);
  const modules = new Map<string, GoModule>();
  for (const file of view.paths) {
    if (baseName(file) !== "go.mod") continue;
    const directory = directoryOf(file);
    const mod = parseGoMod(view.text(file) ?? "");
    if (!mod.module) continue;
    const workspace = [...upwards(directory)].find((at) => workspaces.has(at));
    modules.set(directory, {
      path: mod.module,
      directory,
      requires: mod.requires.map(({ module }) => module),
      replaces: new Map([
        ...localReplacements(directory, mod.replaces),
        ...(workspace === undefined ? [] : workspaces.get(workspace)!),
      ]),
    });
  }

  /** Go's own repository: the module "std" holds `fmt` as fmt, not as std/fmt. */
  const library = [...modules.values()].find(({ path }) => path === "std");
  // Modules with the same path (say, in examples): the one nearest to the importer is meant.
  const byPath = new Map<string, GoModule[]>();
  for (const module of modules.values()) {
    if (HIDDEN.test(module.directory)) continue;
    byPath.set(module.path, [...byPath.get(module.path) ?? [], module]);
  }

  function around(from: string): GoModule | null {
    for (const at of upwards(directoryOf(from))) {
      const module = modules.get(at);
      if (module) return module;
    }
    return null;
  }

  function providing(specifier: string, main: GoModule | null, from: string) {
    if (!main) return null;
    let best: { module: GoModule; directory: string; path: string } | null = null;
    const offer = (path: string, module: GoModule, directory: string) => {
      const within = specifier === path || specifier.startsWith(`${path}/`);
      if (!within || (best && best.path.length >= path.length)) return;
      best = { path, module, directory: join(directory, specifier.slice(path.length + 1)) };
    };
    offer(main.path, main, main.directory);
    for (const [path, directory] of main.replaces) {
      const module = modules.get(directory) ??
        { path, directory, requires: [], replaces: new Map() };
      offer(path, module, directory);
    }
    for (let path = specifier; path !== ""; path = directoryOf(path)) {
      const [nearest] = (byPath.get(path) ?? [])
        .map((module) => ({ module, distance: distance(directoryOf(from), module.directory) }))
        .sort((a, b) => a.distance - b.distance);
      if (nearest) offer(path, nearest.module, nearest.module.directory);
    }
    if (!best && library) {
      const directory = join(library.directory, specifier);
      if (view.hasDirectory(directory)) return { module: library, directory };
    }
    return best as { module: GoModule; directory: string } | null;
  }

  return { around, providing };
}

/** Replacements of a go.work by its directory; its `use` list needs none: paths are matched anyway. */
function readWorkspaces(view: RepositoryView): Map<string, [string, string][]> {
  const found = new Map<string, [string, string][]>();
  for (const file of view.paths) {
    if (baseName(file) !== "go.work") continue;
    const directory = directoryOf(file);
    const work = parseGoMod(view.text(file) ?? "");
    found.set(directory, localReplacements(directory, work.replaces));
  }
  return found;
}

function localReplacements(
  directory: string,
  replaces: ReturnType<typeof parseGoMod>["replaces"],
): [string, string][] {
  return replaces.flatMap(({ module, target }): [string, string][] => {
    const local = isLocalPath(target) ? normalise(directory, target) : null;
    return local === null ? [] : [[module, local]];
  });
}

/** How many directories lie between: up from one, down to the other. */
function distance(from: string, to: string): number {
  const above = [...upwards(to)];
  const up = [...upwards(from)].findIndex((at) => above.includes(at));
  const meeting = [...upwards(from)][up]!;
  return up + above.indexOf(meeting);
}
