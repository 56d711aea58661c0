/** The repository as resolvers and readers see it: names, facts and a few texts, no file system. */
import type { BlobFacts } from "./facts.ts";
import type { RepositoryView } from "./languages/contract.ts";
import { isTestPath } from "./origin.ts";
import { baseName, compareCodeUnits, directoryOf } from "./paths.ts";

export interface ViewParts {
  /** Sorted by code units. */
  paths: readonly string[];
  texts: ReadonlyMap<string, string>;
  facts: ReadonlyMap<string, BlobFacts>;
  /** The file behind each path that only a symbolic link makes; see `followLinks`. */
  links?: ReadonlyMap<string, string>;
}

/** Which paths and directories there are. */
export interface PathIndex {
  known: ReadonlySet<string>;
  /** Sorted members of each directory. */
  directories: ReadonlyMap<string, readonly { name: string; directory: boolean }[]>;
}

/** @param index `indexPaths` of the same paths and links */
export function createView(
  { paths, texts, facts, links = new Map() }: ViewParts,
  { known, directories }: PathIndex = indexPaths(paths, links),
): RepositoryView {
  const real = (path: string) => links.get(path) ?? path;
  return {
    paths,
    has: (path) => known.has(path),
    hasDirectory: (path) => directories.has(path),
    list: (directory) => directories.get(directory) ?? [],
    real,
    text: (path) => texts.get(real(path)) ?? null,
    facts: (path) => facts.get(real(path)),
    isTest: isTestPath,
  };
}

/** Indexes the directories once: every question is a look-up afterwards. */
export function indexPaths(
  paths: readonly string[],
  links: ReadonlyMap<string, string>,
): PathIndex {
  const known = new Set([...paths, ...links.keys()]);
  const directories = new Map<string, { name: string; directory: boolean }[]>();
  for (const path of known) {
    let name = baseName(path);
    let directory = directoryOf(path);
    let isDirectory = false;
    for (;;) {
      const siblings = directories.get(directory);
      if (siblings) {
        siblings.push({ name, directory: isDirectory });
        break;
      }
      directories.set(directory, [{ name, directory: isDirectory }]);
      if (directory === "") break;
      name = baseName(directory);
      directory = directoryOf(directory);
      isDirectory = true;
    }
  }
  for (const entries of directories.values()) {
    entries.sort((a, b) => compareCodeUnits(a.name, b.name));
  }
  return { known, directories };
}
