import type { AnalysisMemory } from "../lib/analysis/memory.ts";
import { analyse } from "../lib/analysis/analyse.ts";
import {
  type ExtractedFacts,
  ExtractionLost,
  type Extractor,
  type ExtractRequest,
} from "../lib/analysis/contract.ts";
import type { CommitInfo, FactCache, HistoryCache, ReportProgress } from "../lib/domain/ports.ts";
import type { SystemMap } from "../lib/domain/wire/system_map.ts";
import { type GitProgram, readersOf } from "../lib/git/mod.ts";
import { ThreadLost, usePool } from "../lib/platform/thread_pool.ts";

/** A fetched commit to be mapped; plain data, so that it can be sent to a thread. */
export interface CommitOrder {
  project: { id: string; name: string; repo_url: string | null };
  gitDir: string;
  commit: CommitInfo;
  shallow: boolean;
  /** Who fetched it reads it. */
  program: GitProgram;
}

/** Threads that parse: at most `size`, started by the owner of the pool behind `port`. */
export interface Parsers {
  port: MessagePort;
  size: number;
}

/**
 * Longest time, in ms, for a batch of blobs or for one by itself. The slowest of all that was
 * measured, 4 MB of Python assignments, takes 5 ms per kB on a machine with four times as much to do
 * as it can; a busy machine is no reason to give a file up.
 */
function extractLimitMs(bytes: number): number {
  return 15_000 + bytes / 1_000 * 25;
}

/**
 * Maps a commit of a clone, its files parsed by the threads of `parsers`, which are let go
 * afterwards. The server's worker and the command line both come through here, so that one commit
 * has one map.
 * Rejects with the signal's reason, or with what git or a thread failed with.
 */
export async function mapCommit(
  order: CommitOrder,
  { parsers, cache, historyCache, memory, report, signal, limitMs = extractLimitMs }: {
    parsers: Parsers;
    cache: FactCache;
    historyCache: HistoryCache;
    /** See `AnalysisInput.memory`. */
    memory?: AnalysisMemory;
    report: ReportProgress;
    signal: AbortSignal;
    limitMs?: (bytes: number) => number;
  },
): Promise<SystemMap> {
  const pool = usePool(parsers.port, { size: parsers.size, hello: [] });
  const extractor: Extractor = {
    concurrency: parsers.size + 1, // one batch waits while each thread has one
    prepare: pool.prepare,
    release: pool.release,
    async extract(batch: ExtractRequest[], signal: AbortSignal) {
      const bytes = batch.reduce((sum, { bytes }) => sum + bytes.length, 0);
      try {
        return await pool.call<ExtractedFacts[]>(batch, { signal, limitMs: limitMs(bytes) });
      } catch (error) {
        throw error instanceof ThreadLost ? new ExtractionLost(error.why, { cause: error }) : error;
      }
    },
  };
  try {
    const { listTree, createBlobReader, createHistoryReader } = await readersOf(order.program);
    report("inventory", 0, "Listing the commit's files");
    return await analyse({
      project: order.project,
      commit: order.commit,
      tree: await listTree(order.gitDir, order.commit.sha, signal),
      blobs: createBlobReader(order.gitDir),
      cache,
      history: createHistoryReader(order.gitDir, order.commit.sha, { shallow: order.shallow }),
      historyCache,
      extractor,
      memory,
      report,
      signal,
    });
  } finally {
    pool.close();
  }
}
