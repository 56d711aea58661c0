import { type Clock, isoTime } from "../lib/platform/clock.ts";
import { type EveryMinute, parseCron } from "../lib/platform/cron.ts";
import { getLogger } from "../lib/platform/log.ts";

const log = getLogger("jobs", "reanalysis");

/**
 * Has all projects analysed again by a schedule. Times that were missed (the machine slept) are made
 * up for once; a project whose analysis is still waiting or running gets no second one.
 * @param requestAll enqueues what is to be analysed and answers how much that is
 */
export function createReanalysis(
  { pattern, everyMinute, requestAll, clock }: {
    pattern: string;
    everyMinute: EveryMinute;
    requestAll: () => Promise<number>;
    clock: Clock;
  },
) {
  const schedule = parseCron(pattern);
  let stop = () => {};

  return {
    start(): void {
      let looked = clock.now();
      const first = schedule.nextAfter(looked);
      log.info("Projects are analysed again by {pattern} (UTC), next at {next}", {
        pattern,
        next: first === null ? "no time" : isoTime(first),
      });
      stop = everyMinute("reanalysis", async () => {
        const due = schedule.nextAfter(looked);
        if (due === null || due > clock.now()) return;
        looked = clock.now();
        try {
          log.info("Analysing {count} projects again", { count: await requestAll() });
        } catch (error) {
          // The next time comes by itself; Deno.cron's own retries would come at no time of ours.
          log.error("The projects could not be enqueued: {error}", { error });
        }
      });
    },
    stop: () => stop(),
  };
}
