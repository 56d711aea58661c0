/** NuGet: project files, packages.config, .nuspec and .NET's tool manifests. */
import type { MapPackage, MapPackageDependency } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { type JsonDocument, readJson, stringOf } from "./json.ts";
import { isMsbuildFile, isMsbuildProject, MsbuildProjects, msbuildProjects } from "./msbuild.ts";
import { baseName, directoryOf, join } from "../paths.ts";
import { nugetPurl } from "./purl.ts";
import { childOf, childrenOf, type Element, readXml, textAt } from "./xml.ts";

const isConfig = (path: string) => /^packages\.config$/i.test(baseName(path));
const isTools = (path: string) => baseName(path) === "dotnet-tools.json";
const isNuspec = (path: string) => path.endsWith(".nuspec");

export const nugetReader: PackageReader = {
  isManifest: (path) => isMsbuildFile(path) || isConfig(path) || isNuspec(path) || isTools(path),
  isLock: (path) => baseName(path) === "packages.lock.json",
  open(view) {
    const projects = msbuildProjects(view);
    const locks = nugetLocks(view);
    return (path): MapPackage | null => {
      if (isConfig(path)) return readConfig(path, readXml(manifestText(view, path) ?? ""));
      if (isNuspec(path)) return readNuspec(path, readXml(manifestText(view, path) ?? ""));
      if (isTools(path)) return readTools(path, readJson(manifestText(view, path) ?? ""));
      const dependencies = projects.references(path).map((one): MapPackageDependency => {
        const resolved = one.project === null
          ? exactly(one.version) ?? locks(directoryOf(path), one.name)
          : null;
        return {
          name: one.name,
          purl: one.project === null ? nugetPurl(one.name, resolved) : null,
          requirement: one.version,
          resolved,
          scope: one.scope,
          line: one.line,
        };
      });
      if (isMsbuildProject(path)) {
        return packageOf(path, "nuget", identityOf(projects, path), dependencies);
      }
      return dependencies.length === 0
        ? null
        : packageOf(path, "nuget", { name: null, version: null }, dependencies);
    };
  },
};

function identityOf(projects: MsbuildProjects, path: string) {
  const property = (name: string) => projects.property(path, name);
  const prefix = property("VersionPrefix");
  const suffix = property("VersionSuffix");
  return {
    name: property("PackageId") ?? property("AssemblyName") ??
      baseName(path).replace(/\.\w+$/, ""),
    version: property("Version") ?? property("PackageVersion") ??
      (prefix && suffix ? `${prefix}-${suffix}` : prefix),
    license: property("PackageLicenseExpression"),
  };
}

/** `[1.2.3]` allows no other version; `1.2.3` means at least that. */
function exactly(requirement: string | null): string | null {
  return /^\[\s*([\w.+-]+)\s*\]$/.exec(requirement ?? "")?.[1] ?? null;
}

/** packages.config fixes versions: it is its own lock file. */
function readConfig(path: string, root: Element | null): MapPackage | null {
  if (root?.name !== "packages") return null;
  const dependencies = childrenOf(root, "package").flatMap(({ attributes, line }) => {
    const { id, version, developmentDependency } = attributes;
    if (!id) return [];
    return [{
      name: id,
      purl: nugetPurl(id, version),
      requirement: version ?? null,
      resolved: version ?? null,
      scope: developmentDependency === "true" ? "development" as const : "runtime" as const,
      line,
    }];
  });
  return packageOf(path, "nuget", { name: null, version: null }, dependencies);
}

function readNuspec(path: string, root: Element | null): MapPackage | null {
  const metadata = childOf(root, "metadata");
  if (root?.name !== "package" || !metadata) return null;
  const list = childOf(metadata, "dependencies");
  const dependencies = [list, ...childrenOf(list, "group")]
    .flatMap((holder) => childrenOf(holder, "dependency"))
    .flatMap(({ attributes: { id, version }, line }) =>
      id
        ? [{
          name: id,
          purl: nugetPurl(id, exactly(version ?? null)),
          requirement: version ?? null,
          resolved: exactly(version ?? null),
          scope: "runtime" as const,
          line,
        }]
        : []
    );
  // `$id$` is put in when the package is built.
  const stated = (name: string) => textAt(metadata, name)?.replace(/^\$.*\$$/, "") || null;
  const license = childOf(metadata, "license")?.attributes.type === "expression"
    ? stated("license")
    : null;
  const identity = { name: stated("id"), version: stated("version"), license };
  return packageOf(path, "nuget", identity, dependencies);
}

function readTools(path: string, json: JsonDocument): MapPackage {
  const dependencies = json.members("tools").map(({ key, line, node }) => {
    const version = stringOf(json.membersOf(node).find((one) => one.key === "version")?.node);
    return {
      name: key,
      purl: nugetPurl(key, version),
      requirement: version,
      resolved: version,
      scope: "build" as const,
      line,
    };
  });
  return packageOf(path, "nuget", { name: null, version: null }, dependencies);
}

/** packages.lock.json beside the project; null where its frameworks use several versions. */
function nugetLocks(view: RepositoryView) {
  const parsed = new Map<string, Map<string, string | null>>();
  return (directory: string, name: string): string | null => {
    let versions = parsed.get(directory);
    if (!versions) {
      versions = new Map();
      const path = join(directory, "packages.lock.json");
      const json = readJson(manifestText(view, path) ?? "");
      for (const framework of json.members("dependencies")) {
        for (const { key, node } of json.membersOf(framework.node)) {
          const version = stringOf(
            json.membersOf(node).find((one) => one.key === "resolved")?.node,
          );
          if (version === null) continue;
          const known = versions.get(key.toLowerCase());
          const same = known === undefined || known === version;
          versions.set(key.toLowerCase(), same ? version : null);
        }
      }
      parsed.set(directory, versions);
    }
    return versions.get(name.toLowerCase()) ?? null;
  };
}
