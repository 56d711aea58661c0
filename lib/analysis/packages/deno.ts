/** deno.json and deno.jsonc: the import map's packages, with versions from deno.lock. */
import type { MapPackageDependency } from "../../domain/wire/system_map.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { type JsonDocument, type Member, readJson, stringOf } from "./json.ts";
import { baseName, directoryOf, join, upwards } from "../paths.ts";
import { npmPurl } from "./purl.ts";

export const denoReader: PackageReader = {
  isManifest: (path) => /^deno\.jsonc?$/.test(baseName(path)),
  isLock: (path) => baseName(path) === "deno.lock",
  open(view) {
    const locks = new Map<string, Map<string, string>>();
    const locked = (directory: string): Map<string, string> => {
      for (const at of upwards(directory)) {
        const path = join(at, "deno.lock");
        if (!view.has(path)) continue;
        const known = locks.get(path) ?? specifiers(manifestText(view, path) ?? "");
        locks.set(path, known);
        return known;
      }
      return new Map();
    };
    return (path) => {
      const json = readJson(manifestText(view, path) ?? "");
      const versions = locked(directoryOf(path));
      const imports = [...json.members("imports"), ...scoped(json)];
      const dependencies = imports.flatMap((member) => dependencyOf(member, versions) ?? []);
      const identity = {
        name: json.string("name"),
        version: json.string("version"),
        license: json.string("license"),
      };
      return packageOf(path, "deno", identity, dependencies);
    };
  },
};

function scoped(json: JsonDocument): Member[] {
  return json.members("scopes").flatMap(({ node }) => json.membersOf(node));
}

/** Null for an import that points into the repository or to the runtime. */
function dependencyOf(
  { node, line }: Member,
  versions: Map<string, string>,
): MapPackageDependency | null {
  const target = stringOf(node);
  if (target === null) return null;
  const remote = /^https?:\/\/(.+)$/.exec(target);
  if (remote) {
    const name = remote[1]!.replace(/[?#].*$/, "");
    return { name, purl: null, requirement: target, resolved: null, scope: "runtime", line };
  }
  const match = /^(npm|jsr):\/?((?:@[^/@]+\/)?[^/@]+)(?:@([^/]*))?/.exec(target);
  if (!match) return null;
  const [, registry, name, wanted] = match;
  const requirement = wanted || null;
  const resolved = versions.get(`${registry}:${name}${requirement ? `@${requirement}` : ""}`) ??
    versions.get(`${registry}:${name}@*`) ?? null;
  return {
    // JSR has no package URL type; the prefix keeps its names apart from npm's.
    name: registry === "jsr" ? `jsr:${name}` : name!,
    purl: registry === "npm" ? npmPurl(name!, resolved) : null,
    requirement,
    resolved,
    scope: "runtime",
    line,
  };
}

/** `specifiers` of lock versions 3 (below `packages`, whole specifiers) and 4–5 (versions). */
function specifiers(text: string): Map<string, string> {
  const json = readJson(text);
  const found = new Map<string, string>();
  for (const path of [["specifiers"], ["packages", "specifiers"]]) {
    for (const { key, node } of json.members(...path)) {
      const version = /(?:^|@)(\d[^@_]*)(?:_.*)?$/s.exec(stringOf(node) ?? "")?.[1];
      if (version) found.set(key, version);
    }
  }
  return found;
}
