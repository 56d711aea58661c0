/** What of a projection is new, and what is no longer true. */
import type { FileRow, PackageRow } from "./rows.ts";

export interface Difference<Row, Entry> {
  added: Row[];
  gone: Entry[];
  /** For each row that is wanted what is stored of it; null for one that is added. */
  stored: (Entry | null)[];
}

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
  const whole = wanted.length;
  // Most of what a change leaves alone is the same objects in the same order.
  let [before, behind] = [0, 0];
  const least = Math.min(stored.length, whole);
  while (before < least && stored[before]!.row === wanted[before]) before++;
  while (
    behind < least - before &&
    stored[stored.length - 1 - behind]!.row === wanted[whole - 1 - behind]
  ) behind++;
  const keyOf = (row: Row) => "oid" in row ? row.path : `${row.path}\0${row.name}\0${row.line}`;
  const left = new Map<string, Entry[]>();
  for (const entry of stored.slice(before, stored.length - behind)) {
    const key = keyOf(entry.row);
    const others = left.get(key);
    if (others === undefined) left.set(key, [entry]);
    else others.push(entry);
  }
  const added: Row[] = [];
  const between = wanted.slice(before, whole - behind).map((row): Entry | null => {
    const key = keyOf(row);
    const candidates = left.get(key) ?? [];
    const at = candidates.findIndex((entry) =>
      entry.row === row || fields.every((field) => entry.row[field] === row[field])
    );
    if (at < 0) {
      added.push(row);
      return null;
    }
    const [found] = candidates.splice(at, 1);
    if (candidates.length === 0) left.delete(key);
    return found!;
  });
  return {
    added,
    gone: [...left.values()].flat(),
    stored: [
      ...stored.slice(0, before),
      ...between,
      ...stored.slice(stored.length - behind),
    ],
  };
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
