import type { FileCommit } from "../domain/wire/file_commits.ts";
import type { FileCommitsService, SourcesService } from "./contract.ts";
import type { FileLogPort } from "./ports.ts";

/** Files whose commits are kept: they never change, as long as the commit is the same. */
const KEPT = 200;
/** Git processes at a time; further requests wait. */
const AT_ONCE = 2;

/** Reads which commits changed a file, at commits that have a map. */
export function createFileCommitsService(
  { sources, log }: { sources: Pick<SourcesService, "locate">; log: FileLogPort },
): FileCommitsService {
  const kept = new Map<string, FileCommit[]>();
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
    else running++;
    try {
      return await work();
    } finally {
      // The place goes to whoever waits longest: nobody comes in between.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  }

  return {
    async list(projectId, { path, commit, limit }, signal) {
      const { commit_sha } = await sources.locate(projectId, { path, commit });
      const key = `${projectId} ${commit_sha} ${limit} ${path}`;
      const known = kept.get(key);
      // One more than is shown tells that there are more.
      const found = known ??
        await inTurn(() => {
          signal.throwIfAborted();
          return log.read(projectId, { commit: commit_sha, path, limit: limit + 1 }, signal);
        });
      if (found === null) return { commit_sha, items: null, more: false };
      kept.delete(key);
      kept.set(key, found);
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!);
      return { commit_sha, items: found.slice(0, limit), more: found.length > limit };
    },
  };
}
