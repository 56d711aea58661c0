import type { AnalysisStage } from "../lib/domain/job.ts";
import type { ReportProgress } from "../lib/domain/ports.ts";
import type { LogOptions } from "../lib/platform/log.ts";
import { moduleUrl } from "../lib/platform/resources.ts";
import { ownThreads } from "../lib/platform/thread_pool.ts";
import { startThread } from "../lib/platform/threads.ts";
import type { Claim } from "../lib/store/jobs.ts";
import type { AnalyzeRepoDependencies } from "./analyze_repo.ts";
import type { CommitOrder, Parsers } from "./map_commit.ts";

/** Where the map goes, if the job still holds its claim. */
export interface PublishOrder {
  databasePath: string;
  claim: Claim;
}

/** What worker.ts is asked: one analysis. */
export interface ThreadOrder extends CommitOrder {
  /** null: the map is handed back as JSON text, and no database is touched. */
  publish: PublishOrder | null;
  log: LogOptions;
  parsers: Parsers;
}

export interface ThreadProgress {
  stage: AnalysisStage;
  fraction: number;
  message: string;
}

export interface ThreadOptions {
  log: LogOptions;
  /** Parse threads of one analysis, at most: none is started where the cache knows everything. */
  parsers: number;
}

interface RunOptions {
  signal: AbortSignal;
  report: ReportProgress;
}

/**
 * Ceiling of a parse thread's JavaScript heap. The largest file that is read (4 MB) takes a tenth of
 * it.
 */
const PARSE_HEAP_MB = 512;

/** More parse threads gain little, because one thread feeds them. */
const MOST_PARSERS = 4;

/**
 * Parse threads for one of `analyses` at a time on this machine: they share the processors, because
 * threads that only wait for one hold up the thread that answers requests.
 */
export function parsersHere(analyses: number, processors = navigator.hardwareConcurrency): number {
  return Math.max(1, Math.min(MOST_PARSERS, Math.floor(processors / analyses)));
}

/** The analyses of jobs: each publishes its map in the database. */
export function createAnalysisThreads(
  { databasePath, log }: { databasePath: string; log: LogOptions },
): AnalyzeRepoDependencies["analyse"] {
  let running = 0;
  return async ({ claim, ...order }, run) => {
    running++;
    try {
      const options = { log, parsers: parsersHere(running) };
      return await askThreads<{ mapId: string }>(order, { databasePath, claim }, options, run);
    } finally {
      running--;
    }
  };
}

/** Maps a commit without a database; resolves with the canonical JSON of its map. */
export async function mapInThreads(
  order: CommitOrder,
  { signal, report, ...options }: ThreadOptions & RunOptions,
): Promise<string> {
  return (await askThreads<{ json: string }>(order, null, options, { signal, report })).json;
}

/**
 * Runs one analysis in threads of its own, so that a crash or a cancel of it leaves others and the
 * server alone: one that leads and writes, and `parsers` that parse for it.
 */
async function askThreads<Result>(
  order: CommitOrder,
  publish: PublishOrder | null,
  { log, parsers }: ThreadOptions,
  { signal, report }: RunOptions,
): Promise<Result> {
  const lead = startThread(moduleUrl("worker"), "analysis");
  const owner = ownThreads(moduleUrl("parse_worker"), "parse", { heapMb: PARSE_HEAP_MB });
  try {
    return await lead.call<Result, ThreadProgress>(
      {
        ...order,
        publish,
        log,
        parsers: { port: owner.port, size: parsers },
      } satisfies ThreadOrder,
      {
        signal,
        transfer: [owner.port],
        onProgress: (at) => report(at.stage, at.fraction, at.message),
      },
    );
  } finally {
    lead.terminate();
    owner.terminate();
  }
}
