/** A job's row, as the engine and as the API see it. */
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import { type JobType, type StageTimings } from "../../domain/job.ts";
import { JOB_STAGES } from "../../domain/stages.ts";
import { ErrorWords } from "../../domain/wire/common.ts";
import type { Job } from "../../domain/wire/job.ts";
import type { BackgroundJobsTable, Tables } from "../schema.ts";

export type Queries = Kysely<Tables> | Transaction<Tables>;
export type JobRow = Selectable<BackgroundJobsTable>;

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
  /** What an earlier attempt left for this one; see `JobContext.checkpoint`. */
  checkpoint: unknown;
}

/**
 * States as literals: SQLite uses a partial index only where the statement itself, not a parameter,
 * says what the index's rows have in common.
 */
export const PENDING = sql.lit("pending" as const);
export const RUNNING = sql.lit("running" as const);

/** A running job, if it is still held by this claim: the guard of every late write. */
export function heldBy(db: Queries, claim: Claim) {
  return db.updateTable("background_jobs").where("id", "=", claim.jobId)
    .where("status", "=", "running").where("locked_by", "=", claim.lockedBy)
    .where("fence", "=", claim.fence);
}

export function withProject(db: Queries) {
  return db.selectFrom("background_jobs")
    .innerJoin("projects", "projects.id", "background_jobs.project_id")
    .selectAll("background_jobs").select("projects.name as project_name");
}

/** When the next pending job becomes due that is not yet, by the engine's clock. */
export async function nextRunAt(db: Queries, due: string): Promise<string | null> {
  const row = await db.selectFrom("background_jobs").select("run_at")
    .where("delayed", "=", sql.lit(1)).where("run_at", ">", due)
    .orderBy("run_at").limit(1).executeTakeFirst();
  return row?.run_at ?? null;
}

export function touched(result: { numUpdatedRows: bigint }): boolean {
  return result.numUpdatedRows > 0n;
}

/** What a runner has to know of a job; of more columns each costs time at every claim. */
export type ClaimedRow = Pick<
  JobRow,
  | "id"
  | "project_id"
  | "job_type"
  | "params"
  | "attempt"
  | "max_attempts"
  | "fence"
  | "checkpoint"
>;

export function toClaimed(row: ClaimedRow, lockedBy: string): ClaimedJob {
  return {
    claim: { jobId: row.id, lockedBy, fence: row.fence },
    projectId: row.project_id,
    jobType: row.job_type,
    params: JSON.parse(row.params),
    attempt: row.attempt,
    maxAttempts: row.max_attempts,
    checkpoint: row.checkpoint === null ? null : JSON.parse(row.checkpoint),
  };
}

export function toJob(row: JobRow & { project_name: string }): Job {
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
    crashes: row.crashes,
    priority: row.priority,
    seconds_left: row.seconds_left,
    run_seconds: row.run_ms / 1000,
    stage_seconds: row.timings === null ? null : inSeconds(JSON.parse(row.timings)),
    run_at: row.run_at,
    cancel_requested_at: row.cancel_requested_at,
    started_at: row.started_at,
    finished_at: row.finished_at,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

function inSeconds(timings: StageTimings): StageTimings {
  const seconds: StageTimings = {};
  for (const stage of JOB_STAGES) {
    const ms = timings[stage];
    if (ms !== undefined) seconds[stage] = ms / 1000;
  }
  return seconds;
}
