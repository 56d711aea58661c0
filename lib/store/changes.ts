import { sql } from "kysely";
import type { Change } from "../domain/wire/status.ts";
import type { Database } from "./database.ts";

/** More things than this have changed since a cursor: the page should load everything again. */
const THINGS_MAX = 500;
/** So many changes the log holds at least (migrations/0011_cheaper_jobs.sql). */
const CHANGES_KEPT = 2_000;

/** The feed of changes: a log, written by triggers, of which the end is kept. */
export function createChangeStore(database: Database) {
  const db = database.kysely;
  return {
    /** The number of the newest change; 0 before the first. */
    async cursor(): Promise<number> {
      const { newest } = await db.selectFrom("changes")
        .select((eb) => eb.fn.max<number | null>("seq").as("newest")).executeTakeFirstOrThrow();
      return newest ?? 0;
    },

    /**
     * What changed after `since`, each thing once, by its last change, oldest first; without jobs
     * and maps that are gone.
     * @param cursor the newest change: what `cursor()` said
     * @returns null where that is too much to list, or too long ago: everything may have changed
     */
    async since(since: number, cursor: number): Promise<Change[] | null> {
      if (since > cursor || cursor - since > CHANGES_KEPT) return null;
      const { rows } = await sql<{
        entity: Change["entity"];
        id: string;
        project_id: string | null;
        deleted: number;
      }>`select entity, id, project_id, deleted, max(seq) as newest from changes
        where seq > ${since} group by entity, id
        having entity = 'project'
          or (entity = 'job' and exists (select 1 from background_jobs as j where j.id = changes.id))
          or (entity = 'map' and exists (select 1 from system_maps as m where m.id = changes.id))
        order by newest limit ${THINGS_MAX + 1}`.execute(db);
      if (rows.length > THINGS_MAX) return null;
      return rows.map(({ entity, id, project_id, deleted }) => ({
        entity,
        id,
        project_id,
        deleted: deleted === 1,
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
