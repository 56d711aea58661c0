import { analyse } from "../lib/analysis/analyse.ts";
import type { Extractor, ExtractRequest } from "../lib/analysis/contract.ts";
import type { BlobFacts } from "../lib/analysis/facts.ts";
import type { CommitInfo, FactCache, HistoryCache, ReportProgress } from "../lib/domain/ports.ts";
import type { SystemMap } from "../lib/domain/wire/system_map.ts";
import { type GitProgram, readersOf } from "../lib/git/mod.ts";
import { askThrough, spreadOver } from "../lib/platform/threads.ts";

/** A fetched commit to be mapped; plain data, so that it can be sent to a thread. */
export interface CommitOrder {
  project: { id: string; name: string; repo_url: string | null };
  gitDir: string;
  commit: CommitInfo;
  shallow: boolean;
  /** Who fetched it reads it. */
  program: GitProgram;
}

/**
 * Maps a commit of a clone, its files parsed by the threads behind `parsers`, which are closed
 * afterwards. The server's worker and the command line both come through here, so that one commit
 * has one map.
 * Rejects with the signal's reason, or with what git or a thread failed with.
 */
export async function mapCommit(
  order: CommitOrder,
  { parsers, cache, historyCache, report, signal }: {
    parsers: readonly MessagePort[];
    cache: FactCache;
    historyCache: HistoryCache;
    report: ReportProgress;
    signal: AbortSignal;
  },
): Promise<SystemMap> {
  const pool = spreadOver(parsers.map(askThrough));
  const extractor: Extractor = {
    concurrency: parsers.length + 1, // one batch waits while each thread has one
    extract: (batch: ExtractRequest[], signal: AbortSignal) =>
      pool.call<BlobFacts[]>(batch, { signal }),
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
      report,
      signal,
    });
  } finally {
    for (const port of parsers) port.close();
  }
}
