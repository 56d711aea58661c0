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
  const text = (row: Row) => JSON.stringify(fields.map((field) => row[field]));
  const left = new Map<string, number[]>();
  for (const { id, row } of stored) {
    const key = text(row);
    const ids = left.get(key);
    if (ids === undefined) left.set(key, [id]);
    else ids.push(id);
  }
  const added = wanted.filter((row) => left.get(text(row))?.pop() === undefined);
  return { added, gone: [...left.values()].flat() };
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
