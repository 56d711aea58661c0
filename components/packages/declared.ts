import type { PartDependency, PartManifest } from "../../lib/domain/wire/map_parts.ts";

/** A package that one or more manifests declare. */
export interface DeclaredPackage {
  ecosystem: string;
  name: string;
  uses: (PartDependency & { manifest: string })[];
  /** Resolved versions that differ, ascending. */
  versions: string[];
  /** Requirements that differ. */
  requirements: string[];
  scopes: string[];
  /** Files that import it: of any use, since edges do not say which version they mean. */
  files: number;
}

/** Declarations of all manifests by package: those that most files import first, then by name. */
export function declaredPackages(manifests: readonly PartManifest[]): DeclaredPackage[] {
  const packages = new Map<string, DeclaredPackage>();
  for (const { path, ecosystem, dependencies } of manifests) {
    for (const dependency of dependencies) {
      const key = `${ecosystem}\n${dependency.name}`;
      let one = packages.get(key);
      if (one === undefined) {
        one = {
          ecosystem,
          name: dependency.name,
          uses: [],
          versions: [],
          requirements: [],
          scopes: [],
          files: 0,
        };
        packages.set(key, one);
      }
      one.uses.push({ ...dependency, manifest: path });
      if (dependency.resolved !== null) addTo(one.versions, dependency.resolved);
      if (dependency.requirement !== null) addTo(one.requirements, dependency.requirement);
      addTo(one.scopes, dependency.scope);
      one.files = Math.max(one.files, dependency.files);
    }
  }
  for (const one of packages.values()) one.versions.sort(byVersion);
  return [...packages.values()].sort((a, b) =>
    b.files - a.files || compare(a.name, b.name) || compare(a.ecosystem, b.ecosystem)
  );
}

function addTo(list: string[], value: string): void {
  if (!list.includes(value)) list.push(value);
}

/** True where one repository uses several versions of it. */
export function isDuplicated({ versions }: DeclaredPackage): boolean {
  return versions.length > 1;
}

export interface PackageFilter {
  q?: string | undefined;
  ecosystem?: string | undefined;
  scope?: string | undefined;
  /** Only those in several versions. */
  duplicates?: boolean;
}

export function matches(one: DeclaredPackage, { q, ecosystem, scope, duplicates }: PackageFilter) {
  return (!ecosystem || one.ecosystem === ecosystem) &&
    (!scope || one.scopes.includes(scope)) &&
    (!duplicates || isDuplicated(one)) &&
    (!q || one.name.toLowerCase().includes(q.toLowerCase()));
}

/** Numbers as numbers, so that 10 comes after 9; for order alone, not a judgement of ranges. */
function byVersion(a: string, b: string): number {
  const parts = (text: string) => text.split(/(\d+)/);
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [one, other] = [left[at]!, right[at]!];
    const numbers = at % 2 === 1 ? Number(one) - Number(other) : 0;
    if (numbers !== 0) return numbers;
    if (one !== other) return compare(one, other);
  }
  return left.length - right.length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
