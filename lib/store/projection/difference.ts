/** What of a projection is new, and what is no longer true. */
import type { FileRow, PackageRow } from "./rows.ts";

/** Rows that stay are in neither list. */
export interface Difference<Row> {
  added: Row[];
  /** Ids of rows that are there. */
  gone: number[];
}

/**
 * Compares rows by all that they say; two equal rows are two.
 * @param stored rows with their ids, before
 */
export function differenceOf<Row extends FileRow | PackageRow>(
  stored: readonly { id: number; row: Row }[],
  wanted: readonly Row[],
  fields: readonly (keyof Row & string)[],
): Difference<Row> {
  const keyOf = (row: Row) => "oid" in row ? row.path : `${row.path}\0${row.name}\0${row.line}`;
  const left = new Map<string, { id: number; row: Row }[]>();
  for (const entry of stored) {
    const key = keyOf(entry.row);
    const others = left.get(key);
    if (others === undefined) left.set(key, [entry]);
    else others.push(entry);
  }
  const added = wanted.filter((row) => {
    const candidates = left.get(keyOf(row)) ?? [];
    const at = candidates.findIndex((entry) =>
      fields.every((field) => entry.row[field] === row[field])
    );
    if (at >= 0) candidates.splice(at, 1);
    return at < 0;
  });
  return { added, gone: [...left.values()].flat().map(({ id }) => id) };
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
