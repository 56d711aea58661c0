/**
 * Runs jobs in this process: claims what is due, keeps the leases alive, and ends each job in
 * exactly one state. Nothing polls: a turn is taken when somebody calls `wake`, when jobs end, or
 * when the next `run_at` comes. A turn stores what ended and claims what is due in one transaction.
 */
import { setImmediate } from "node:timers";
import { FactoryError } from "../lib/domain/errors.ts";
import { JOB_TYPES, type JobType } from "../lib/domain/job.ts";
import { type Clock, isoTime } from "../lib/platform/clock.ts";
import { getLogger, withLogContext } from "../lib/platform/log.ts";
import type { JobControl } from "../lib/services/ports.ts";
import type { Claim, ClaimedJob, EndedJob, JobStore, TurnResult } from "../lib/store/jobs.ts";
import { type Attempt, describe, runAttempt } from "./attempt.ts";
import type { JobMetrics } from "./metrics.ts";
import type { JobHandlers } from "./registry.ts";

/** Lease = 3 heartbeats: one missed beat must not steal work. */
export const HEARTBEAT_MS = 10_000;
export const LEASE_MS = 3 * HEARTBEAT_MS;
/** Until the database takes writes again. */
const TRY_AGAIN_MS = 2_000;
/** A stop waits no longer for that: the next start takes back what this one could not store. */
export const STOP_PATIENCE_MS = 10_000;

export interface RunnerOptions {
  jobs: JobStore;
  /** Of the types that this process runs; jobs of others wait. */
  handlers: Partial<JobHandlers>;
  clock: Clock;
  /** The engine's clock: what is due (`steadyClock`). */
  steady: Clock;
  /** Names this process in `locked_by`. */
  instance: string;
  /** Jobs of each type at a time. */
  concurrency: Readonly<Partial<Record<JobType, number>>>;
  /** Longest time of one attempt. */
  timeoutMs: number;
  metrics?: JobMetrics;
  random?: () => number;
}

export interface Runner extends Pick<JobControl, "wake" | "abort"> {
  start(): void;
  /**
   * Stops claiming, stops what runs, gives it back to the queue; resolves when all have ended and
   * that is stored, or when what has ended could not be stored for `STOP_PATIENCE_MS`.
   */
  stop(): Promise<void>;
  /** Ids of the jobs that run in this process, or whose end is being stored. */
  held(): string[];
  /** Resolves when nothing is running and nothing is due: for tests and benches. */
  idle(): Promise<void>;
}

interface Running {
  claim: Claim;
  type: JobType;
  abort: AbortController;
  /** Resolves once its end is stored. */
  stored: PromiseWithResolvers<void>;
  /** How it ended, until that is stored. */
  end: Attempt | null;
}

const log = getLogger("jobs");

