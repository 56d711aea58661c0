/** Composition root off the main thread: one round of upkeep on a connection of its own. */
import type { UpkeepOrder, UpkeepReport } from "./jobs/upkeep.ts";
import { isoTime, systemClock } from "./lib/platform/clock.ts";
import { configureLog } from "./lib/platform/log.ts";
import { serveThread } from "./lib/platform/threads.ts";
import { openDatabase } from "./lib/store/database.ts";
import { createAiResultStore } from "./lib/store/ai_results.ts";
import { pause } from "./lib/store/bulk.ts";
import { createRetention } from "./lib/store/retention.ts";
import { createUpkeep } from "./lib/store/upkeep.ts";
import { ANALYZER_VERSION } from "./lib/domain/version.ts";

/** Requests to models that one transaction removes: their prompts are long. */
const RESULTS_AT_ONCE = 50;
const DAY_MS = 24 * 3_600_000;

serveThread<UpkeepOrder, UpkeepReport>(async ({ databasePath, retention, check, log }, context) => {
  await configureLog(log);
  const database = openDatabase(databasePath);
  try {
    const upkeep = createUpkeep(database);
    const damage = check ? upkeep.check() : [];
    if (retention === null) return { jobsForgotten: 0, damage };
    const endedBefore = isoTime(systemClock.now() - retention.days * DAY_MS);
    let jobsForgotten = 0;
    for (const count of upkeep.pruneJobs({ count: retention.jobs, endedBefore })) {
      jobsForgotten += count;
      context.signal.throwIfAborted();
      await pause();
    }
    const results = createAiResultStore(database);
    while (await results.prune(endedBefore, RESULTS_AT_ONCE) > 0) {
      context.signal.throwIfAborted();
      await pause();
    }
    const now = isoTime(systemClock.now());
    const bounds = createRetention(database);
    for (
      const step of [
        () => bounds.sweepProjections(),
        () => bounds.removeOldMap(now),
        () => bounds.evictFacts({ analyzerVersion: ANALYZER_VERSION, now }),
      ]
    ) {
      while (await step()) {
        context.signal.throwIfAborted();
        await pause();
      }
    }
    upkeep.tidy();
    return { jobsForgotten, damage };
  } finally {
    database.close();
  }
});
