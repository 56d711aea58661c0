/**
 * All SQL about jobs. Every transition names the state that it expects and, for a running job, the
 * claim (holder and fence): a late worker's update matches no row and changes nothing.
 * One file, though long: the transitions are only right together, and are read side by side.
 */
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { z } from "zod";
import type { PublicError } from "../domain/errors.ts";
import { ACTIVE_STATUSES, type JobStatus, type JobType } from "../domain/job.ts";
import { ErrorWords, type List } from "../domain/wire/common.ts";
import type { Job, JobQuery } from "../domain/wire/job.ts";
import type { Database } from "./database.ts";
import { toPage } from "./page.ts";
import type { BackgroundJobsTable, Tables } from "./schema.ts";

/** Who may write to a running job: the runner that claimed it, by the number of that claim. */
export interface Claim {
  jobId: string;
  lockedBy: string;
  fence: number;
}

export interface ClaimedJob {
  claim: Claim;
  projectId: string;
  jobType: JobType;
  params: unknown;
  attempt: number;
  maxAttempts: number;
}

export interface NewJob {
  id: string;
  project_id: string;
  job_type: JobType;
  params: Record<string, unknown>;
  dedupe_key: string | null;
  max_attempts: number;
  now: string;
}

/** After so many crashes a job is not tried again: it is what crashes the server. */
export const CRASHES_MAX = 10;

const NO_HOLDER = { locked_by: null, lease_expires_at: null } as const;

