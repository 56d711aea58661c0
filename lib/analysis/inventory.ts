/**
 * The ledger's first half: every entry of `git ls-tree -r` becomes a file to analyse or is skipped
 * with its reason. Reasons are few and free of figures, so that a reader can group them.
 */
import type { TreeEntry } from "../domain/ports.ts";
import type { LedgerEntry } from "../domain/wire/system_map.ts";
import type { FileAttributes } from "./attributes.ts";
import { languageHint } from "./classify.ts";
import type { Kept } from "./memory.ts";
import { isDocumentation, isGeneratedPath, isTestPath, isVendored } from "./origin.ts";
import { compareCodeUnits } from "./paths.ts";

export interface InventoryFile {
  path: string;
  oid: string;
  bytes: number;
  /** See `languageHint`. */
  hint: string;
  vendored: boolean;
  /** By its path or .gitattributes; the content may say so as well. */
  generated: boolean;
  /** .gitattributes denies that it is generated, whatever the content says. */
  handwritten: boolean;
  documentation: boolean;
  test: boolean;
}

export interface Inventory {
  /** Sorted by path. */
  files: InventoryFile[];
  /** Paths of all regular files, those too large included; sorted. */
  paths: string[];
  skipped: LedgerEntry[];
}

export const SKIPPED = {
  symlink: "Symbolic link: its target is listed under its own path",
  submodule: "Submodule: its content is in another repository",
  name: "File name is not valid UTF-8",
  twice: "The commit's tree lists this path twice",
  mode: "Not a regular file",
  binary: "Binary file",
  lfs: "Git LFS pointer: the content is not in the repository",
  large: (limit: number) => `Larger than the limit of ${limit / 1_000_000} MB`,
} as const;

/** Regular files of the tree by path; duplicates, links and names that are no text are left out. */
export function regularFiles(tree: readonly TreeEntry[]): TreeEntry[] {
  return tree.filter((entry) => entry.validUtf8 && isRegular(entry))
    .sort((a, b) => compareCodeUnits(a.path, b.path))
    .filter((entry, index, all) => entry.path !== all[index - 1]?.path);
}

/** What a path says by itself. */
export interface PathTraits {
  hint: string;
  vendored: boolean;
  generated: boolean;
  documentation: boolean;
  test: boolean;
}

/**
 * @param regular `regularFiles(tree)`
 * @param fileBytes larger files are skipped
 * @param traits of paths that were seen before
 */
export function takeInventory(
  tree: readonly TreeEntry[],
  regular: readonly TreeEntry[],
  attributesOf: (path: string) => FileAttributes,
  fileBytes: number,
  traits: Kept<string, PathTraits>,
): Inventory {
  const kept = new Set(regular);
  const skipped: LedgerEntry[] = [];
  for (const entry of tree) {
    if (!kept.has(entry)) skipped.push({ path: entry.path, reason: whyNot(entry) });
  }
  const files: InventoryFile[] = [];
  for (const entry of regular) {
    const bytes = entry.size ?? 0;
    if (bytes > fileBytes) skipped.push({ path: entry.path, reason: SKIPPED.large(fileBytes) });
    else {
      const own = traits.get(entry.path) ?? traits.set(entry.path, traitsOf(entry.path));
      files.push(describe(entry, bytes, attributesOf(entry.path), own));
    }
  }
  return { files, paths: regular.map((entry) => entry.path), skipped };
}

function traitsOf(path: string): PathTraits {
  return {
    hint: languageHint(path),
    vendored: isVendored(path),
    generated: isGeneratedPath(path),
    documentation: isDocumentation(path),
    test: isTestPath(path),
  };
}

/** .gitattributes have the last word. */
function describe(
  { path, oid }: TreeEntry,
  bytes: number,
  attributes: FileAttributes,
  traits: PathTraits,
): InventoryFile {
  return {
    path,
    oid,
    bytes,
    hint: attributes.language === undefined ? traits.hint : `=${attributes.language}`,
    vendored: attributes.vendored ?? traits.vendored,
    generated: attributes.generated ?? traits.generated,
    handwritten: attributes.generated === false,
    documentation: attributes.documentation ?? traits.documentation,
    test: traits.test,
  };
}

function isRegular(entry: TreeEntry): boolean {
  return entry.mode.startsWith("100");
}

function whyNot(entry: TreeEntry): string {
  if (!entry.validUtf8) return SKIPPED.name;
  if (entry.mode === "120000") return SKIPPED.symlink;
  if (entry.mode === "160000") return SKIPPED.submodule;
  return isRegular(entry) ? SKIPPED.twice : SKIPPED.mode;
}
