import { FactoryError } from "../domain/errors.ts";
import { type Clock, isoTime } from "../platform/clock.ts";
import { parseCron, type Schedule } from "../platform/cron.ts";
import type { ProjectStore } from "../store/projects.ts";
import type { AnalysisQueue } from "./analyses.ts";
import type { SchedulesService } from "./contract.ts";

/** Written instead of a pattern: never. */
const OFF = "off";

/** When a project is analysed next; what its schedule leaves open, the server's decides. */
export type NextRun = (schedule: string | null) => string | null;

/**
 * @param fallback REANALYZE_CRON; null for none
 * @returns a function that throws FactoryError `invalid_fields` where the pattern is none
 */
export function createNextRun(fallback: string | null, clock: Clock): NextRun {
  const parsed = new Map<string, Schedule>();
  return (schedule) => {
    const pattern = schedule ?? fallback;
    if (pattern === null || pattern === OFF) return null;
    let known = parsed.get(pattern);
    if (known === undefined) parsed.set(pattern, known = parse(pattern));
    const next = known.nextAfter(clock.now());
    return next === null ? null : isoTime(next);
  };
}

function parse(pattern: string): Schedule {
  try {
    return parseCron(pattern);
  } catch (cause) {
    throw new FactoryError("invalid_fields", `${JSON.stringify(pattern)} is no time.`, {
      cause,
      remedy: 'Give five fields (minute, hour, day, month, weekday, in UTC) such as "0 3 * * *", ' +
        "a nickname such as @daily, or off.",
    });
  }
}

export function createSchedulesService(
  { projects, queue, nextRun, clock }: {
    projects: ProjectStore;
    queue: AnalysisQueue;
    nextRun: NextRun;
    clock: Clock;
  },
): SchedulesService {
  return {
    async runDue() {
      const now = isoTime(clock.now());
      let count = 0;
      for (const { id, schedule, next_run_at: planned } of await projects.schedules()) {
        const next = nextRun(schedule);
        if (planned !== null && planned <= now && await enqueue(id)) count++;
        // Also where the clock was set back or the server's schedule changed: the plan follows.
        if (next !== planned) await projects.setNextRun(id, next);
      }
      return count;
    },
  };

  /** False for a project that somebody has removed meanwhile. */
  async function enqueue(id: string): Promise<boolean> {
    const project = await projects.find(id);
    if (project === null) return false;
    await queue.enqueue(project, "schedule").catch(async (error) => {
      if (await projects.find(id) !== null) throw error;
    });
    return true;
  }
}
