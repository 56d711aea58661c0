/** What keeps the database small and sound. All of it runs on a connection off the HTTP thread. */
import type { JobStatus } from "../domain/job.ts";
import type { Database } from "./database.ts";

/** Rows a transaction: short enough that the thread which serves HTTP never waits for the lock. */
const ROWS_PER_DELETE = 200;
const PROBLEMS_SHOWN = 20;

export interface JobRetention {
  /** Newest ended jobs of each state that are kept. */
  count: number;
  /** Jobs that ended before are forgotten. */
  endedBefore: string;
}

export function createUpkeep({ raw }: Database) {
  /** Deletes batch by batch, oldest first, with room for others in between. */
  function deleteInBatches(
    status: JobStatus,
    { beforeId, endedBefore }: { beforeId: string; endedBefore: string },
    signal: AbortSignal,
  ): number {
    const remove = raw.prepare(
      `DELETE FROM background_jobs WHERE id IN (SELECT id FROM background_jobs
        WHERE status = ? AND (id <= ? OR finished_at < ?) ORDER BY id LIMIT ${ROWS_PER_DELETE})`,
    );
    let total = 0;
    for (;;) {
      signal.throwIfAborted();
      const deleted = Number(remove.run(status, beforeId, endedBefore).changes);
      total += deleted;
      if (deleted < ROWS_PER_DELETE) return total;
    }
  }

  return {
    /** Forgets ended jobs by age, and by number for each state. @returns how many */
    pruneJobs({ count, endedBefore }: JobRetention, signal: AbortSignal): number {
      let total = 0;
      for (const status of ["completed", "failed", "cancelled"] as const) {
        const overflow = raw.prepare(
          "SELECT id FROM background_jobs WHERE status = ? ORDER BY id DESC LIMIT 1 OFFSET ?",
        ).get(status, count)?.["id"];
        const beforeId = typeof overflow === "string" ? overflow : "";
        total += deleteInBatches(status, { beforeId, endedBefore }, signal);
      }
      return total;
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