/** The queue; times are ISO 8601 in UTC, given by the caller. */
export function createJobStore(database: Database) {
  const db = database.kysely;

  const withProject = (from: Kysely<Tables> | Transaction<Tables>) =>
    from.selectFrom("background_jobs")
      .innerJoin("projects", "projects.id", "background_jobs.project_id")
      .selectAll("background_jobs").select("projects.name as project_name");

  const heldBy = (claim: Claim) =>
    db.updateTable("background_jobs").where("id", "=", claim.jobId)
      .where("status", "=", "running").where("locked_by", "=", claim.lockedBy)
      .where("fence", "=", claim.fence);

  async function find(id: string): Promise<Job | null> {
    const row = await withProject(db).where("background_jobs.id", "=", id).executeTakeFirst();
    return row === undefined ? null : toJob(row);
  }

  return {
    find,

    /** Newest first. */
    async list(query: z.output<typeof JobQuery>): Promise<List<Job>> {
      let select = withProject(db).orderBy("background_jobs.id", "desc").limit(query.limit + 1);
      if (query.cursor !== undefined) {
        select = select.where("background_jobs.id", "<", query.cursor);
      }
      if (query.project_id !== undefined) {
        select = select.where("background_jobs.project_id", "=", query.project_id);
      }
      if (query.status !== undefined) {
        select = select.where("background_jobs.status", "=", query.status);
      }
      if (query.job_type !== undefined) {
        select = select.where("background_jobs.job_type", "=", query.job_type);
      }
      return toPage(await select.execute(), query.limit, toJob);
    },

    /** Running jobs first, then the pending ones in the order in which they will start. */
    async active(limit: number): Promise<Job[]> {
      const rows = await withProject(db).where("status", "in", ACTIVE_STATUSES)
        .orderBy(sql`status = 'running'`, "desc").orderBy("priority", "desc").orderBy("run_at")
        .orderBy("background_jobs.id").limit(limit).execute();
      return rows.map(toJob);
    },

    /** Adds a job, or answers the active one with the same key: one transaction decides. */
    async enqueue(job: NewJob): Promise<{ job: Job; created: boolean }> {
      return await db.transaction().execute(async (tx) => {
        const active = job.dedupe_key === null
          ? undefined
          : await withProject(tx).where("dedupe_key", "=", job.dedupe_key)
            .where("status", "in", ACTIVE_STATUSES).executeTakeFirst();
        if (active !== undefined) return { job: toJob(active), created: false };
        await tx.insertInto("background_jobs").values({
          id: job.id,
          project_id: job.project_id,
          job_type: job.job_type,
          params: JSON.stringify(job.params),
          dedupe_key: job.dedupe_key,
          max_attempts: job.max_attempts,
          run_at: job.now,
          created_at: job.now,
          updated_at: job.now,
        }).execute();
        const row = await withProject(tx).where("background_jobs.id", "=", job.id)
          .executeTakeFirstOrThrow();
        return { job: toJob(row), created: true };
      });
    },

    /**
     * Takes the next due job: highest priority, then longest due. A project with a running job
     * waits, so that two jobs never work on one clone.
     */
    async claim(lockedBy: string, now: string, leaseUntil: string): Promise<ClaimedJob | null> {
      const row = await db.updateTable("background_jobs")
        .set((eb) => ({
          status: "running",
          attempt: eb("attempt", "+", 1),
          fence: eb("fence", "+", 1),
          locked_by: lockedBy,
          lease_expires_at: leaseUntil,
          started_at: eb.fn.coalesce("started_at", eb.val(now)),
          message: "Starting",
          error: null,
          updated_at: now,
        }))
        .where("id", "=", (eb) =>
          eb.selectFrom("background_jobs as next").select("next.id")
            .where("next.status", "=", "pending").where("next.run_at", "<=", now)
            .where((e) =>
              e.not(e.exists(
                e.selectFrom("background_jobs as busy").select("busy.id")
                  .whereRef("busy.project_id", "=", "next.project_id")
                  .where("busy.status", "=", "running"),
              ))
            )
            .orderBy("next.priority", "desc").orderBy("next.run_at").orderBy("next.id").limit(1))
        .returningAll().executeTakeFirst();
      return row === undefined ? null : {
        claim: { jobId: row.id, lockedBy, fence: row.fence },
        projectId: row.project_id,
        jobType: row.job_type,
        params: JSON.parse(row.params),
        attempt: row.attempt,
        maxAttempts: row.max_attempts,
      };
    },

    /** Extends the lease, and tells whether the claim is lost or a cancel was asked for meanwhile. */
    async heartbeat(claim: Claim, leaseUntil: string): Promise<"held" | "cancel" | "lost"> {
      const row = await heldBy(claim).set({ lease_expires_at: leaseUntil })
        .returning("cancel_requested_at").executeTakeFirst();
      if (row === undefined) return "lost";
      return row.cancel_requested_at === null ? "held" : "cancel";
    },

    /** Progress never runs backwards, also not over a retry. @returns false where the claim is lost */
    async report(
      claim: Claim,
      at: { stage: string; progress: number; message: string },
      now: string,
    ): Promise<boolean> {
      return touched(
        await heldBy(claim).set({
          stage: at.stage,
          message: at.message,
          progress: sql<number>`max(progress, ${at.progress})`,
          updated_at: now,
        }).executeTakeFirst(),
      );
    },

    async complete(claim: Claim, result: Record<string, unknown>, now: string): Promise<boolean> {
      return touched(
        await heldBy(claim).set({
          ...NO_HOLDER,
          status: "completed",
          progress: 100,
          message: null,
          result: JSON.stringify(result),
          error: null,
          finished_at: now,
          updated_at: now,
        }).executeTakeFirst(),
      );
    },

    async fail(claim: Claim, error: PublicError, now: string): Promise<boolean> {
      return touched(
        await heldBy(claim).set({
          ...NO_HOLDER,
          status: "failed",
          message: null,
          error: JSON.stringify(error),
          finished_at: now,
          updated_at: now,
        }).executeTakeFirst(),
      );
    },

    /** Back to pending after a failed attempt, due at `runAt`; the error stays visible. */
    async retryLater(
      claim: Claim,
      error: PublicError,
      runAt: string,
      now: string,
    ): Promise<boolean> {
      return touched(
        await heldBy(claim).set({
          ...NO_HOLDER,
          status: "pending",
          message: "Waiting to try again",
          error: JSON.stringify(error),
          run_at: runAt,
          updated_at: now,
        }).executeTakeFirst(),
      );
    },

    /** Back to pending because this process stops: the attempt is not charged. */
    async release(claim: Claim, now: string): Promise<boolean> {
      return touched(
        await heldBy(claim).set((eb) => ({
          ...NO_HOLDER,
          status: "pending",
          attempt: eb("attempt", "-", 1),
          message: "Waiting for the server to start again",
          updated_at: now,
        })).executeTakeFirst(),
      );
    },

    async finishCancel(claim: Claim, now: string): Promise<boolean> {
      return touched(
        await heldBy(claim).set({
          ...NO_HOLDER,
          status: "cancelled",
          message: null,
          finished_at: now,
          updated_at: now,
        }).executeTakeFirst(),
      );
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
        if (row?.status === "pending") {
          await update.set({
            status: "cancelled",
            message: null,
            cancel_requested_at: now,
            finished_at: now,
            updated_at: now,
          }).execute();
        } else if (row?.status === "running") {
          await update.set((eb) => ({
            cancel_requested_at: eb.fn.coalesce("cancel_requested_at", eb.val(now)),
            // It will do nothing more: who asks for the same again gets a new job.
            dedupe_key: null,
            updated_at: now,
          })).execute();
        }
        return row?.status ?? null;
      });
    },

    /**
     * Takes back jobs whose holder is gone: expired leases but for those in `except`, or, with
     * `notHeldBy`, every lease of another process (at start-up, when there can be no other). One
     * whose cancel was asked for is cancelled; one that crashed the server too often fails; the rest
     * go back to pending.
     * @returns how many
     */
    async rescue(
      lost: { expiredBefore: string; except: readonly string[] } | { notHeldBy: string },
      now: string,
    ): Promise<number> {
      return await db.transaction().execute(async (tx) => {
        const rows = await tx.selectFrom("background_jobs").selectAll()
          .where("status", "=", "running")
          .where((eb) =>
            "notHeldBy" in lost
              ? eb("locked_by", "!=", lost.notHeldBy)
              : eb("lease_expires_at", "<", lost.expiredBefore)
          ).execute();
        const gone = "except" in lost ? rows.filter((row) => !lost.except.includes(row.id)) : rows;
        for (const row of gone) {
          const crashes = row.crashes + 1;
          const final = { ...NO_HOLDER, message: null, finished_at: now, updated_at: now, crashes };
          await tx.updateTable("background_jobs").where("id", "=", row.id)
            .where("status", "=", "running").where("fence", "=", row.fence)
            .set(
              row.cancel_requested_at !== null
                ? { ...final, status: "cancelled" as const }
                : crashes >= CRASHES_MAX
                ? {
                  ...final,
                  status: "failed" as const,
                  error: JSON.stringify(tooManyCrashes(crashes, row.stage)),
                }
                : {
                  ...NO_HOLDER,
                  crashes,
                  status: "pending" as const,
                  // The attempt did not fail, it was cut off: it is not charged.
                  attempt: Math.max(0, row.attempt - 1),
                  message: "The server stopped during this job; it starts again",
                  run_at: now,
                  updated_at: now,
                },
            ).execute();
        }
        return gone.length;
      });
    },

    /**
     * When the next pending job becomes due after `now`; null where none waits. What is due already
     * is left out: it waits for its project, and must not hide what waits for a time.
     */
    async nextRunAt(now: string): Promise<string | null> {
      const row = await db.selectFrom("background_jobs").select("run_at")
        .where("status", "=", "pending").where("run_at", ">", now)
        .orderBy("run_at").limit(1).executeTakeFirst();
      return row?.run_at ?? null;
    },

    async activeIdsOf(projectId: string): Promise<string[]> {
      const rows = await db.selectFrom("background_jobs").select("id")
        .where("project_id", "=", projectId).where("status", "in", ACTIVE_STATUSES).execute();
      return rows.map((row) => row.id);
    },

    async counts(): Promise<Record<JobStatus, number>> {
      const rows = await db.selectFrom("background_jobs").groupBy("status")
        .select((eb) => ["status", eb.fn.countAll<number>().as("count")]).execute();
      const counts = { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
      for (const row of rows) counts[row.status] = row.count;
      return counts;
    },
  };
}
export type JobStore = ReturnType<typeof createJobStore>;

function touched(result: { numUpdatedRows: bigint }): boolean {
  return result.numUpdatedRows > 0n;
}

function tooManyCrashes(crashes: number, stage: string | null): PublicError {
  return {
    code: "worker_crashed",
    message: `This job crashed the server ${crashes} times` +
      (stage === null ? "." : ` in stage "${stage}".`),
    remedy: "Look into the server's log for the first error, then start the analysis again.",
  };
}

function toJob(row: Selectable<BackgroundJobsTable> & { project_name: string }): Job {
  return {
    id: row.id,
    project_id: row.project_id,
    project_name: row.project_name,
    job_type: row.job_type,
    status: row.status,
    progress: row.progress,
    stage: row.stage,
    message: row.message,
    result: row.result === null ? null : JSON.parse(row.result),
    error: row.error === null ? null : ErrorWords.parse(JSON.parse(row.error)),
    attempt: row.attempt,
    max_attempts: row.max_attempts,
    run_at: row.run_at,
    cancel_requested_at: row.cancel_requested_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
