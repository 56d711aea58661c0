/** package.json, with versions from the nearest npm, yarn, pnpm or bun lock file. */
import type { MapPackageDependency, Scope } from "../../domain/wire/system_map.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { anyLicense, packageOf } from "./dependency.ts";
import { type JsonDocument, readJson, stringOf } from "./json.ts";
import { isCatalogueFile, npmCatalogues } from "./npm_catalogues.ts";
import { isNpmLock, npmLocks } from "./npm_locks.ts";
import { baseName, directoryOf } from "../paths.ts";
import { npmPurl } from "./purl.ts";
import type { Node } from "jsonc-parser";

/** https://docs.npmjs.com/cli/configuring-npm/package-json */
const FIELDS: readonly [field: string, scope: Scope][] = [
  ["dependencies", "runtime"],
  ["devDependencies", "development"],
  ["peerDependencies", "peer"],
  ["optionalDependencies", "optional"],
];

/** Requirements that name a place instead of the registry: such a package has no npm purl. */
const ELSEWHERE =
  /^(?:file:|link:|portal:|patch:|exec:|git[+:@]|git@|github:|gitlab:|bitbucket:|gist:|https?:|ssh:|\.{0,2}\/|~\/|[\w.-]+\/[\w.-]+(?:#|$))/;

export const npmReader: PackageReader = {
  isManifest: (path) => baseName(path) === "package.json",
  isLock: (path) => isNpmLock(path) || isCatalogueFile(path),
  open(view) {
    const locks = npmLocks(view);
    const catalogues = npmCatalogues(view);
    return (path) => {
      const json = readJson(manifestText(view, path) ?? "");
      const directory = directoryOf(path);
      const dependencies: MapPackageDependency[] = [];
      // npm itself lets an optional dependency override the same name in `dependencies`.
      const optional = new Set(json.members("optionalDependencies").map(({ key }) => key));
      for (const [field, scope] of FIELDS) {
        for (const { key: name, line, node } of json.members(field)) {
          const stated = stringOf(node);
          if (name === "" || stated === null) continue;
          const requirement = catalogues.requirement(directory, name, stated);
          if (scope === "runtime" && optional.has(name)) continue;
          const resolved = locks.version(directory, name, requirement);
          dependencies.push({
            name,
            purl: purlOf(name, requirement, resolved),
            requirement,
            resolved,
            scope,
            line,
          });
        }
      }
      const identity = {
        name: json.string("name"),
        version: json.string("version"),
        license: licenseOf(json),
      };
      return packageOf(path, "npm", identity, dependencies);
    };
  },
};

function purlOf(name: string, requirement: string, resolved: string | null): string | null {
  const alias = /^npm:((?:@[^/@]+\/)?[^/@]+)(?:@.*)?$/.exec(requirement);
  if (alias) return npmPurl(alias[1]!, resolved);
  return ELSEWHERE.test(requirement) ? null : npmPurl(name, resolved);
}

/** `license`, also as the object, and `licenses`, as the list, of packages older than SPDX. */
function licenseOf(json: JsonDocument): string | null {
  const type = (node: Node | undefined) =>
    stringOf(node) ?? stringOf(json.membersOf(node).find(({ key }) => key === "type")?.node);
  const fields = new Map(json.members().map(({ key, node }) => [key, node]));
  const one = type(fields.get("license"));
  if (one !== null) return anyLicense([one]);
  const list = [fields.get("license"), fields.get("licenses")].flatMap((node) =>
    node?.type === "array" ? node.children ?? [] : []
  );
  return anyLicense(list.map(type));
}
