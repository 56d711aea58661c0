import { type Clock, isoTime } from "../lib/platform/clock.ts";
import { getLogger } from "../lib/platform/log.ts";
import type { JobStore } from "../lib/store/jobs.ts";
import { LEASE_MS } from "./runner.ts";

const log = getLogger("jobs", "rescuer");

/**
 * Takes back jobs whose holder died. At start every job that a previous process held is free at
 * once (the data directory's lock says that there is no other process); later, expired leases of
 * jobs that nobody here runs any more. One that still runs here is late, not lost (a machine that
 * slept wakes with all leases expired): started again beside itself, it would share its clone.
 */
export function createRescuer(
  { jobs, clock, instance, held, wake }: {
    jobs: JobStore;
    clock: Clock;
    instance: string;
    /** Ids of the jobs that run in this process. */
    held: () => string[];
    wake: () => void;
  },
) {
  let cancel = () => {};
  let stopped = false;

  async function look(): Promise<void> {
    try {
      const now = isoTime(clock.now());
      const count = await jobs.rescue({ expiredBefore: now, except: held() }, now);
      if (count > 0) {
        log.warn("Took back {count} jobs whose lease had expired", { count });
        wake();
      }
    } catch (error) {
      log.error("Could not look for lost jobs: {error}", { error });
    }
    if (!stopped) cancel = clock.setTimer(look, LEASE_MS);
  }

  return {
    async start(): Promise<void> {
      const count = await jobs.rescue({ notHeldBy: instance }, isoTime(clock.now()));
      if (count > 0) log.warn("Took back {count} jobs of a process that ended", { count });
      cancel = clock.setTimer(look, LEASE_MS);
    },
    stop(): void {
      stopped = true;
      cancel();
    },
  };
}
