/** Jobs whose holder is gone. */
import { sql } from "kysely";
import type { PublicError } from "../../domain/errors.ts";
import { isoTime } from "../../platform/clock.ts";
import type { Database } from "../database.ts";
import { type JobRow, PENDING, type Queries, RUNNING } from "./rows.ts";

/** After so many crashes in one stage a job is not tried again: it is what crashes the server. */
export const CRASHES_MAX = 10;

/** A claim that somebody holds, or held: it has not changed as long as all three are the same. */
export interface HeldJob {
  id: string;
  lockedBy: string;
  fence: number;
  leaseExpiresAt: string;
}

export function createRescues({ kysely: db }: Database) {
  return {
    /** All running jobs. */
    async running(): Promise<HeldJob[]> {
      const rows = await db.selectFrom("background_jobs")
        .select(["id", "locked_by", "fence", "lease_expires_at"]).where("status", "=", RUNNING)
        .execute();
      return rows.map((row) => ({
        id: row.id,
        lockedBy: row.locked_by ?? "",
        fence: row.fence,
        leaseExpiresAt: row.lease_expires_at ?? "",
      }));
    },

    /**
     * Takes jobs back, if their claims have not changed since they were looked at. One whose cancel
     * was asked for is cancelled; one that crashed the server too often fails; the rest go back to
     * pending.
     * @param due by the engine's clock: now
     * @param waitMs milliseconds that a job waits which has crashed so often
     * @returns how many
     */
    async rescue(
      lost: readonly HeldJob[],
      { due, now, waitMs }: { due: string; now: string; waitMs: (crashes: number) => number },
    ): Promise<number> {
      return await db.transaction().execute(async (tx) => {
        let count = 0;
        for (const job of lost) {
          const row = await tx.selectFrom("background_jobs").selectAll().where("id", "=", job.id)
            .where("status", "=", "running").where("locked_by", "=", job.lockedBy)
            .where("fence", "=", job.fence).where("lease_expires_at", "=", job.leaseExpiresAt)
            .executeTakeFirst();
          if (row === undefined) continue;
          await takeBack(tx, row, { due, now, waitMs: waitMs(row.crashes + 1) });
          count++;
        }
        return count;
      });
    },

    /**
     * After a restart the engine's clock is the wall clock's time again, whatever it was before. A
     * waiting job keeps what is left of its wait, as the wall clock tells it: all of it, where that
     * has been set back since. One without a wait is due.
     */
    async correctDelays(due: string, now: string): Promise<number> {
      return await db.transaction().execute(async (tx) => {
        const rows = await tx.selectFrom("background_jobs")
          .select(["id", "run_at", "updated_at", "waits_ms"])
          .where("status", "=", PENDING).where("delayed", "=", sql.lit(1)).execute();
        let count = 0;
        for (const row of rows) {
          const passed = Math.max(0, Date.parse(now) - Date.parse(row.updated_at));
          const left = Math.max(0, row.waits_ms - passed);
          const run_at = isoTime(Date.parse(due) + left);
          if (run_at === row.run_at) continue;
          await tx.updateTable("background_jobs").where("id", "=", row.id)
            .set({ run_at, waits_ms: left, updated_at: now }).execute();
          count++;
        }
        const ahead = await tx.updateTable("background_jobs").set({ run_at: due })
          .where("status", "=", PENDING).where("delayed", "=", sql.lit(0)).where("run_at", ">", due)
          .executeTakeFirst();
        return count + Number(ahead.numUpdatedRows);
      });
    },
  };
}

async function takeBack(
  tx: Queries,
  row: JobRow,
  { due, now, waitMs }: { due: string; now: string; waitMs: number },
): Promise<void> {
  const crashes = row.crashes + 1;
  const ended = {
    locked_by: null,
    lease_expires_at: null,
    seconds_left: null,
    crashes,
    updated_at: now,
  };
  const final = { ...ended, message: null, finished_at: now };
  const update = tx.updateTable("background_jobs").where("id", "=", row.id);
  if (row.cancel_requested_at !== null) {
    await update.set({ ...final, status: "cancelled" }).execute();
  } else if (crashes >= CRASHES_MAX) {
    const error = JSON.stringify(tooManyCrashes(crashes, row.stage));
    await update.set({ ...final, status: "failed", error }).execute();
  } else {
    await update.set({
      ...ended,
      status: "pending",
      // The attempt did not fail, it was cut off: it is not charged.
      attempt: Math.max(0, row.attempt - 1),
      message: waitMs > 0
        ? "The server stopped during this job again; it waits, apart from the others"
        : "The server stopped during this job; it starts again",
      run_at: isoTime(Date.parse(due) + waitMs),
      delayed: waitMs > 0 ? 1 : 0,
      waits_ms: waitMs,
    }).execute();
  }
}

function tooManyCrashes(crashes: number, stage: string | null): PublicError {
  return {
    code: "worker_crashed",
    message: `This job crashed the server ${crashes} times` +
      (stage === null ? "." : ` in stage ${stage}.`),
    remedy: "Look into the server's log for the first error, then start it again.",
  };
}
