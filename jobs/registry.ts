/** What a job handler is, and the table of them by job type. */
import type { JobEventKind, JobStage, JobType } from "../lib/domain/job.ts";
import type { Claim } from "../lib/store/jobs.ts";

export interface JobContext {
  jobId: string;
  projectId: string;
  params: unknown;
  attempt: number;
  /** Proof that this process may write for the job; whatever is published checks it. */
  claim: Claim;
  /** Aborted by a cancel, a deadline, a lost lease or the server's stop. */
  signal: AbortSignal;
  /** Tells how far one stage is (0–1) and, in a line for a person, what it is doing. */
  report(stage: JobStage, fraction: number, message: string): void;
  /** Adds a line to the job's log; it must hold no secrets. */
  note(kind: JobEventKind, message: string): void;
  /** What an attempt before this one left; null for nothing. Not to be trusted blindly: parse it. */
  checkpoint: unknown;
  /** Leaves plain data for a later attempt, in place of what was left before. */
  leave(checkpoint: unknown): Promise<void>;
}

/**
 * Does one job. Idempotent: after a crash it runs again, from its start or from its checkpoint. It
 * ends by returning what it made, or by throwing; once `signal` is aborted it stops its children
 * and throws.
 */
export type JobHandler = (context: JobContext) => Promise<Record<string, unknown>>;

export type JobHandlers = Readonly<Record<JobType, JobHandler>>;
