/** What people and schedules ask of the queue: a job, its end, another try. */
import { sql } from "kysely";
import { ACTIVE_STATUSES, isFinal, type JobStatus, type JobType } from "../../domain/job.ts";
import type { Job } from "../../domain/wire/job.ts";
import type { Database } from "../database.ts";
import { type Queries, toJob, withProject } from "./rows.ts";

export interface NewJob {
  id: string;
  project_id: string;
  job_type: JobType;
  params: Record<string, unknown>;
  /** While a job with this key is active and not being cancelled, there is no second one. */
  dedupe_key: string | null;
  max_attempts: number;
  priority: number;
  /** Not before then, by the engine's clock (`steadyClock`). */
  run_at: string;
  /** The wall clock's time. */
  now: string;
}

/** What came of asking for another try. */
export type Retried =
  | { kind: "enqueued" }
  /** Still pending or running, or completed: there is nothing to try again. */
  | { kind: "refused"; status: JobStatus }
  /** Another job with its key is active. */
  | { kind: "superseded"; by: string };

export function createJobRequests({ kysely: db }: Database) {
  return {
    /**
     * Adds a job, or answers the active one with the same key: one transaction decides. A more
     * urgent request makes that one more urgent, and ends its wait for another attempt, but not one
     * that the other side asked for.
     */
    async enqueue(job: NewJob): Promise<{ job: Job; created: boolean }> {
      return await db.transaction().execute(async (tx) => {
        const active = job.dedupe_key === null ? null : await activeWith(tx, job.dedupe_key);
        if (active === null) {
          const { now, params, ...columns } = job;
          await tx.insertInto("background_jobs").values({
            ...columns,
            params: JSON.stringify(params),
            created_at: now,
            updated_at: now,
          }).execute();
        } else {
          await tx.updateTable("background_jobs").where("id", "=", active)
            .where("status", "=", "pending").where("priority", "<", job.priority)
            .set({
              priority: job.priority,
              run_at: sql<string>`case when error ->> '$.code' = 'rate_limited' then run_at
                else min(run_at, ${job.run_at}) end`,
            }).execute();
        }
        const row = await withProject(tx).where("background_jobs.id", "=", active ?? job.id)
          .executeTakeFirstOrThrow();
        return { job: toJob(row), created: active === null };
      });
    },

    /**
     * Cancels a pending job at once and marks a running one; a finished one is left as it is.
     * @returns the status before, or null where there is no such job
     */
    async requestCancel(id: string, now: string): Promise<JobStatus | null> {
      return await db.transaction().execute(async (tx) => {
        const row = await tx.selectFrom("background_jobs").select("status").where("id", "=", id)
          .executeTakeFirst();
        const update = tx.updateTable("background_jobs").where("id", "=", id);
        if (row?.status === "pending") await update.set(cancelledAt(now)).execute();
        else if (row?.status === "running") {
          await update.set((eb) => ({
            cancel_requested_at: eb.fn.coalesce("cancel_requested_at", eb.val(now)),
            updated_at: now,
          })).execute();
        }
        return row?.status ?? null;
      });
    },

    /** Cancels all that has not started of one project. @returns how many */
    async cancelPending(projectId: string, now: string): Promise<number> {
      const result = await db.updateTable("background_jobs").set(cancelledAt(now))
        .where("project_id", "=", projectId).where("status", "=", "pending").executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    /**
     * A failed or cancelled job begins anew, with attempts as a new one has. null: no such job.
     * @param priority of whoever asks
     */
    async retry(
      id: string,
      by: { maxAttempts: number; priority: number; runAt: string; now: string },
    ): Promise<Retried | null> {
      return await db.transaction().execute(async (tx) => {
        const row = await tx.selectFrom("background_jobs").select(["status", "dedupe_key"])
          .where("id", "=", id).executeTakeFirst();
        if (row === undefined) return null;
        if (!isFinal(row.status) || row.status === "completed") {
          return { kind: "refused", status: row.status };
        }
        const active = row.dedupe_key === null ? null : await activeWith(tx, row.dedupe_key);
        if (active !== null) return { kind: "superseded", by: active };
        await tx.updateTable("background_jobs").where("id", "=", id)
          .where("status", "=", row.status).set((eb) => ({
            status: "pending",
            message: "Started again by request",
            progress: 0,
            stage: null,
            stages_begun: 0,
            checkpoint: null,
            timings: null,
            error: null,
            crashes: 0,
            max_attempts: eb("attempt", "+", by.maxAttempts),
            priority: by.priority,
            run_at: by.runAt,
            cancel_requested_at: null,
            started_at: null,
            finished_at: null,
            updated_at: by.now,
          })).execute();
        return { kind: "enqueued" };
      });
    },
  };
}

function cancelledAt(now: string) {
  return {
    status: "cancelled" as const,
    message: null,
    cancel_requested_at: now,
    finished_at: now,
    updated_at: now,
  };
}

/** The job that a request for this key means. One that is being cancelled will do nothing more. */
async function activeWith(db: Queries, key: string): Promise<string | null> {
  const row = await db.selectFrom("background_jobs").select("id").where("dedupe_key", "=", key)
    .where("status", "in", ACTIVE_STATUSES).where("cancel_requested_at", "is", null)
    .executeTakeFirst();
  return row?.id ?? null;
}
