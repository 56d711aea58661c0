/** One attempt at a job: runs its handler within its time, and says how it ended. */
import { FactoryError, toPublicError } from "../lib/domain/errors.ts";
import type { JobType } from "../lib/domain/job.ts";
import { isoTime } from "../lib/platform/clock.ts";
import { getLogger } from "../lib/platform/log.ts";
import type { ClaimedJob, EndedJob, Outcome } from "../lib/store/jobs.ts";
import { createProgressWriter } from "./progress.ts";
import { afterFailure, RETRY_BOUNDS } from "./retry_policy.ts";
import type { RunnerOptions } from "./runner.ts";

/** How an attempt ended, and what only the log is told. */
export type Attempt = Omit<EndedJob, "claim"> & { cause?: unknown };

const log = getLogger("jobs");

/** Never rejects: whatever a handler throws is an outcome. */
export async function runAttempt(
  job: ClaimedJob,
  abort: AbortController,
  options: RunnerOptions,
): Promise<Attempt> {
  const { jobs, handlers, clock, timeoutMs } = options;
  const startedAt = clock.monotonic();
  const cancelDeadline = clock.setTimer(
    () => abort.abort(timedOut(timeoutMs, job.jobType)),
    timeoutMs,
  );
  const progress = createProgressWriter({
    jobs,
    claim: job.claim,
    type: job.jobType,
    clock,
    expected: () => jobs.lastTimings(job.projectId, job.jobType),
  });
  log.info("Started {type}, attempt {attempt} of {max}", {
    type: job.jobType,
    attempt: job.attempt,
    max: job.maxAttempts,
  });

  let ended: { outcome: Outcome; cause?: unknown };
  try {
    abort.signal.throwIfAborted();
    const result = await handlers[job.jobType]!({
      jobId: job.claim.jobId,
      projectId: job.projectId,
      params: job.params,
      attempt: job.attempt,
      claim: job.claim,
      signal: abort.signal,
      report: progress.report,
      note: progress.note,
      checkpoint: job.checkpoint,
      leave: async (data) => void await jobs.checkpoint(job.claim, data),
    });
    ended = { outcome: { kind: "completed", result } };
  } catch (error) {
    const cause = abort.signal.aborted ? abort.signal.reason : error;
    ended = { outcome: outcomeOf(cause, job, options), cause };
  }
  cancelDeadline();
  const timings = await progress.settled();
  return { ...ended, runMs: clock.monotonic() - startedAt, timings };
}

function outcomeOf(
  error: unknown,
  job: ClaimedJob,
  { steady, random = Math.random }: RunnerOptions,
): Outcome {
  const words = toPublicError(error);
  if (words.code === "job_cancelled") return { kind: "cancelled" };
  if (words.code === "server_stopping") return { kind: "released" };
  if (words.code === "lease_lost") return { kind: "lost" };
  const { attempt, maxAttempts, jobType } = job;
  const next = afterFailure(error, attempt, maxAttempts, RETRY_BOUNDS[jobType], random);
  if (next.kind === "fail") return { kind: "failed", error: words };
  const runAt = isoTime(steady.now() + next.delayMs);
  return next.kind === "retry" ? { kind: "retried", error: words, runAt } : {
    kind: "snoozed",
    reason: next.reason,
    runAt,
    // Kept, so that no more urgent request cuts a wait short that the other side asked for.
    ...(words.code === "rate_limited" ? { error: words } : {}),
  };
}

/** Tells the log of an ended attempt, once that is stored. @param kept whether its claim held */
export function describe({ outcome, runMs, cause }: Attempt, kept: boolean): void {
  if (!kept) return log.warn("Ended after its claim was lost; nothing was stored");
  switch (outcome.kind) {
    case "completed":
      return log.info("Completed in {seconds} s", { seconds: Math.round(runMs / 100) / 10 });
    case "cancelled":
    case "lost":
      return log.info("Cancelled");
    case "released":
      return log.info("Given back to the queue: the server stops");
    case "snoozed":
      return log.info("Put off until {at}: {reason}", {
        at: outcome.runAt,
        reason: outcome.reason,
      });
    case "retried":
      return log.warn("Failed, next attempt at {at}: {code}: {reason}", {
        at: outcome.runAt,
        ...details(outcome.error.code, outcome.error.message, cause),
      });
    case "failed":
      return log.error("Failed: {code}: {reason}", {
        ...details(outcome.error.code, outcome.error.message, cause),
      });
  }
}

/** For the log alone: all of what nobody foresaw, and what git or a thread said of the rest. */
function details(code: string, reason: string, thrown: unknown): Record<string, unknown> {
  if (code === "internal") return { code, reason, error: thrown };
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause instanceof Error ? { code, reason, cause: cause.message } : { code, reason };
}

function timedOut(timeoutMs: number, type: JobType): FactoryError {
  const minutes = Math.round(timeoutMs / 60_000);
  return new FactoryError("job_timeout", `The job took longer than ${minutes} minutes.`, {
    remedy: type === "analyze_repo"
      ? "Raise JOB_TIMEOUT_MINUTES, or analyse a smaller repository."
      : "Raise JOB_TIMEOUT_MINUTES, or choose a faster model.",
  });
}
