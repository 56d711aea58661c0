/** What of a projection is new, and what is no longer true. */
import type { FileRow, PackageRow } from "./rows.ts";

export interface Difference<Row, Entry> {
  added: Row[];
  gone: Entry[];
  stay: Entry[];
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
  const keyOf = (row: Row) => "oid" in row ? row.path : `${row.path}\0${row.name}\0${row.line}`;
  const left = new Map<string, Entry[]>();
  for (const entry of stored) {
    const key = keyOf(entry.row);
    const others = left.get(key);
    if (others === undefined) left.set(key, [entry]);
    else others.push(entry);
  }
  const stay: Entry[] = [];
  const added = wanted.filter((row) => {
    const key = keyOf(row);
    const candidates = left.get(key) ?? [];
    const at = candidates.findIndex((entry) =>
      entry.row === row || fields.every((field) => entry.row[field] === row[field])
    );
    if (at < 0) return true;
    stay.push(candidates[at]!);
    if (candidates.length === 1) left.delete(key);
    else candidates.splice(at, 1);
    return false;
  });
  return { added, gone: [...left.values()].flat(), stay };
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
