/** A commit of a real repository mapped by real git and parse threads, without server or database. */
import { mapCommit } from "../../jobs/map_commit.ts";
import type { FactCache } from "../../lib/domain/ports.ts";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { ownThreads } from "../../lib/platform/thread_pool.ts";
import { memoryCache, memoryHistoryCache } from "./analysis.ts";
import type { ScratchRepository } from "./repository.ts";

/** The real parser, which the words of a blob can crash, hang or fill up. */
const PARSER = new URL("./fragile_parse_thread.ts", import.meta.url);

/**
 * @param threads that parse; each takes half a second to start, so that one is best for a small tree
 * @param limitMs for each batch; see `mapCommit`
 */
export async function mapRepository(
  repository: ScratchRepository,
  { cache = memoryCache(), limitMs, threads = 1 }: {
    cache?: FactCache;
    limitMs?: number;
    threads?: number;
  } = {},
): Promise<SystemMap> {
  const sha = await repository.git("rev-parse", "main");
  const owner = ownThreads(PARSER, "parse", { heapMb: 200 });
  try {
    return await mapCommit({
      project: { id: "p", name: "p", repo_url: null },
      gitDir: repository.path,
      commit: { sha, branch: "main", committedAt: "2026-01-01T00:00:00Z" },
      shallow: false,
      program: "git",
    }, {
      parsers: { port: owner.lend(), size: threads },
      cache,
      historyCache: memoryHistoryCache(),
      report: () => {},
      signal: new AbortController().signal,
      ...(limitMs === undefined ? {} : { limitMs: () => limitMs }),
    });
  } finally {
    owner.terminate();
  }
}
