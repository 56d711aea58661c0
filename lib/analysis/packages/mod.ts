/** The packages that a repository's manifests declare; a new ecosystem is one line here. */
import type { MapPackage } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";
import type { PackageReader } from "./contract.ts";
import { denoReader } from "./deno.ts";
import { goReader } from "./go_mod.ts";
import { npmReader } from "./npm.ts";
import { pypiReader } from "./pypi.ts";

const READERS: readonly PackageReader[] = [npmReader, denoReader, pypiReader, goReader];

/** Copies of other people's packages: their manifests say nothing about this repository. */
const INSTALLED =
  /(?:^|\/)(?:node_modules|bower_components|jspm_packages|vendor|site-packages|\.venv|venv)\//;

/** True for manifests and lock files, i.e. whatever `readPackages` needs the text of. */
export function isPackageManifest(path: string): boolean {
  return !INSTALLED.test(path) &&
    READERS.some((reader) => reader.isManifest(path) || reader.isLock(path));
}

/**
 * Every manifest outside installed or vendored copies, sorted by path. A malformed manifest is listed
 * with what could be read of it; nothing throws.
 */
export function readPackages(view: RepositoryView): MapPackage[] {
  const opened = READERS.map((reader) => ({ reader, read: reader.open(view) }));
  return view.paths.filter((path) => !INSTALLED.test(path)).flatMap((path) => {
    const match = opened.find(({ reader }) => reader.isManifest(path));
    return match?.read(path) ?? [];
  });
}
