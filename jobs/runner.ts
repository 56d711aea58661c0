/**
 * Runs jobs in this process: claims what is due, keeps the lease alive, writes progress, and ends
 * each job in exactly one state. Nothing polls: a claim is tried when somebody calls `wake`, when a
 * job ends, or when the next `run_at` comes.
 */
import { FactoryError, toPublicError } from "../lib/domain/errors.ts";
import type { JobControl } from "../lib/services/ports.ts";
import { type Clock, isoTime } from "../lib/platform/clock.ts";
import { getLogger, withLogContext } from "../lib/platform/log.ts";
import type { ClaimedJob, JobStore } from "../lib/store/jobs.ts";
import { createProgressWriter } from "./progress.ts";
import type { JobHandlers } from "./registry.ts";
import { retryDelay } from "./retry_policy.ts";

/** Lease = 3 heartbeats: one missed beat must not steal work. */
export const HEARTBEAT_MS = 10_000;
export const LEASE_MS = 3 * HEARTBEAT_MS;

export interface RunnerOptions {
  jobs: JobStore;
  handlers: JobHandlers;
  clock: Clock;
  /** Names this process in `locked_by`. */
  instance: string;
  concurrency: number;
  /** Longest time of one attempt. */
  timeoutMs: number;
  random?: () => number;
}

export interface Runner extends JobControl {
  start(): void;
  /** Stops claiming, stops what runs, gives it back to the queue; resolves when all have ended. */
  stop(): Promise<void>;
  /** Ids of the jobs that run in this process. */
  held(): string[];
  /** Resolves when nothing is running and nothing is due: for tests and the command line. */
  idle(): Promise<void>;
}

interface Running {
  abort: AbortController;
  ended: Promise<void>;
}

const log = getLogger("jobs");

