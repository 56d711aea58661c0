/**
 * Symbolic links of the repository. They are no files of the map, but an import through one means
 * the file behind it: Node, Python and TypeScript follow links and name the real file.
 */
import type { BlobReader, TreeEntry } from "../domain/ports.ts";
import type { Kept } from "./memory.ts";
import { compareCodeUnits, directoryOf, normalise } from "./paths.ts";
import { readTexts } from "./read_texts.ts";

/** Bytes of a link's content and length of a path behind links; longer ones are not followed. */
const MAX_TARGET_BYTES = 1_024;
const MAX_LINKS = 2_000;
/** Paths that links may add together: a link to a large directory adds all that is in it. */
const MAX_ALIASES = 20_000;
/** Links behind links; what goes on longer turns in a circle. */
const MAX_STEPS = 10;

/**
 * The file behind each path that exists through a link only. Links that lead out of the repository,
 * nowhere, or into a directory that holds them, have no entry; nor has what lies past the limits.
 *
 * @param paths of all regular files, sorted by code units
 * @param known contents of links by object id
 */
export async function followLinks(
  tree: readonly TreeEntry[],
  paths: readonly string[],
  blobs: BlobReader,
  known: Kept<string, string | null>,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const entries = tree.filter((entry) =>
    entry.mode === "120000" && entry.validUtf8 && (entry.size ?? Infinity) <= MAX_TARGET_BYTES
  ).sort((a, b) => compareCodeUnits(a.path, b.path)).slice(0, MAX_LINKS);
  if (entries.length === 0) return new Map();
  const texts = await readTexts(entries, MAX_LINKS * MAX_TARGET_BYTES, blobs, known, signal);
  return aliases(texts, paths);
}

function aliases(links: ReadonlyMap<string, string>, paths: readonly string[]) {
  const files = new Set(paths);
  const found = new Map<string, string>();
  for (const link of [...links.keys()].sort(compareCodeUnits)) {
    const target = realPath(link, links);
    if (target === null || `${link}/`.startsWith(`${target}/`) || target === "") continue;
    if (files.has(target)) found.set(link, target);
    else {
      for (let at = firstFrom(paths, `${target}/`); at < paths.length; at++) {
        const path = paths[at]!;
        if (!path.startsWith(`${target}/`) || found.size >= MAX_ALIASES) break;
        found.set(link + path.slice(target.length), path);
      }
    }
    if (found.size >= MAX_ALIASES) break;
  }
  return found;
}

/** Where a path leads once it holds no link any more; null outside of the repository or in a circle. */
function realPath(path: string, links: ReadonlyMap<string, string>): string | null {
  let at: string | null = path;
  for (let step = 0; at !== null && at.length <= MAX_TARGET_BYTES && step < MAX_STEPS; step++) {
    let link: string = at;
    while (link !== "" && !links.has(link)) link = directoryOf(link);
    if (link === "") return at;
    const target = links.get(link)!;
    if (target.startsWith("/")) return null;
    at = normalise(directoryOf(link), target + at.slice(link.length));
  }
  return null;
}

/** Index of the first path that is not before `text`, by binary search. */
function firstFrom(paths: readonly string[], text: string): number {
  let low = 0;
  let high = paths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (paths[middle]! < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
