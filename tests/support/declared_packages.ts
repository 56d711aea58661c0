/** What the package readers say of a few texts, in short rows. */
import assert from "node:assert/strict";
import { isPackageManifest, readPackages } from "../../lib/analysis/packages/mod.ts";
import { MapPackage } from "../../lib/domain/wire/system_map.ts";
import { viewOf } from "./repository_view.ts";

/** Every manifest of the files, checked against the contract. */
export function declaredPackages(files: Record<string, string>): MapPackage[] {
  return readPackages(viewOf(files)).map((one) => MapPackage.parse(one));
}

/** Packages by path; each file must be one that the analysis reads. */
export function packagesByPath(files: Record<string, string>): Record<string, MapPackage> {
  for (const path of Object.keys(files)) assert.ok(isPackageManifest(path), path);
  return Object.fromEntries(declaredPackages(files).map((one) => [one.path, one]));
}

/** `line scope name requirement -> resolved (purl)`, in the order of lines. */
export function dependencyRows(found: MapPackage | undefined): string[] {
  assert.ok(found, "There is no such package");
  return [...found.dependencies].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)).map((one) =>
    `${one.line} ${one.scope} ${one.name} ${one.requirement} -> ${one.resolved} (${one.purl})`
  );
}

/** `name version license` */
export function identityRow({ name, version, license }: MapPackage): string {
  return `${name} ${version} ${license}`;
}
