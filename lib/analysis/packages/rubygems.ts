/** Gemfile and gemspec, with versions from Gemfile.lock. */
import type { MapPackage } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { readGemfile } from "./gemfile.ts";
import { readGemspec } from "./gemspec.ts";
import { baseName, directoryOf, join, upwards } from "../paths.ts";
import { gemPurl } from "./purl.ts";

const GEMFILE = /^(?:Gemfile|gems\.rb|[\w.-]+\.gemfile)$/;
const LOCKS = ["Gemfile.lock", "gems.locked"];
const isGemspec = (path: string) => path.endsWith(".gemspec");

export const rubygemsReader: PackageReader = {
  isManifest: (path) => GEMFILE.test(baseName(path)) || isGemspec(path),
  isLock: (path) => LOCKS.includes(baseName(path)),
  open(view) {
    const locks = gemLocks(view);
    return (path): MapPackage | null => {
      const text = manifestText(view, path) ?? "";
      const manifest = isGemspec(path)
        ? readGemspec(text)
        : { name: null, version: null, dependencies: readGemfile(text) };
      const locked = locks(path);
      const dependencies = manifest.dependencies.map((one) => {
        const resolved = locked.get(one.name) ?? null;
        return {
          name: one.name,
          purl: one.elsewhere ? null : gemPurl(one.name, resolved),
          requirement: one.requirement,
          resolved,
          scope: one.scope,
          line: one.line,
        };
      });
      return packageOf(path, "rubygems", manifest, dependencies);
    };
  },
};

/** Versions by name; those of gems that lie in the repository (`PATH`) are left out. */
function gemLocks(view: RepositoryView) {
  const parsed = new Map<string, Map<string, string>>();
  const open = (path: string) => {
    let versions = parsed.get(path);
    if (!versions) {
      versions = readLock(manifestText(view, path) ?? "");
      parsed.set(path, versions);
    }
    return versions;
  };
  return (manifest: string): ReadonlyMap<string, string> => {
    // gemfiles/rails_7.gemfile has a lock file of its own; a gemspec is locked by the Gemfile above.
    if (manifest.endsWith(".gemfile")) return open(`${manifest}.lock`);
    for (const at of upwards(directoryOf(manifest))) {
      const path = LOCKS.map((name) => join(at, name)).find((one) => view.has(one));
      if (path !== undefined) return open(path);
      if (!isGemspec(manifest)) break;
    }
    return new Map();
  };
}

/** Sections with `specs:`; a gem built for several platforms is listed with each. */
function readLock(source: string): Map<string, string> {
  const versions = new Map<string, string>();
  let published = false;
  for (const line of source.split("\n")) {
    if (/^[A-Z]/.test(line)) published = !line.startsWith("PATH");
    // A version has no dash: what follows one is the platform.
    const [, name, version] = /^ {4}([\w.-]+) \(([^\s()-]+)(?:-[^()]*)?\)/.exec(line) ?? [];
    if (published && name !== undefined) versions.set(name, version!);
  }
  return versions;
}
