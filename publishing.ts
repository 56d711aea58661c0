/** The part of worker.ts that has a database: maps a commit and publishes the map. */
import { AnalysisMemory } from "./lib/analysis/memory.ts";
import type { PublishOrder, ThreadOrder } from "./jobs/analysis_threads.ts";
import { mapCommit } from "./jobs/map_commit.ts";
import type { ReportProgress } from "./lib/domain/ports.ts";
import { ANALYZER_VERSION } from "./lib/domain/version.ts";
import { isoTime, systemClock } from "./lib/platform/clock.ts";
import { newId } from "./lib/platform/ids.ts";
import { publishMap } from "./lib/services/publish_map.ts";
import { openDatabase } from "./lib/store/database.ts";
import { createFactCache } from "./lib/store/facts.ts";
import { createHistoryCache } from "./lib/store/history.ts";
import { createMapStore } from "./lib/store/maps.ts";
import { createProjectionStore, type ProjectionMemory } from "./lib/store/projections.ts";

export interface RunContext {
  report: ReportProgress;
  signal: AbortSignal;
}

/**
 * @returns the published map's id
 * @throws FactoryError `lease_lost` where the job may no longer publish; what `mapCommit` and
 *   `publishMap` throw
 */
export async function store(
  order: ThreadOrder,
  { databasePath, claim }: PublishOrder,
  context: RunContext,
): Promise<string> {
  const database = openDatabase(databasePath);
  try {
    const cache = createFactCache(database, ANALYZER_VERSION, isoTime(systemClock.now()));
    const historyCache = createHistoryCache(database, order.project.id, ANALYZER_VERSION);
    const memory = memoryOf(order.project.id);
    const map = await mapCommit(order, {
      parsers: order.parsers,
      cache,
      historyCache,
      memory,
      ...context,
    });
    context.report("publish", 0, "Checking and storing the map");
    const now = systemClock.now();
    const mapId = newId(now);
    const identity = { id: mapId, projectId: order.project.id, createdAt: isoTime(now) };
    await publishMap(map, identity, claim, {
      maps: createMapStore(database),
      facts: cache,
      projections: createProjectionStore(
        database,
        memory.slot("projection", (): ProjectionMemory => ({ shown: null })),
      ),
      memory,
      signal: context.signal,
    });
    if (map.coverage.files > REMEMBERED_FILES) remembered = null;
    return mapId;
  } finally {
    database.close();
  }
}

/** What a larger repository leaves is more memory than a thread that waits should hold: some 5 kB a file. */
const REMEMBERED_FILES = 20_000;

/** What this thread remembers: its last project. */
let remembered: { projectId: string; memory: AnalysisMemory } | null = null;

function memoryOf(projectId: string): AnalysisMemory {
  if (remembered?.projectId !== projectId) remembered = { projectId, memory: new AnalysisMemory() };
  return remembered.memory;
}
