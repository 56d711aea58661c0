import type { List } from "../domain/wire/common.ts";

/** Turns `limit + 1` rows (newest first, ids sorted by time) into a page with its cursor. */
export function toPage<R extends { id: string }, T>(
  rows: readonly R[],
  limit: number,
  convert: (row: R) => T,
): List<T> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(convert),
    next_cursor: rows.length > limit && last !== undefined ? last.id : null,
  };
}
