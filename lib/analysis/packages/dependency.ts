/** Builds the dependency list of one manifest: unique, in one order. */
import {
  type Ecosystem,
  type MapPackage,
  type MapPackageDependency,
  type Scope,
  SCOPES,
} from "../../domain/wire/system_map.ts";
import { compareCodeUnits } from "../paths.ts";

/** Sorted by name, then scope; a name stated twice in a scope keeps its first line. */
export function packageOf(
  path: string,
  ecosystem: Ecosystem,
  identity: { name: string | null; version: string | null },
  dependencies: MapPackageDependency[],
): MapPackage {
  const unique = new Map<string, MapPackageDependency>();
  for (const dependency of dependencies) {
    const key = `${dependency.name}\n${dependency.scope}`;
    if (!unique.has(key)) unique.set(key, dependency);
  }
  const order = (scope: Scope) => SCOPES.indexOf(scope);
  return {
    path,
    ecosystem,
    name: identity.name || null,
    version: identity.version || null,
    dependencies: [...unique.values()].sort((a, b) =>
      compareCodeUnits(a.name, b.name) || order(a.scope) - order(b.scope)
    ),
  };
}
