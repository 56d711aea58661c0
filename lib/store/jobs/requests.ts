/** What people and schedules ask of the queue: a job, its end, another try. */
import { type Kysely, sql } from "kysely";
import { isFinal, JOB_TYPES, type JobStatus, type JobType } from "../../domain/job.ts";
import type { Job } from "../../domain/wire/job.ts";
import type { Database } from "../database.ts";
import type { Tables } from "../schema.ts";
import { type JobRow, PENDING, type Queries, toJob } from "./rows.ts";

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
  /** Milliseconds until then; 0 where that is not said. */
  waits_ms?: number;
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

/** Requests of one statement; more would hold up others. */
const GROUP_MAX = 200;

export function createJobRequests({ kysely: db }: Database) {
  const enqueue = inGroups(db, insertOrFind);
  return {
    /**
     * Adds a job, or answers the active one with the same key: one statement decides. A more urgent
     * request makes that one more urgent, and ends its wait for another attempt, but not one that
     * the other side asked for. Requests that come at once share a statement.
     */
    enqueue: (job: NewJob): Promise<{ job: Job; created: boolean }> => enqueue(job),

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
        .where("project_id", "=", projectId).where("status", "=", PENDING)
        .where("job_type", "in", JOB_TYPES).executeTakeFirst();
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
            delayed: 0,
            waits_ms: 0,
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
    delayed: 0 as const,
    waits_ms: 0,
    cancel_requested_at: now,
    finished_at: now,
    updated_at: now,
  };
}

/**
 * One statement for all. The partial unique index is the judge: a job that is being cancelled will
 * do nothing more, so a request for its key is a new job.
 */
async function insertOrFind(
  db: Queries,
  jobs: readonly NewJob[],
): Promise<{ job: Job; created: boolean }[]> {
  const hurried = sql`(status = 'pending' and priority < excluded.priority
    and coalesce(error ->> '$.code', '') != 'rate_limited')`;
  const { rows } = await sql<JobRow & { project_name: string }>`
    insert into background_jobs (id, project_id, job_type, params, dedupe_key, max_attempts,
      priority, run_at, delayed, waits_ms, created_at, updated_at)
    select value ->> 'id', value ->> 'project_id', value ->> 'job_type', value -> 'params',
      value ->> 'dedupe_key', value ->> 'max_attempts', value ->> 'priority', value ->> 'run_at',
      coalesce(value ->> 'waits_ms', 0) > 0, coalesce(value ->> 'waits_ms', 0),
      value ->> 'now', value ->> 'now'
    from json_each(${JSON.stringify(jobs)}) where true
    on conflict (dedupe_key) where finished_at is null
      and cancel_requested_at is null and dedupe_key is not null
    do update set
      priority = case when status = 'pending' then max(priority, excluded.priority)
        else priority end,
      run_at = case when ${hurried} then min(run_at, excluded.run_at) else run_at end,
      waits_ms = case when ${hurried} then 0 else waits_ms end
    returning *, (select name from projects where projects.id = project_id) as project_name`
    .execute(db);
  // Whoever asks for a key twice at once gets its row twice: the newest comes last.
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byKey = new Map(rows.map((row) => [row.dedupe_key, row.id]));
  return jobs.map(({ id, dedupe_key }) => {
    const row = byId.get(dedupe_key === null ? id : byKey.get(dedupe_key)!)!;
    return { job: toJob(row), created: row.id === id };
  });
}

/**
 * Group commit: calls that come while others are being written share the next transaction. Where
 * one of a group fails, each is done alone, so that a bad one fails by itself.
 */
function inGroups<In, Out>(
  db: Kysely<Tables>,
  work: (db: Queries, inputs: readonly In[]) => Promise<readonly Out[]>,
): (input: In) => Promise<Out> {
  type Waiting = { input: In; resolve(output: Out): void; reject(error: unknown): void };
  const waiting: Waiting[] = [];
  let writing = false;

  async function write(group: readonly Waiting[]): Promise<void> {
    try {
      const outputs = await work(db, group.map((one) => one.input));
      group.forEach((one, index) => one.resolve(outputs[index]!));
    } catch (error) {
      if (group.length === 1) group[0]?.reject(error);
      else for (const one of group) await write([one]);
    }
  }

  return (input) => {
    const { promise, resolve, reject } = Promise.withResolvers<Out>();
    waiting.push({ input, resolve, reject });
    if (!writing) {
      writing = true;
      queueMicrotask(async () => {
        while (waiting.length > 0) await write(waiting.splice(0, GROUP_MAX));
        writing = false;
      });
    }
    return promise;
  };
}

/** The job that a request for this key means. One that is being cancelled will do nothing more. */
async function activeWith(db: Queries, key: string): Promise<string | null> {
  const row = await db.selectFrom("background_jobs").select("id").where("dedupe_key", "=", key)
    .where("finished_at", "is", null).where("cancel_requested_at", "is", null)
    .executeTakeFirst();
  return row?.id ?? null;
}
