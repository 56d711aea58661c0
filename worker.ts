/**
 * Composition root off the main thread: analyses one fetched commit and publishes its map. It has
 * a database connection of its own, so that neither parsing nor bulk writes ever hold up HTTP.
 */
import type { ThreadOrder, ThreadProgress } from "./jobs/analysis_threads.ts";
import { analyse } from "./lib/analysis/analyse.ts";
import type { Extractor, ExtractRequest } from "./lib/analysis/contract.ts";
import type { BlobFacts } from "./lib/analysis/facts.ts";
import { FactoryError } from "./lib/domain/errors.ts";
import type { AnalysisStage } from "./lib/domain/job.ts";
import { ANALYZER_VERSION } from "./lib/domain/version.ts";
import { createBlobReader, createHistoryReader, listTree } from "./lib/git/mod.ts";
import { isoTime, systemClock } from "./lib/platform/clock.ts";
import { newId } from "./lib/platform/ids.ts";
import { configureLog, withLogContext } from "./lib/platform/log.ts";
import { askThrough, serveThread, spreadOver } from "./lib/platform/threads.ts";
import { draftMap } from "./lib/services/publish_map.ts";
import { openDatabase } from "./lib/store/database.ts";
import { createFactCache } from "./lib/store/facts.ts";
import { createMapStore } from "./lib/store/maps.ts";

serveThread<ThreadOrder, { mapId: string }>(async (order, { signal, progress }) => {
  await configureLog(order.log);
  return await withLogContext(
    { job_id: order.claim.jobId, project_id: order.project.id },
    () => run(order, signal, progress),
  );
});

async function run(
  order: ThreadOrder,
  signal: AbortSignal,
  progress: (at: ThreadProgress) => void,
): Promise<{ mapId: string }> {
  const report = (stage: AnalysisStage, fraction: number, message: string) =>
    progress({ stage, fraction, message });
  const database = openDatabase(order.databasePath);
  const parsers = spreadOver(order.parsers.map(askThrough));
  const extractor: Extractor = {
    concurrency: order.parsers.length + 1, // one batch waits while each thread has one
    extract: (batch: ExtractRequest[], signal: AbortSignal) =>
      parsers.call<BlobFacts[]>(batch, { signal }),
  };
  try {
    report("inventory", 0, "Listing the commit's files");
    const map = await analyse({
      project: order.project,
      commit: order.commit,
      tree: await listTree(order.gitDir, order.commit.sha, signal),
      blobs: createBlobReader(order.gitDir),
      cache: createFactCache(database, ANALYZER_VERSION),
      history: createHistoryReader(order.gitDir, order.commit.sha, { shallow: order.shallow }),
      extractor,
      report,
      signal,
    });
    report("publish", 0, "Checking and storing the map");
    const now = systemClock.now();
    const mapId = newId(now);
    const draft = await draftMap(map, {
      id: mapId,
      projectId: order.project.id,
      createdAt: isoTime(now),
    });
    signal.throwIfAborted();
    const published = await createMapStore(database).publish(draft, order.claim, isoTime(now));
    if (!published) throw new FactoryError("lease_lost", "The job was cancelled or taken back.");
    return { mapId };
  } finally {
    for (const port of order.parsers) port.close();
    database.close();
  }
}
