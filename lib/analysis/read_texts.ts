/** Texts of manifests, lock files and the like, which resolvers and readers ask for by path. */
import type { BlobReader, TreeEntry } from "../domain/ports.ts";
import { decodeBlob, textOf } from "./encoding.ts";
import type { Kept } from "./memory.ts";
import { compareCodeUnits } from "./paths.ts";

/**
 * Text by path, of the entries that are text. Past `limitBytes` in total nothing more is kept: the
 * files nearest to the root come first.
 * @param known texts by object id; null for what is no text
 */
export async function readTexts(
  entries: readonly TreeEntry[],
  limitBytes: number,
  blobs: BlobReader,
  known: Kept<string, string | null>,
  signal: AbortSignal,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const pathsByOid = new Map<string, string[]>();
  let budget = limitBytes;
  for (const { path, oid, size } of [...entries].sort(nearestFirst)) {
    budget -= size ?? 0;
    if (budget < 0) break;
    const text = known.get(oid);
    if (text !== undefined) {
      if (text !== null) texts.set(path, text);
      continue;
    }
    const paths = pathsByOid.get(oid);
    if (paths) paths.push(path);
    else pathsByOid.set(oid, [path]);
  }
  if (pathsByOid.size === 0) return texts;
  for await (const { oid, bytes } of blobs.read([...pathsByOid.keys()], signal)) {
    const decoded = decodeBlob(bytes);
    const text = known.set(oid, decoded.kind === "text" ? textOf(decoded.bytes) : null);
    if (text === null) continue;
    for (const path of pathsByOid.get(oid) ?? []) texts.set(path, text);
  }
  return texts;
}

function nearestFirst(a: TreeEntry, b: TreeEntry): number {
  return depth(a.path) - depth(b.path) || compareCodeUnits(a.path, b.path);
}

function depth(path: string): number {
  let slashes = 0;
  for (let at = path.indexOf("/"); at >= 0; at = path.indexOf("/", at + 1)) slashes++;
  return slashes;
}
