/** What one ecosystem brings to the package reader; mod.ts holds the table of them. */
import type { MapPackage } from "../../domain/wire/system_map.ts";
import type { RepositoryView } from "../languages/contract.ts";

export interface PackageReader {
  /** The manifest declares a package or a set of requirements: one `MapPackage` each. */
  isManifest(path: string): boolean;
  /** Files that are read to resolve versions, and never listed by themselves. */
  isLock(path: string): boolean;
  /** Built once per analysis, so that lock files are parsed once. Null: not a package after all. */
  open(view: RepositoryView): (path: string) => MapPackage | null;
}

/** Larger manifests and lock files are left unread: a lock file beyond this resolves nothing. */
const MANIFEST_MAX_CHARS = 10_000_000;

/** Text within the limit; null where there is none. */
export function manifestText(view: RepositoryView, path: string): string | null {
  const text = view.has(path) ? view.text(path) : null;
  return text === null || text.length > MANIFEST_MAX_CHARS ? null : text.replace(/^\uFEFF/, "");
}
