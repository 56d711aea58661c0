/**
 * Composition root off the main thread: maps one fetched commit, and publishes the map where the
 * order names a database. It has a connection of its own, so that neither parsing nor bulk writes
 * ever hold up HTTP.
 */
import type { ThreadOrder, ThreadProgress } from "./jobs/analysis_threads.ts";
import { mapCommit } from "./jobs/map_commit.ts";
import { canonicalBytes, validateMap } from "./lib/analysis/assemble.ts";
import type { RunContext } from "./publishing.ts";
import type { FactCache, HistoryCache, ReportProgress } from "./lib/domain/ports.ts";
import { configureLog, withLogContext } from "./lib/platform/log.ts";
import { serveThread } from "./lib/platform/threads.ts";

let logs = false;

serveThread<ThreadOrder, { mapId: string } | { json: Uint8Array }>(
  async (order, { signal, progress }) => {
    if (!logs) await configureLog(order.log);
    logs = true;
    const report: ReportProgress = (stage, fraction, message) =>
      progress({ stage, fraction, message } satisfies ThreadProgress);
    const { publish } = order;
    if (publish === null) return { json: await write(order, { report, signal }) };
    // The command line, which has no database, is spared what it takes to open one.
    const { store } = await import("./publishing.ts");
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

/** The map as the bytes that a store would hold. */
async function write(order: ThreadOrder, context: RunContext): Promise<Uint8Array> {
  const map = await mapCommit(order, {
    parsers: order.parsers,
    cache: NO_CACHE,
    historyCache: NO_HISTORY,
    ...context,
  });
  return canonicalBytes(validateMap(map));
}
