import type { EveryMinute } from "../lib/platform/cron.ts";
import { getLogger } from "../lib/platform/log.ts";
import type { SchedulesService } from "../lib/services/contract.ts";

const log = getLogger("jobs", "schedules");

/**
 * Looks every minute, and once at the start, which projects' times have come. Times that were
 * missed (the machine slept, the server was down) are made up for once.
 */
export function createSchedules(
  { schedules, everyMinute, pattern, nextRun }: {
    schedules: SchedulesService;
    everyMinute: EveryMinute;
    /** REANALYZE_CRON, for the log. */
    pattern: string | null;
    nextRun: (schedule: string | null) => string | null;
  },
) {
  let stop = () => {};

  async function tick(): Promise<void> {
    try {
      const count = await schedules.runDue();
      if (count > 0) log.info("Analysing {count} projects by schedule", { count });
    } catch (error) {
      // The next minute comes by itself, and what was due still is.
      log.error("Scheduled analyses could not be enqueued: {error}", { error });
    }
  }

  return {
    start(): void {
      if (pattern !== null) {
        const next = nextRun(null) ?? "no time";
        log.info("Projects are analysed again by {pattern} (UTC), next at {next}", {
          pattern,
          next,
        });
      }
      void tick();
      stop = everyMinute("schedules", tick);
    },
    stop: () => stop(),
  };
}
