/**
 * Keeps the database from growing without end. Each call is one short transaction and says whether
 * there may be more to do, so that whoever calls can pause in between; all of it can be broken off at
 * any time, and called while analyses run.
 */
import { ROWS_PER_WRITE, transact } from "./bulk.ts";
import type { Database } from "./database.ts";
import { createProjectionSweep } from "./projection/sweep.ts";

/** The cache of facts may hold so much; what is in use by a current map is kept beyond it. */
const FACTS_MAX_BYTES = 2_000_000_000;

/** An analysis that runs may be about to use what it has just read or written. */
const FACTS_KEPT_DAYS = 2;

/** Newest maps of each project that are kept, whatever their age. */
const MAPS_KEPT = 10;
/** Of older ones the last of each month is kept, for so many months. */
const MAP_MONTHS_KEPT = 24;

export interface Retention {
  /**
   * Removes facts that no current map uses, those longest unused first, while the cache is larger
   * than `maxBytes`.
   * @param now ISO 8601 in UTC
   * @returns false once there is nothing more to remove
   */
  evictFacts(
    options: { analyzerVersion: number; now: string; maxBytes?: number },
  ): Promise<boolean>;
  /**
   * Removes one map that is neither the current one of its project, nor among its newest `MAPS_KEPT`,
   * nor the last of one of the last `MAP_MONTHS_KEPT` months.
   * @returns false once there is none
   */
  removeOldMap(now: string): Promise<boolean>;
  /**
   * Removes rows of search and lists that nobody sees: of removed projects, and what an analysis
   * that ended early has left.
   * @returns false once there are none
   */
  sweepProjections(): Promise<boolean>;
  /** Bytes of facts in the cache. */
  factBytes(): number;
}

export function createRetention(database: Database): Retention {
  const { raw } = database;
  const totals = raw.prepare("SELECT bytes FROM fact_totals");
  const oldest = raw.prepare(
    "SELECT blob_oid, language, analyzer_version, EXISTS (" +
      "SELECT 1 FROM map_files WHERE map_files.oid = blob_facts.blob_oid) AS used " +
      "FROM blob_facts WHERE used_on < ? ORDER BY used_on LIMIT ?",
  );
  const key = "WHERE blob_oid = ? AND language = ? AND analyzer_version = ?";
  const removeFacts = raw.prepare(`DELETE FROM blob_facts ${key}`);
  const keepFacts = raw.prepare(`UPDATE blob_facts SET used_on = ? ${key}`);
  // Newest first by the time of publishing: ids are made from it.
  const oldMap = raw.prepare(
    "SELECT id FROM (SELECT system_maps.id, system_maps.created_at, current_map_id, " +
      "row_number() OVER (PARTITION BY project_id ORDER BY system_maps.id DESC) AS place, " +
      "row_number() OVER (PARTITION BY project_id, substr(system_maps.created_at, 1, 7) " +
      "ORDER BY system_maps.id DESC) AS place_in_month " +
      "FROM system_maps JOIN projects ON projects.id = project_id) " +
      "WHERE id IS NOT current_map_id AND place > ? " +
      "AND (place_in_month > 1 OR created_at < ?) LIMIT 1",
  );
  const removeMap = raw.prepare("DELETE FROM system_maps WHERE id = ?");
  const sweep = createProjectionSweep(database);

  const factBytes = () => Number(totals.get()?.["bytes"] ?? 0);

  return {
    factBytes,

    async evictFacts({ analyzerVersion, now, maxBytes = FACTS_MAX_BYTES }) {
      const before = new Date(Date.parse(now) - FACTS_KEPT_DAYS * 86_400_000).toISOString();
      return await transact(database, () => {
        if (factBytes() <= maxBytes) return false;
        const rows = oldest.all(before.slice(0, 10), ROWS_PER_WRITE);
        for (const row of rows) {
          const of = [String(row["blob_oid"]), String(row["language"])] as const;
          const version = Number(row["analyzer_version"]);
          if (row["used"] === 1 && version === analyzerVersion) {
            // It goes to the end of the queue, so that the next call meets others.
            keepFacts.run(now.slice(0, 10), ...of, version);
          } else if (factBytes() > maxBytes) removeFacts.run(...of, version);
        }
        return rows.length === ROWS_PER_WRITE;
      });
    },

    async removeOldMap(now) {
      const month = new Date(now);
      month.setUTCDate(1);
      month.setUTCMonth(month.getUTCMonth() - MAP_MONTHS_KEPT + 1);
      return await transact(database, () => {
        const id = oldMap.get(MAPS_KEPT, month.toISOString().slice(0, 7))?.["id"];
        if (id === undefined) return false;
        removeMap.run(String(id));
        return true;
      });
    },

    async sweepProjections() {
      if (await sweep.orphaned()) return true;
      const projection = sweep.next();
      if (projection === null) return false;
      await sweep.replaced(projection);
      return true;
    },
  };
}
