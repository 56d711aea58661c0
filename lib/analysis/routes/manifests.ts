/** Which packages the manifests around a file declare. */
import type { MapPackage } from "../../domain/wire/system_map.ts";
import { directoryOf } from "../paths.ts";

/** Names as `npm:express`, by the directory of their manifest. */
export type Declared = ReadonlyMap<string, ReadonlySet<string>>;

export function declaredPackages(packages: readonly MapPackage[]): Declared {
  const declared = new Map<string, Set<string>>();
  for (const { path, ecosystem, dependencies } of packages) {
    const directory = directoryOf(path);
    const names = declared.get(directory) ?? new Set();
    declared.set(directory, names);
    for (const { name } of dependencies) {
      if (name.startsWith("jsr:")) names.add(name);
      else names.add(`${ecosystem === "deno" ? "npm" : ecosystem}:${name}`);
    }
  }
  return declared;
}

/** The nearest directory at or above a file whose manifest declares one of these, and which ones. */
export function nearest(
  path: string,
  names: readonly string[],
  declared: Declared,
): { directory: string; names: string[] } | null {
  for (let directory = directoryOf(path);; directory = directoryOf(directory)) {
    const here = declared.get(directory);
    const known = here === undefined ? [] : names.filter((name) => here.has(name));
    if (known.length > 0) return { directory, names: known };
    if (directory === "") return null;
  }
}
