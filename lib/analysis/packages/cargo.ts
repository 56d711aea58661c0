/** Cargo.toml, with versions from the workspace's Cargo.lock. */
import { manifestText, type PackageReader } from "./contract.ts";
import { packageOf } from "./dependency.ts";
import { baseName, directoryOf } from "../paths.ts";
import { CargoManifests } from "./cargo_manifest.ts";
import { cargoLocks } from "./cargo_lock.ts";
import { cargoPurl } from "./purl.ts";
import { table, text } from "./toml.ts";

export const cargoReader: PackageReader = {
  isManifest: (path) => baseName(path) === "Cargo.toml",
  isLock: (path) => baseName(path) === "Cargo.lock",
  open(view) {
    const manifests = new CargoManifests(view);
    const locks = cargoLocks(view);
    return (path) => {
      if (manifestText(view, path) === null) return null;
      const directory = directoryOf(path);
      const name = text(table(manifests.at(directory), "package").name);
      const dependencies = manifests.dependencies(directory).map((one) => {
        const resolved = one.path === null
          ? locks.version(directory, name, one.crate, one.requirement)
          : null;
        return {
          name: one.name,
          purl: one.elsewhere ? null : cargoPurl(one.crate, resolved),
          requirement: one.requirement,
          resolved,
          scope: one.scope,
          line: one.line,
        };
      });
      const identity = {
        name,
        version: manifests.field(directory, "version"),
        license: manifests.field(directory, "license"),
      };
      return packageOf(path, "cargo", identity, dependencies);
    };
  },
};
