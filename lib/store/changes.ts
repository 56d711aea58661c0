import type { Change } from "../domain/wire/status.ts";
import type { Database } from "./database.ts";

/** More changes than this since a cursor: the page should load everything again. */
export const CHANGES_MAX = 500;

/** The feed of changes, written by triggers (migrations/0001_start.sql). */
export function createChangeStore(database: Database) {
  const db = database.kysely;
  return {
    /** The number of the newest change. */
    async cursor(): Promise<number> {
      const row = await db.selectFrom("change_counter").select("value").executeTakeFirstOrThrow();
      return row.value;
    },

    /** What changed after `since`, oldest first; at most CHANGES_MAX + 1 rows. */
    async since(since: number): Promise<Change[]> {
      const rows = await db.selectFrom("changes").selectAll().where("seq", ">", since)
        .orderBy("seq").limit(CHANGES_MAX + 1).execute();
      return rows.map((row) => ({
        entity: row.entity,
        id: row.id,
        project_id: row.project_id,
        deleted: row.deleted === 1,
      }));
    },

    /** Size of the database in bytes, pages in use only. */
    bytes(): number {
      const pragma = (name: string) =>
        Number(database.raw.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
      return (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    },
  };
}
export type ChangeStore = ReturnType<typeof createChangeStore>;