/** A runner that stands still until `start`. */
export function createRunner(options: RunnerOptions): Runner {
  const { jobs, handlers, clock, instance, concurrency, timeoutMs } = options;
  const random = options.random ?? Math.random;
  const running = new Map<string, Running>();
  let accepting = false;
  let claiming: Promise<void> | null = null;
  let claimAgain = false;
  let cancelTimer = () => {};

  const now = () => isoTime(clock.now());
  const leaseEnd = () => isoTime(clock.now() + LEASE_MS);

  function wake(): void {
    if (!accepting) return;
    if (claiming !== null) {
      // What woke us may have come after that claim looked: look once more.
      claimAgain = true;
      return;
    }
    claiming = claimAll().catch((error) => {
      log.error("Could not claim jobs; trying again in 5 s. {error}", { error });
      cancelTimer();
      cancelTimer = clock.setTimer(wake, 5_000);
    }).finally(() => {
      claiming = null;
      if (claimAgain) {
        claimAgain = false;
        wake();
      }
    });
  }

  async function claimAll(): Promise<void> {
    let at = now();
    while (accepting && running.size < concurrency) {
      at = now();
      const job = await jobs.claim(instance, at, leaseEnd());
      if (job === null) break;
      begin(job);
    }
    cancelTimer();
    // What was due `at` that time waits for a free place or for its project: the job that ends
    // wakes us. What becomes due later needs a timer.
    const next = accepting ? await jobs.nextRunAt(at) : null;
    if (next !== null) cancelTimer = clock.setTimer(wake, Date.parse(next) - clock.now());
  }

  function begin(job: ClaimedJob): void {
    const abort = new AbortController();
    const ended = withLogContext(
      // A job may be claimed while the request that enqueued it is answered; it is not part of it.
      { request_id: undefined, job_id: job.claim.jobId, project_id: job.projectId },
      () => run(job, abort),
    ).catch((error) => {
      // The state could not be written. The lease runs out and the rescuer takes the job back.
      log.error("The end of job {job} could not be stored: {error}", {
        job: job.claim.jobId,
        error,
      });
    }).finally(() => {
      running.delete(job.claim.jobId);
      wake();
    });
    running.set(job.claim.jobId, { abort, ended });
  }

  async function run(job: ClaimedJob, abort: AbortController): Promise<void> {
    const startedAt = clock.monotonic();
    const deadline = clock.setTimer(() => abort.abort(timedOut(timeoutMs)), timeoutMs);
    const stopHeartbeat = keepLease(job, abort);
    const progress = createProgressWriter({ jobs, claim: job.claim, clock });
    log.info("Started {type}, attempt {attempt} of {max}", {
      type: job.jobType,
      attempt: job.attempt,
      max: job.maxAttempts,
    });
    try {
      const result = await handlers[job.jobType]({
        jobId: job.claim.jobId,
        projectId: job.projectId,
        params: job.params,
        attempt: job.attempt,
        claim: job.claim,
        signal: abort.signal,
        report: progress.report,
      });
      await progress.settled();
      const kept = await jobs.complete(job.claim, result, now());
      const seconds = Math.round((clock.monotonic() - startedAt) / 100) / 10;
      if (kept) log.info("Completed in {seconds} s", { seconds });
      else log.warn("Finished after its claim was lost; nothing was stored");
    } catch (error) {
      await progress.settled();
      await end(job, abort.signal.aborted ? abort.signal.reason : error);
    } finally {
      deadline();
      stopHeartbeat();
    }
  }

  async function end(job: ClaimedJob, error: unknown): Promise<void> {
    const code = error instanceof FactoryError ? error.code : "internal";
    if (code === "job_cancelled") {
      await jobs.finishCancel(job.claim, now());
      log.info("Cancelled");
    } else if (code === "server_stopping") {
      await jobs.release(job.claim, now());
      log.info("Given back to the queue: the server stops");
    } else if (code === "lease_lost") {
      log.warn("Stopped: its claim was lost");
    } else {
      const delay = retryDelay(error, job.attempt, job.maxAttempts, random);
      const words = toPublicError(error);
      const raw = details(words.code, error);
      if (delay === null) {
        await jobs.fail(job.claim, words, now());
        log.error("Failed: {code}: {reason}", { code, reason: words.message, ...raw });
      } else {
        await jobs.retryLater(job.claim, words, isoTime(clock.now() + delay), now());
        log.warn("Failed, next attempt in {seconds} s: {code}: {reason}", {
          seconds: Math.round(delay / 1000),
          code,
          reason: words.message,
          ...raw,
        });
      }
    }
  }

  /**
   * Extends the lease until the returned function is called. The first beat is at once: a cancel
   * asked for between the claim and now is seen by it.
   */
  function keepLease(job: ClaimedJob, abort: AbortController): () => void {
    let cancelTimer = () => {};
    let over = false;
    const beat = async () => {
      try {
        const state = await jobs.heartbeat(job.claim, leaseEnd());
        if (over) return;
        if (state === "lost") {
          abort.abort(new FactoryError("lease_lost", "The claim was lost."));
        } else if (state === "cancel") {
          abort.abort(new FactoryError("job_cancelled", "The job was cancelled."));
        }
      } catch (error) {
        log.warn("A heartbeat failed: {error}", { error });
      }
      if (!over) cancelTimer = clock.setTimer(beat, HEARTBEAT_MS);
    };
    void beat();
    return () => {
      over = true;
      cancelTimer();
    };
  }

  return {
    start() {
      accepting = true;
      wake();
    },
    wake,
    async abort(jobId) {
      const job = running.get(jobId);
      job?.abort.abort(new FactoryError("job_cancelled", "The job was cancelled."));
      await job?.ended;
    },
    held: () => [...running.keys()],
    async stop() {
      accepting = false;
      cancelTimer();
      await claiming;
      const reason = new FactoryError("server_stopping", "The server stops.");
      for (const job of running.values()) job.abort.abort(reason);
      await Promise.all([...running.values()].map((job) => job.ended));
    },
    async idle() {
      while (claiming !== null || running.size > 0) {
        await claiming;
        await Promise.all([...running.values()].map((job) => job.ended));
      }
    },
  };
}

/** For the log alone: all of what nobody foresaw, and what git or a thread said of the rest. */
function details(code: string, error: unknown): { error?: unknown; cause?: string } {
  if (code === "internal") return { error };
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error ? { cause: cause.message } : {};
}

function timedOut(timeoutMs: number): FactoryError {
  const minutes = Math.round(timeoutMs / 60_000);
  return new FactoryError("job_timeout", `The job took longer than ${minutes} minutes.`, {
    remedy: "Raise JOB_TIMEOUT_MINUTES, or analyse a smaller repository.",
  });
}
