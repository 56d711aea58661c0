/** What of a projection is new, and what is no longer true. */
import type { FileRow, PackageRow } from "./rows.ts";

export interface Difference<Row, Entry> {
  added: Row[];
  gone: Entry[];
  /** For each row that is wanted what is stored of it; null for one that is added. */
  stored: (Entry | null)[];
}

/** Rows in succession that can have come or gone until what follows is looked for by its path. */
const LOOK_AHEAD = 100;

/**
 * Compares rows by all that they say; two equal rows are two.
 * @param stored rows with their ids, before
 */
export function differenceOf<
  Row extends FileRow | PackageRow,
  Entry extends { id: number; row: Row },
>(
  stored: readonly Entry[],
  wanted: readonly Row[],
  fields: readonly (keyof Row & string)[],
): Difference<Row, Entry> {
  // Most of what a change leaves alone is the same object, a few places away at most.
  let next = 0;
  const taken = new Uint8Array(stored.length);
  const found = wanted.map((row): Entry | null => {
    const end = Math.min(next + LOOK_AHEAD, stored.length);
    for (let at = next; at < end; at++) {
      if (stored[at]!.row !== row) continue;
      next = at + 1;
      taken[at] = 1;
      return stored[at]!;
    }
    return null;
  });
  const keyOf = (row: Row) => "oid" in row ? row.path : `${row.path}\0${row.name}\0${row.line}`;
  const left = new Map<string, Entry[]>();
  stored.forEach((entry, at) => {
    if (taken[at] === 1) return;
    const key = keyOf(entry.row);
    const others = left.get(key);
    if (others === undefined) left.set(key, [entry]);
    else others.push(entry);
  });
  const added: Row[] = [];
  wanted.forEach((row, place) => {
    if (found[place] !== null) return;
    const key = keyOf(row);
    const candidates = left.get(key) ?? [];
    const at = candidates.findIndex((entry) =>
      entry.row === row || fields.every((field) => entry.row[field] === row[field])
    );
    if (at < 0) {
      added.push(row);
      return;
    }
    const [entry] = candidates.splice(at, 1);
    if (candidates.length === 0) left.delete(key);
    found[place] = entry!;
  });
  return { added, gone: [...left.values()].flat(), stored: found };
}

export const FILE_FIELDS = [
  "path",
  "component",
  "language",
  "oid",
  "bytes",
  "code",
  "comment",
  "blank",
  "generated",
  "vendored",
  "test",
] as const satisfies readonly (keyof FileRow)[];

export const PACKAGE_FIELDS = [
  "kind",
  "name",
  "ecosystem",
  "path",
  "line",
  "version",
  "requirement",
  "scope",
  "purl",
] as const satisfies readonly (keyof PackageRow)[];