/** A runner that stands still until `start`. */
export function createRunner(options: RunnerOptions): Runner {
  const { jobs, clock, steady, instance, concurrency, metrics } = options;
  const running = new Map<string, Running>();
  /** Cancels of jobs that a turn under way may just be claiming. */
  const early = new Set<string>();
  let accepting = false;
  let turning: Promise<void> | null = null;
  let turnAgain = false;
  let cancelDueTimer = () => {};
  let cancelBeat: (() => void) | null = null;
  /** While one is written: it sets the timer for the next itself. */
  let beating = false;
  /** Since when the database has taken no turn, by the monotonic clock; null while it does. */
  let refusedSince: number | null = null;
  const gaveUp = Promise.withResolvers<void>();

  /** Stopping, and what has ended cannot be stored. */
  function stranded(): boolean {
    return !accepting && refusedSince !== null &&
      clock.monotonic() - refusedSince >= STOP_PATIENCE_MS;
  }

  function wake(): void {
    if (turning !== null) {
      // What woke us may have come after that turn looked: look once more.
      turnAgain = true;
      return;
    }
    turning = takeTurns().finally(() => {
      turning = null;
      if (turnAgain) wake();
    });
  }

  async function takeTurns(): Promise<void> {
    do {
      turnAgain = false;
      // What ends in the same moment is stored in the same turn.
      await new Promise((resolve) => setImmediate(resolve));
      const ended = [...running.values()].filter((job) => job.end !== null);
      if (ended.length === 0 && !accepting) return;
      const due = isoTime(steady.now());
      let result: TurnResult;
      try {
        result = await jobs.turn({
          ended: ended.map(({ claim, end }): EndedJob => ({ claim, ...end! })),
          free: freePlaces(ended),
          lockedBy: instance,
          leaseUntil: isoTime(clock.now() + LEASE_MS),
          due,
          now: isoTime(clock.now()),
        });
      } catch (error) {
        // Nothing is lost: what ended is kept here, with its lease, and stored when that works.
        log.error("The queue could not be written; trying again in {seconds} s. {error}", {
          seconds: TRY_AGAIN_MS / 1000,
          error,
        });
        refusedSince ??= clock.monotonic();
        if (stranded()) {
          log.error("{count} jobs stay as they are: the next start takes them back", {
            count: running.size,
          });
          return gaveUp.resolve();
        }
        cancelDueTimer();
        cancelDueTimer = clock.setTimer(wake, TRY_AGAIN_MS);
        return;
      }
      refusedSince = null;
      ended.forEach((job, index) => forget(job, result.kept[index] === true));
      for (const job of result.claimed) begin(job);
      early.clear();
      // What is due already waits for a free place or for its project: the job that ends wakes us.
      // What becomes due later needs a timer.
      cancelDueTimer();
      if (accepting && result.nextRunAt !== null) {
        cancelDueTimer = clock.setTimer(wake, Date.parse(result.nextRunAt) - steady.now());
      }
    } while (turnAgain);
  }

  function freePlaces(ended: readonly Running[]): Map<JobType, number> {
    if (!accepting) return new Map();
    return new Map(
      JOB_TYPES.filter((type) => options.handlers[type] !== undefined).map((type) => {
        const busy = [...running.values()].filter((job) => job.type === type).length -
          ended.filter((job) => job.type === type).length;
        return [type, (concurrency[type] ?? 0) - busy];
      }),
    );
  }

  function begin(claimed: ClaimedJob): void {
    const { claim } = claimed;
    const job: Running = {
      claim,
      type: claimed.jobType,
      abort: new AbortController(),
      stored: Promise.withResolvers(),
      end: null,
    };
    running.set(claim.jobId, job);
    if (early.has(claim.jobId)) job.abort.abort(cancelled());
    if (!accepting) job.abort.abort(stopping());
    if (!beating) cancelBeat ??= clock.setTimer(beat, HEARTBEAT_MS);
    // A job may be claimed while the request that enqueued it is answered; it is not part of it.
    void withLogContext(
      { request_id: undefined, job_id: claim.jobId, project_id: claimed.projectId },
      () => runAttempt(claimed, job.abort, options),
    ).then((end) => {
      job.end = end;
      wake();
    });
  }

  function forget(job: Running, kept: boolean): void {
    running.delete(job.claim.jobId);
    if (running.size === 0) {
      cancelBeat?.();
      cancelBeat = null;
    }
    const end = job.end!;
    withLogContext({ request_id: undefined, job_id: job.claim.jobId }, () => describe(end, kept));
    if (kept) metrics?.ended(job.type, end.outcome.kind, end.runMs);
    job.stored.resolve();
  }

  /** Extends the leases of all that runs here, also of what waits to be stored. */
  async function beat(): Promise<void> {
    beating = true;
    const held = [...running.values()];
    try {
      const states = await jobs.heartbeat(
        held.map((job) => job.claim),
        isoTime(clock.now() + LEASE_MS),
      );
      states.forEach((state, index) => {
        const abort = held[index]!.abort;
        if (state === "lost") {
          abort.abort(new FactoryError("lease_lost", "The claim was lost."));
        } else if (state === "cancel") abort.abort(cancelled());
      });
    } catch (error) {
      log.warn("A heartbeat failed: {error}", { error });
    }
    beating = false;
    cancelBeat = running.size > 0 ? clock.setTimer(beat, HEARTBEAT_MS) : null;
  }

  return {
    start() {
      accepting = true;
      wake();
    },
    wake: () => {
      if (accepting) wake();
    },
    async abort(jobId) {
      const job = running.get(jobId);
      if (job === undefined) {
        if (turning !== null) early.add(jobId);
        return;
      }
      job.abort.abort(cancelled());
      await job.stored.promise;
    },
    held: () => [...running.keys()],
    async stop() {
      accepting = false;
      // Its patience begins now, however long the database has refused before.
      if (refusedSince !== null) refusedSince = clock.monotonic();
      for (const job of running.values()) job.abort.abort(stopping());
      // A turn under way may have claimed more, which is aborted as it begins.
      await turning;
      while (running.size > 0) {
        await Promise.race([
          Promise.all([...running.values()].map((job) => job.stored.promise)),
          gaveUp.promise,
        ]);
        if (stranded()) break;
      }
      cancelDueTimer();
      cancelBeat?.();
    },
    async idle() {
      while (turning !== null || running.size > 0) {
        await turning;
        await Promise.all([...running.values()].map((job) => job.stored.promise));
      }
    },
  };
}

function cancelled(): FactoryError {
  return new FactoryError("job_cancelled", "The job was cancelled.");
}

function stopping(): FactoryError {
  return new FactoryError("server_stopping", "The server stops.");
}
