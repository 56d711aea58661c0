/** composer.json (https://getcomposer.org/doc/04-schema.md), with versions from composer.lock. */
import type { MapPackageDependency, Scope } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { anyLicense, packageOf } from "./dependency.ts";
import { type JsonDocument, readJson, stringOf } from "./json.ts";
import { baseName, directoryOf, join } from "../paths.ts";
import { composerPurl } from "./purl.ts";

const FIELDS: readonly [field: string, scope: Scope][] = [
  ["require", "runtime"],
  ["require-dev", "development"],
];

/** PHP itself, its extensions and libraries, and Composer: the platform has them, no registry does. */
const PLATFORM =
  /^(?:php(?:-(?:64bit|ipv6|zts|debug))?|hhvm|(?:ext|lib)-[\w.-]+|composer(?:-(?:plugin|runtime)-api)?)$/i;

export const composerReader: PackageReader = {
  isManifest: (path) => baseName(path) === "composer.json",
  isLock: (path) => baseName(path) === "composer.lock",
  open(view) {
    const locks = composerLocks(view);
    return (path) => {
      const json = readJson(manifestText(view, path) ?? "");
      const locked = locks(directoryOf(path));
      const dependencies: MapPackageDependency[] = [];
      for (const [field, scope] of FIELDS) {
        for (const { key: name, line, node } of json.members(field)) {
          const requirement = stringOf(node);
          if (name === "" || requirement === null) continue;
          const resolved = locked.get(name.toLowerCase()) ?? null;
          const purl = PLATFORM.test(name) ? null : composerPurl(name, resolved);
          dependencies.push({ name, purl, requirement, resolved, scope, line });
        }
      }
      const identity = {
        name: json.string("name"),
        version: json.string("version"),
        license: licenseOf(json),
      };
      return packageOf(path, "composer", identity, dependencies);
    };
  },
};

/** A list means a choice, by Composer's rules. */
function licenseOf(json: JsonDocument): string | null {
  const node = json.members().find(({ key }) => key === "license")?.node;
  return anyLicense(node?.type === "array" ? node.children!.map(stringOf) : [stringOf(node)]);
}

/** Versions by lower-case name, as Composer writes them (`v6.4.1`). */
function composerLocks(view: RepositoryView) {
  const parsed = new Map<string, Map<string, string>>();
  return (directory: string): ReadonlyMap<string, string> => {
    let versions = parsed.get(directory);
    if (!versions) {
      versions = new Map();
      const json = readJson(manifestText(view, join(directory, "composer.lock")) ?? "");
      for (const field of ["packages", "packages-dev"]) {
        const list = json.members().find(({ key }) => key === field)?.node;
        for (const entry of list?.type === "array" ? list.children! : []) {
          const members = new Map(json.membersOf(entry).map(({ key, node }) => [key, node]));
          const name = stringOf(members.get("name"));
          const version = stringOf(members.get("version"));
          if (name !== null && version !== null) versions.set(name.toLowerCase(), version);
        }
      }
      parsed.set(directory, versions);
    }
    return versions;
  };
}
