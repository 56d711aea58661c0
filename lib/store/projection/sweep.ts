/** Removes rows that nobody sees any more, a transaction's worth at a time. */
import { ROWS_PER_WRITE, transact } from "../bulk.ts";
import type { Database } from "../database.ts";
import { idRange, PROJECTED } from "./rows.ts";
import { prepareStatements } from "./statements.ts";

/**
 * All of them are safe at any time and on any connection; each call is one transaction of at most
 * 250 rows.
 */
export function createProjectionSweep(database: Database) {
  const { raw } = database;
  const statements = prepareStatements(database);
  const generationOf = raw.prepare("SELECT generation FROM projections WHERE id = ?");
  const orphan = raw.prepare("SELECT id FROM projections WHERE project_id IS NULL LIMIT 1");
  const forget = raw.prepare("DELETE FROM projections WHERE id = ?");
  const rowsOf = PROJECTED.map((table) => ({
    table,
    select: raw.prepare(`SELECT id FROM map_${table} WHERE id BETWEEN ? AND ? LIMIT ?`),
  }));
  const dying = PROJECTED.map((table) =>
    raw.prepare(
      `SELECT id / 4294967296 AS projection FROM map_${table} INDEXED BY map_${table}_dying ` +
        "WHERE died IS NOT NULL AND died <= (SELECT generation FROM projections " +
        "WHERE projections.id = map_" + table + ".id / 4294967296) LIMIT 1",
    )
  );

  return {
    /** Of one projection. @returns true where there may be more */
    async replaced(projection: number): Promise<boolean> {
      return await transact(database, () => {
        const generation = generationOf.get(projection)?.["generation"];
        if (generation === undefined) return false;
        const removed = statements.removeDead(projection, Number(generation), ROWS_PER_WRITE);
        return removed === ROWS_PER_WRITE;
      });
    },

    /** The next projection that has such rows, as after a crash; null for none. */
    next(): number | null {
      for (const statement of dying) {
        const projection = statement.get()?.["projection"];
        if (projection !== undefined) return Number(projection);
      }
      return null;
    },

    /** Of projects that are no more. @returns true where there may be more */
    async orphaned(): Promise<boolean> {
      return await transact(database, () => {
        const projection = orphan.get()?.["id"];
        if (projection === undefined) return false;
        let left = ROWS_PER_WRITE;
        for (const { table, select } of rowsOf) {
          const rows = select.all(...idRange(Number(projection)), left);
          for (const row of rows) statements.remove(table, Number(row["id"]));
          left -= rows.length;
          if (left === 0) return true;
        }
        forget.run(Number(projection));
        return true;
      });
    },
  };
}
