/**
 * Composition root off the main thread: maps one fetched commit, and publishes the map where the
 * order names a database. It has a connection of its own, so that neither parsing nor bulk writes
 * ever hold up HTTP.
 */
import type { PublishOrder, ThreadOrder, ThreadProgress } from "./jobs/analysis_threads.ts";
import { mapCommit } from "./jobs/map_commit.ts";
import { canonicalJson, validateMap } from "./lib/analysis/assemble.ts";
import type { FactCache, HistoryCache, ReportProgress } from "./lib/domain/ports.ts";
import { ANALYZER_VERSION } from "./lib/domain/version.ts";
import { isoTime, systemClock } from "./lib/platform/clock.ts";
import { newId } from "./lib/platform/ids.ts";
import { configureLog, withLogContext } from "./lib/platform/log.ts";
import { serveThread } from "./lib/platform/threads.ts";
import { publishMap } from "./lib/services/publish_map.ts";
import { openDatabase } from "./lib/store/database.ts";
import { createFactCache } from "./lib/store/facts.ts";
import { createHistoryCache } from "./lib/store/history.ts";
import { createMapStore } from "./lib/store/maps.ts";
import { createProjectionStore } from "./lib/store/projections.ts";

interface Context {
  report: ReportProgress;
  signal: AbortSignal;
}

serveThread<ThreadOrder, { mapId: string } | { json: string }>(
  async (order, { signal, progress }) => {
    await configureLog(order.log);
    const report: ReportProgress = (stage, fraction, message) =>
      progress({ stage, fraction, message } satisfies ThreadProgress);
    const { publish } = order;
    if (publish === null) return { json: await write(order, { report, signal }) };
    return await withLogContext(
      { job_id: publish.claim.jobId, project_id: order.project.id },
      async () => ({ mapId: await store(order, publish, { report, signal }) }),
    );
  },
);

/** Remembers nothing: each content is read once anyway. */
const NO_CACHE: FactCache = {
  getMany: () => Promise.resolve(new Map()),
  putMany: () => Promise.resolve(),
};

const NO_HISTORY: HistoryCache = {
  load: () => Promise.resolve(null),
  save: () => Promise.resolve(),
};

/** The map as the text that a store would hold. */
async function write(order: ThreadOrder, context: Context): Promise<string> {
  const map = await mapCommit(order, {
    parsers: order.parsers,
    cache: NO_CACHE,
    historyCache: NO_HISTORY,
    ...context,
  });
  return canonicalJson(validateMap(map));
}

async function store(
  order: ThreadOrder,
  { databasePath, claim }: PublishOrder,
  context: Context,
): Promise<string> {
  const database = openDatabase(databasePath);
  try {
    const cache = createFactCache(database, ANALYZER_VERSION, isoTime(systemClock.now()));
    const historyCache = createHistoryCache(database, order.project.id, ANALYZER_VERSION);
    const map = await mapCommit(order, {
      parsers: order.parsers,
      cache,
      historyCache,
      ...context,
    });
    context.report("publish", 0, "Checking and storing the map");
    const now = systemClock.now();
    const mapId = newId(now);
    const identity = { id: mapId, projectId: order.project.id, createdAt: isoTime(now) };
    await publishMap(map, identity, claim, {
      maps: createMapStore(database),
      facts: cache,
      projections: createProjectionStore(database),
      signal: context.signal,
    });
    return mapId;
  } finally {
    database.close();
  }
}
