/** Composer's projects of a repository: where their classes lie and which packages they require. */
import { parse } from "jsonc-parser";
import { baseName, directoryOf, join, normalise, upwards } from "../../paths.ts";
import { tooDeep } from "../../packages/json.ts";
import type { RepositoryView } from "../contract.ts";

/** PSR-4 and PSR-0: a prefix of names (with its last separator) and a directory. */
export interface Mapping {
  prefix: string;
  directory: string;
  psr0: boolean;
}

/** A package that a lock file holds, with the prefixes of its names. */
export interface Locked {
  name: string;
  prefixes: string[];
}

export interface ComposerProject {
  directory: string;
  mappings: readonly Mapping[];
  /** Names of the required packages. */
  requires: readonly string[];
  locked: readonly Locked[];
}

export const isComposerManifest = (path: string): boolean =>
  baseName(path) === "composer.json" || baseName(path) === "composer.lock";

/** Platform requirements (`php`, `ext-json`) have no vendor. */
const isPackage = (name: string) => name.includes("/");

/** Every project, by directory; those of installed packages too, which lie in the repository then. */
export function composerProjects(view: RepositoryView): Map<string, ComposerProject> {
  const projects = new Map<string, ComposerProject>();
  for (const path of view.paths) {
    if (baseName(path) !== "composer.json") continue;
    const json = objectOf(view.text(path));
    if (!json) continue;
    const directory = directoryOf(path);
    const mappings = ["autoload", "autoload-dev"].flatMap((field) =>
      mappingsOf(json[field]).flatMap(({ prefix, path, psr0 }) => {
        const at = normalise(directory, path);
        return at === null ? [] : [{ prefix, directory: at, psr0 }];
      })
    );
    const requires = ["require", "require-dev"].flatMap((field) => Object.keys(record(json[field])))
      .filter(isPackage).map((name) => name.toLowerCase());
    const lock = objectOf(view.text(join(directory, "composer.lock")));
    projects.set(directory, { directory, mappings, requires, locked: lockedOf(lock) });
  }
  return projects;
}

/** The nearest project around a file. */
export function projectAround(
  projects: ReadonlyMap<string, ComposerProject>,
  path: string,
): ComposerProject | null {
  for (const at of upwards(directoryOf(path))) {
    const project = projects.get(at);
    if (project) return project;
  }
  return null;
}

/**
 * Files that may hold a class by the project's mappings, longest prefix first
 * (https://www.php-fig.org/psr/psr-4/, https://www.php-fig.org/psr/psr-0/).
 */
export function mappedPaths({ mappings }: ComposerProject, name: string): string[] {
  return mappings.filter(({ prefix }) => name.startsWith(prefix))
    .toSorted((a, b) => b.prefix.length - a.prefix.length)
    .map(({ prefix, directory, psr0 }) => {
      if (!psr0) return join(directory, `${name.slice(prefix.length).replaceAll("\\", "/")}.php`);
      const cut = name.lastIndexOf("\\") + 1;
      const path = name.slice(0, cut).replaceAll("\\", "/") + name.slice(cut).replaceAll("_", "/");
      return join(directory, `${path}.php`);
    });
}

function mappingsOf(autoload: unknown) {
  return (["psr-4", "psr-0"] as const).flatMap((standard) =>
    Object.entries(record(record(autoload)[standard])).flatMap(([prefix, paths]) =>
      [paths].flat().filter((path) => typeof path === "string").map((path) => ({
        prefix,
        path: path as string,
        psr0: standard === "psr-0",
      }))
    )
  );
}

function lockedOf(lock: Record<string, unknown> | null): Locked[] {
  return ["packages", "packages-dev"].flatMap((field) => {
    const list = lock?.[field];
    return (Array.isArray(list) ? list : []).flatMap((entry) => {
      const { name, autoload } = record(entry);
      if (typeof name !== "string") return [];
      const prefixes = mappingsOf(autoload).map(({ prefix }) => prefix).filter((one) => one !== "");
      return [{ name, prefixes }];
    });
  });
}

function objectOf(text: string | null): Record<string, unknown> | null {
  if (text === null || tooDeep(text)) return null;
  const value: unknown = parse(text, [], { allowTrailingComma: true });
  return typeof value === "object" && value !== null ? value as Record<string, unknown> : null;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Record<string, unknown>
    : {};
}
