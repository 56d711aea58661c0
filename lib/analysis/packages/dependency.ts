/** Builds the dependency list of one manifest: unique, in one order. */
import { type Ecosystem, type Scope, SCOPES } from "../../domain/wire/map_terms.ts";
import type { MapPackage, MapPackageDependency } from "../../domain/wire/system_map.ts";
import { compareCodeUnits } from "../paths.ts";

/** What a manifest says of its own package. */
export interface Identity {
  name: string | null;
  version: string | null;
  license?: string | null;
}

/**
 * Sorted by name, scope and requirement; what is stated twice in a scope with the same requirement
 * keeps its first line.
 */
export function packageOf(
  path: string,
  ecosystem: Ecosystem,
  identity: Identity,
  dependencies: MapPackageDependency[],
): MapPackage {
  const unique = new Map<string, MapPackageDependency>();
  for (const dependency of dependencies) {
    const { name, scope, requirement } = dependency;
    const key = `${name}\n${scope}\n${requirement}`;
    if (!unique.has(key)) unique.set(key, dependency);
  }
  const order = (scope: Scope) => SCOPES.indexOf(scope);
  return {
    path,
    ecosystem,
    name: identity.name || null,
    version: identity.version || null,
    license: identity.license || null,
    dependencies: [...unique.values()].sort((a, b) =>
      compareCodeUnits(a.name, b.name) || order(a.scope) - order(b.scope) ||
      compareCodeUnits(a.requirement ?? "", b.requirement ?? "")
    ),
  };
}

/** Licences of which a user may choose one, as an SPDX expression; null where there are none. */
export function anyLicense(names: readonly (string | null | undefined)[]): string | null {
  return joined(names, " OR ");
}

/** Licences listed without a word on how they combine; null where there are none. */
export function listedLicenses(names: readonly (string | null | undefined)[]): string | null {
  return joined(names, ", ");
}

function joined(names: readonly (string | null | undefined)[], by: string): string | null {
  const stated = names.map((name) => name?.replace(/\s+/g, " ").trim()).filter((name) => name);
  return [...new Set(stated)].join(by).slice(0, LICENSE_MAX_CHARS) || null;
}

/** Some manifests paste the whole text. */
const LICENSE_MAX_CHARS = 200;
