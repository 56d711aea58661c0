/** Files that are somewhere else now. */
import type { MapFile } from "../../domain/wire/system_map.ts";
import { baseName, compareCodeUnits, directoryOf } from "../paths.ts";

export interface Move {
  from: MapFile;
  to: MapFile;
  sameContent: boolean;
}

/** Contents that small are found in many places by chance: an empty file has no history. */
const TELLING_BYTES = 16;

/**
 * Pairs of a file that is gone and one that is new: first of equal content, where several are alike
 * the one whose path is most alike; then of equal name and language, where exactly one of each is
 * left and most of their lines can be the same ones. Each file is in one pair at most.
 */
export function findMoves(gone: readonly MapFile[], added: readonly MapFile[]): Move[] {
  const moves: Move[] = [];
  const [left, fresh] = [new Set(gone), new Set(added)];
  const take = (from: MapFile, to: MapFile, sameContent: boolean) => {
    moves.push({ from, to, sameContent });
    left.delete(from);
    fresh.delete(to);
  };
  const contents = groups(left, ({ oid, bytes }) => bytes < TELLING_BYTES ? null : oid);
  const newContents = groups(fresh, ({ oid }) => oid);
  for (const [oid, olds] of contents) {
    const news = newContents.get(oid) ?? [];
    // By name first, then in the order of their paths: many alike are many moves of one directory.
    const named = groups(news, ({ path }) => baseName(path));
    const rest: MapFile[] = [];
    for (const old of olds) {
      const same = named.get(baseName(old.path))?.shift();
      if (same === undefined) rest.push(old);
      else take(old, same, true);
    }
    const others = news.filter((file) => fresh.has(file));
    rest.slice(0, others.length).forEach((old, index) => take(old, others[index]!, true));
  }
  const names = groups(left, nameOf);
  const newNames = groups(fresh, nameOf);
  for (const [name, olds] of names) {
    const news = newNames.get(name) ?? [];
    const [old, now] = [olds[0]!, news[0]];
    if (olds.length !== 1 || news.length !== 1 || now === undefined) continue;
    if (isAlike(old, now)) take(old, now, false);
  }
  return moves.sort((a, b) => compareCodeUnits(a.to.path, b.to.path));
}

/** Names that every directory has say nothing by themselves: these count with their directory's. */
const COMMON_NAME =
  /^(?:index|main|mod|lib|__init__|readme|license|package|makefile|dockerfile)\b/i;

function nameOf({ path, language }: MapFile): string {
  const name = baseName(path);
  const shown = COMMON_NAME.test(name) ? `${baseName(directoryOf(path))}/${name}` : name;
  return `${language}\0${shown}`;
}

/** Git calls files similar that share half of their content; we know how much that can be at most. */
function isAlike(a: MapFile, b: MapFile): boolean {
  return a.bytes >= TELLING_BYTES && b.bytes >= TELLING_BYTES &&
    Math.min(a.bytes, b.bytes) * 2 >= Math.max(a.bytes, b.bytes);
}

/** In the order of the paths. A key of null is in no group. */
function groups(
  files: Iterable<MapFile>,
  keyOf: (file: MapFile) => string | null,
): Map<string, MapFile[]> {
  const result = new Map<string, MapFile[]>();
  for (const file of [...files].sort((a, b) => compareCodeUnits(a.path, b.path))) {
    const key = keyOf(file);
    if (key === null) continue;
    const group = result.get(key);
    if (group === undefined) result.set(key, [file]);
    else group.push(file);
  }
  return result;
}
