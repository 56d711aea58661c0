/** What keeps the database small and sound. All of it runs on a connection off the HTTP thread. */
import type { Database } from "./database.ts";

/**
 * Jobs a transaction, each with a log of up to 300 lines: 200 of them held the write lock for 230 to
 * 395 ms, for which whoever enqueues a job would wait.
 */
const ROWS_PER_DELETE = 20;
const PROBLEMS_SHOWN = 20;

export interface JobRetention {
  /** Newest ended jobs of each state that are kept. */
  count: number;
  /** Jobs that ended before are forgotten. */
  endedBefore: string;
}

export function createUpkeep({ raw }: Database) {
  return {
    /**
     * Forgets ended jobs by age, and by number for each state, oldest first: one transaction a step,
     * so that its caller leaves room for others in between. Yields how many it removed.
     */
    *pruneJobs({ count, endedBefore }: JobRetention): Generator<number> {
      const remove = raw.prepare(
        `DELETE FROM background_jobs WHERE id IN (SELECT id FROM background_jobs
          WHERE status = ? AND (id <= ? OR finished_at < ?) ORDER BY id LIMIT ${ROWS_PER_DELETE})`,
      );
      for (const status of ["completed", "failed", "cancelled"] as const) {
        const overflow = raw.prepare(
          "SELECT id FROM background_jobs WHERE status = ? ORDER BY id DESC LIMIT 1 OFFSET ?",
        ).get(status, count)?.["id"];
        const beforeId = typeof overflow === "string" ? overflow : "";
        let deleted: number;
        do {
          deleted = Number(remove.run(status, beforeId, endedBefore).changes);
          yield deleted;
        } while (deleted === ROWS_PER_DELETE);
      }
    },

    /** Lets SQLite renew what its planner knows, and brings the write-ahead log back to nothing. */
    tidy(): void {
      raw.exec("PRAGMA optimize");
      raw.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
    },

    /** What is damaged, in SQLite's words; [] for a sound database. */
    check(): string[] {
      const rows = raw.prepare(`PRAGMA integrity_check(${PROBLEMS_SHOWN})`).all();
      const words = rows.map((row) => String(row["integrity_check"]));
      const orphans = raw.prepare("PRAGMA foreign_key_check").all().length;
      if (orphans > 0) words.push(`${orphans} rows belong to nothing`);
      return words.filter((word) => word !== "ok");
    },
  };
}

/**
 * Notes that a server has the database open.
 * @returns false where the one before did not close it in order
 */
export function openInOrder({ raw }: Database): boolean {
  const clean = raw.prepare("SELECT clean FROM server_state").get()?.["clean"] === 1;
  raw.exec("UPDATE server_state SET clean = 0");
  return clean;
}

/** Notes that the database is closed in order: the last write. */
export function closeInOrder({ raw }: Database): void {
  raw.exec("UPDATE server_state SET clean = 1");
}
