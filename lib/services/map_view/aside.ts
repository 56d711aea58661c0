/** Which manifests say nothing of the project itself: those of tests and of vendored code. */
import { isTestPath, isVendored } from "../../analysis/origin.ts";
import type { SystemMap } from "../../domain/wire/system_map.ts";

/** By the flags of the map's files, on which .gitattributes have the last word. */
export function manifestsAside({ files, packages }: SystemMap): (path: string) => boolean {
  // A manifest that is no file of the map, too large say, has its path alone.
  const aside = new Map(
    packages.map(({ path }) => [path, isTestPath(path) || isVendored(path)]),
  );
  for (const { path, test, vendored } of files) {
    if (aside.has(path)) aside.set(path, test || vendored);
  }
  return (path) => aside.get(path) ?? false;
}
