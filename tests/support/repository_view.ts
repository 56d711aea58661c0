/** A `RepositoryView` over texts, for tests of resolvers and readers. */
import type { BlobFacts } from "../../lib/analysis/facts.ts";
import type { RepositoryView } from "../../lib/analysis/languages/contract.ts";

export function viewOf(
  files: Record<string, string>,
  facts: ReadonlyMap<string, BlobFacts> = new Map(),
): RepositoryView {
  const paths = Object.keys(files).sort();
  const directories = new Map<string, Map<string, boolean>>([["", new Map()]]);
  for (const path of paths) {
    const parts = path.split("/");
    parts.forEach((name, index) => {
      const parent = parts.slice(0, index).join("/");
      const names = directories.get(parent) ?? new Map<string, boolean>();
      names.set(name, index < parts.length - 1);
      directories.set(parent, names);
    });
  }
  return {
    paths,
    has: (path) => Object.hasOwn(files, path),
    hasDirectory: (path) => directories.has(path),
    list: (directory) =>
      [...directories.get(directory) ?? []].map(([name, isDirectory]) => ({
        name,
        directory: isDirectory,
      })).sort((a, b) => a.name < b.name ? -1 : 1),
    text: (path) => Object.hasOwn(files, path) ? files[path]! : null,
    facts: (path) => facts.get(path),
    isTest: (path) => /(?:^|\/)tests?\/|_test\.go$|(?:^|\/)test_[^/]*\.py$|\.test\.ts$/.test(path),
  };
}
