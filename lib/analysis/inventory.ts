/**
 * The ledger's first half: every entry of `git ls-tree -r` becomes a file to analyse or is skipped
 * with its reason. Reasons are few and free of figures, so that a reader can group them.
 */
import type { TreeEntry } from "../domain/ports.ts";
import type { LedgerEntry, MapFile } from "../domain/wire/system_map.ts";
import type { FileAttributes } from "./attributes.ts";
import { languageHint } from "./classify.ts";
import type { PlainFile } from "./components.ts";
import type { BlobFacts } from "./facts.ts";
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
  /** What this analysis, or one before, made of the same file. */
  made: { facts?: BlobFacts; plain?: PlainFile; shown?: MapFile };
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

/** A file, and the attributes by which it is described. */
export interface SeenFile {
  file: InventoryFile;
  attributesOf: AttributesOf;
}

type AttributesOf = (path: string) => FileAttributes;

/**
 * @param regular `regularFiles(tree)`
 * @param fileBytes larger files are skipped
 * @param seen files of before, by path: one that is the same is also the same object
 */
export function takeInventory(
  tree: readonly TreeEntry[],
  regular: readonly TreeEntry[],
  attributesOf: AttributesOf,
  fileBytes: number,
  seen: Kept<string, SeenFile>,
): Inventory {
  const skipped: LedgerEntry[] = [];
  if (regular.length < tree.length) {
    const kept = new Set(regular);
    for (const entry of tree) {
      if (!kept.has(entry)) skipped.push({ path: entry.path, reason: whyNot(entry) });
    }
  }
  const files: InventoryFile[] = [];
  const first = seen.isEmpty;
  for (const entry of regular) {
    const bytes = entry.size ?? 0;
    if (bytes > fileBytes) skipped.push({ path: entry.path, reason: SKIPPED.large(fileBytes) });
    else {
      const last = seen.get(entry.path);
      if (last?.file.oid === entry.oid && last.attributesOf === attributesOf) {
        files.push(last.file);
        continue;
      }
      // A listing comes in large pieces, of which the text of an entry is a part. The first one is
      // remembered whole anyway.
      const own = first
        ? entry
        : { ...entry, path: last?.file.path ?? copyOf(entry.path), oid: copyOf(entry.oid) };
      const file = describe(own, bytes, attributesOf(entry.path));
      seen.set(entry.path, { file, attributesOf });
      files.push(file);
    }
  }
  return { files, paths: regular.map((entry) => entry.path), skipped };
}

/** The same text, which keeps nothing in memory that it was cut from. */
function copyOf(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

/** .gitattributes have the last word. */
function describe(
  { path, oid }: TreeEntry,
  bytes: number,
  attributes: FileAttributes,
): InventoryFile {
  return {
    path,
    oid,
    bytes,
    hint: attributes.language === undefined ? languageHint(path) : `=${attributes.language}`,
    vendored: attributes.vendored ?? isVendored(path),
    generated: attributes.generated ?? isGeneratedPath(path),
    handwritten: attributes.generated === false,
    documentation: attributes.documentation ?? isDocumentation(path),
    test: isTestPath(path),
    made: {},
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
