/** Python's manifests: one reader for all of them, since they share lock files and rules. */
import type { MapPackage, MapPackageDependency, Scope } from "../../domain/wire/system_map.ts";
import { manifestText, type PackageReader } from "./contract.ts";
import { listedLicenses, packageOf } from "./dependency.ts";
import { baseName, directoryOf } from "../paths.ts";
import { readPipfile } from "./pipfile.ts";
import { normalisePypi, pypiPurl } from "./purl.ts";
import { isPypiLock, pypiLocks } from "./pypi_locks.ts";
import { readPyproject } from "./pyproject.ts";
import { isRequirementsFile, readRequirements } from "./requirements.ts";
import { readSetupCfg } from "./setup_cfg.ts";
import { readSetupPy } from "./setup_py.ts";

/** A dependency as one of the formats states it. */
export interface PythonDependency {
  name: string;
  requirement: string | null;
  scope: Scope;
  line: number | null;
  /** Set where the manifest itself fixes version and hash (pip's own lock format). */
  locked?: string;
  /** A path, URL or repository instead of an index: it has no package URL. */
  elsewhere?: boolean;
}

export interface PythonManifest {
  name: string | null;
  version: string | null;
  license?: string | null;
  dependencies: PythonDependency[];
}

/** Classifiers name licences in words: `License :: OSI Approved :: MIT License`. */
export function classifiedLicense(classifiers: readonly string[]): string | null {
  return listedLicenses(
    classifiers.filter((one) => one.startsWith("License ::"))
      .map((one) => one.slice(one.lastIndexOf("::") + 2)),
  );
}

const FORMATS: readonly [
  matches: (path: string) => boolean,
  read: (text: string, path: string) => PythonManifest | null,
][] = [
  [(path) => baseName(path) === "pyproject.toml", readPyproject],
  [(path) => baseName(path) === "setup.cfg", readSetupCfg],
  [(path) => baseName(path) === "setup.py", readSetupPy],
  [(path) => baseName(path) === "Pipfile", readPipfile],
  [isRequirementsFile, readRequirements],
];

export const pypiReader: PackageReader = {
  isManifest: (path) => FORMATS.some(([matches]) => matches(path)),
  isLock: isPypiLock,
  open(view) {
    const locks = pypiLocks(view);
    return (path): MapPackage | null => {
      const read = FORMATS.find(([matches]) => matches(path))?.[1];
      const manifest = read?.(manifestText(view, path) ?? "", path);
      if (!manifest) return null;
      const own = manifest.name === null ? null : normalisePypi(manifest.name);
      const dependencies = manifest.dependencies
        // `all = ["own[dev,test]"]` bundles a package's own extras.
        .filter(({ name }) => normalisePypi(name) !== own)
        .map((one): MapPackageDependency => {
          const resolved = one.locked ?? locks.version(directoryOf(path), baseName(path), one.name);
          return {
            name: one.name,
            purl: one.elsewhere ? null : pypiPurl(one.name, resolved),
            requirement: one.requirement,
            resolved,
            scope: one.scope,
            line: one.line,
          };
        });
      return packageOf(path, "pypi", manifest, dependencies);
    };
  },
};
