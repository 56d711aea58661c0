import type { Clock } from "../lib/platform/clock.ts";
import { getLogger, type LogOptions } from "../lib/platform/log.ts";
import { moduleUrl } from "../lib/platform/resources.ts";
import { startThread } from "../lib/platform/threads.ts";

/** What upkeep_worker.ts is asked; a connection of its own does all of it. */
export interface UpkeepOrder {
  databasePath: string;
  /** null: only the check. */
  retention: { jobs: number; days: number } | null;
  /** Whether the whole file is read and checked. */
  check: boolean;
  log: LogOptions;
}

export interface UpkeepReport {
  jobsForgotten: number;
  /** What is damaged; [] for a sound database or where no check was asked for. */
  damage: string[];
}

/** Every hour: pruning little is quicker than pruning much. */
const EVERY_MS = 3_600_000;
/** The first time comes when a start's own work is over. */
const FIRST_AFTER_MS = 60_000;

const log = getLogger("jobs", "upkeep");

/** Runs upkeep in a thread, so that neither pages nor jobs wait for it. */
export function askUpkeep(order: UpkeepOrder, signal: AbortSignal): Promise<UpkeepReport> {
  const thread = startThread(moduleUrl("upkeep_worker"), "upkeep");
  return thread.call<UpkeepReport>(order, { signal }).finally(() => thread.terminate());
}

/**
 * Keeps the database small: forgets old jobs, renews the planner's statistics, shortens the
 * write-ahead log. After an unclean stop it first checks the whole file.
 * @param ask runs one order
 * @param onDamage is told what the check found
 */
export function createUpkeep(
  { databasePath, kept, log: logging, clock, ask = askUpkeep, onDamage }: {
    databasePath: string;
    kept: { count: number; days: number };
    log: LogOptions;
    clock: Clock;
    ask?: typeof askUpkeep;
    onDamage: (damage: string[]) => void;
  },
) {
  const stopping = new AbortController();
  let cancel = () => {};
  let working: Promise<void> = Promise.resolve();

  async function run(part: Pick<UpkeepOrder, "retention" | "check">): Promise<void> {
    try {
      const report = await ask({ databasePath, log: logging, ...part }, stopping.signal);
      if (report.jobsForgotten > 0) {
        log.info("Forgot {count} old jobs", { count: report.jobsForgotten });
      }
      if (report.damage.length > 0) {
        log.error("The database is damaged. Stop the server and restore a backup: {damage}", {
          damage: report.damage.join("; "),
        });
        onDamage(report.damage);
      } else if (part.check) log.info("The database is sound");
    } catch (error) {
      if (!stopping.signal.aborted) log.error("Upkeep failed: {error}", { error });
    }
  }

  function schedule(ms: number): void {
    cancel = clock.setTimer(() => {
      working = run({ retention: { jobs: kept.count, days: kept.days }, check: false });
      void working.then(() => {
        if (!stopping.signal.aborted) schedule(EVERY_MS);
      });
    }, ms);
  }

  return {
    /** @param clean whether the server before closed the database in order */
    start(clean: boolean): void {
      if (!clean) {
        log.warn("The last server did not stop in order: checking the database");
        working = run({ retention: null, check: true });
      }
      schedule(FIRST_AFTER_MS);
    },
    async stop(): Promise<void> {
      stopping.abort();
      cancel();
      await working;
    },
  };
}
