import { type Clock, isoTime } from "../lib/platform/clock.ts";
import { getLogger } from "../lib/platform/log.ts";
import type { HeldJob, JobStore } from "../lib/store/jobs.ts";
import type { JobMetrics } from "./metrics.ts";
import { afterCrash } from "./retry_policy.ts";
import { LEASE_MS } from "./runner.ts";

const log = getLogger("jobs", "rescuer");

/**
 * Takes back jobs whose holder died. At start every job that a previous process held is free at
 * once (the data directory's lock says that there is no other process); later, jobs that nobody
 * here runs and whose lease nobody has renewed for its whole length. That is measured by watching
 * the claim by our own monotonic clock, not by comparing times: a wall clock that jumps neither
 * expires a lease nor keeps a lost job for an hour.
 */
export function createRescuer(
  { jobs, clock, steady, instance, held, wake, metrics, random = Math.random }: {
    jobs: JobStore;
    clock: Clock;
    /** The engine's clock. */
    steady: Clock;
    instance: string;
    /** Ids of the jobs that run in this process. */
    held: () => string[];
    wake: () => void;
    metrics?: JobMetrics;
    random?: () => number;
  },
) {
  /** Claims that nobody here holds, and since when they have not changed. */
  let watched = new Map<string, number>();
  let cancel = () => {};
  let stopped = false;

  async function takeBack(lost: readonly HeldJob[], why: string): Promise<void> {
    if (lost.length === 0) return;
    const count = await jobs.rescue(lost, {
      due: isoTime(steady.now()),
      now: isoTime(clock.now()),
      waitMs: (crashes) => afterCrash(crashes, random),
    });
    if (count === 0) return;
    log.warn(`Took back {count} jobs ${why}`, { count });
    metrics?.rescued(count);
    wake();
  }

  async function look(): Promise<void> {
    try {
      const ours = new Set(held());
      const now = clock.monotonic();
      const seen = new Map<string, number>();
      const lost: HeldJob[] = [];
      for (const job of await jobs.running()) {
        if (ours.has(job.id)) continue;
        const claim = `${job.id} ${job.fence} ${job.leaseExpiresAt}`;
        const since = watched.get(claim) ?? now;
        seen.set(claim, since);
        if (now - since >= LEASE_MS) lost.push(job);
      }
      watched = seen;
      await takeBack(lost, "whose lease had expired");
    } catch (error) {
      log.error("Could not look for lost jobs: {error}", { error });
    }
    if (!stopped) cancel = clock.setTimer(look, LEASE_MS);
  }

  return {
    async start(): Promise<void> {
      await jobs.correctDelays(isoTime(steady.now()), isoTime(clock.now()));
      const lost = (await jobs.running()).filter((job) => job.lockedBy !== instance);
      await takeBack(lost, "of a process that ended");
      cancel = clock.setTimer(look, LEASE_MS);
    },
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}
