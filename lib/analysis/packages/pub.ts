/** pubspec.yaml, with versions from pubspec.lock. */
import type { MapPackageDependency } from "../../domain/wire/system_map.ts";
import type { Scope } from "../../domain/wire/map_terms.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { baseName, directoryOf, join, upwards } from "../paths.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { pubPurl } from "./purl.ts";
import { readYaml, type YamlMember, type YamlValue } from "./yaml.ts";

const MANIFEST = "pubspec.yaml";
const LOCK = "pubspec.lock";
/** https://dart.dev/tools/pub/pubspec */
const SECTIONS: readonly (readonly [key: string, scope: Scope])[] = [
  ["dependencies", "runtime"],
  ["dev_dependencies", "development"],
];
const PUB_DEV = /^https?:\/\/(?:pub\.dev|pub\.dartlang\.org)\/?$/;

/** True for what says where the packages of a repository lie. */
export function isPubManifest(path: string): boolean {
  return /^(?:pubspec(?:_overrides)?|melos)\.yaml$/.test(baseName(path));
}

export const pubReader: PackageReader = {
  isManifest: (path) => baseName(path) === MANIFEST,
  isLock: (path) => baseName(path) === LOCK,
  open(view) {
    const locks = new Map<string, ReadonlyMap<string, string>>();
    return (path) => {
      const text = manifestText(view, path);
      if (text === null) return null;
      const manifest = readYaml(text);
      const lock = lockOf(view, path, manifest);
      const versions = lock === null ? new Map() : locks.get(lock) ?? readLock(view, lock);
      if (lock !== null) locks.set(lock, versions);
      const dependencies = SECTIONS.flatMap(([key, scope]) =>
        manifest.at(key).members().map((one) => dependencyOf(one, scope, versions))
      );
      const version = manifest.at("version");
      const identity = {
        name: manifest.at("name").string(),
        version: version.string() ?? version.number(),
      };
      return packageOf(path, "pub", identity, dependencies);
    };
  },
};

/** A member of a workspace has the lock file of the workspace's root. */
function lockOf(view: RepositoryView, path: string, manifest: YamlValue): string | null {
  const member = manifest.at("resolution").string() === "workspace";
  for (const directory of upwards(directoryOf(path))) {
    const lock = join(directory, LOCK);
    if (view.has(lock)) return lock;
    if (!member) break;
  }
  return null;
}

function readLock(view: RepositoryView, path: string): ReadonlyMap<string, string> {
  const packages = readYaml(manifestText(view, path) ?? "").at("packages").members();
  return new Map(packages.flatMap(({ key, value }) => {
    const version = value.at("version").string();
    return version === null ? [] : [[key, version] as const];
  }));
}

function dependencyOf(
  { key, line, value }: YamlMember,
  scope: Scope,
  versions: ReadonlyMap<string, string>,
): MapPackageDependency {
  const path = value.at("path").string();
  const git = value.at("git").string() ?? value.at("git", "url").string();
  const hosted = value.at("hosted").string() ?? value.at("hosted", "url").string();
  const registry = hosted === null || PUB_DEV.test(hosted);
  const elsewhere = path !== null || git !== null || !registry;
  const stated = value.string() ?? value.number() ?? value.at("version").string();
  const resolved = path === null ? versions.get(key) ?? null : null;
  return {
    name: key,
    purl: elsewhere ? null : pubPurl(key, resolved),
    requirement: stated ?? path ?? git,
    resolved,
    scope,
    line,
  };
}
