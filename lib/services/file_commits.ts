import { FactoryError } from "../domain/errors.ts";
import type { FileCommit } from "../domain/wire/file_commits.ts";
import type { FileCommitsService, SourcesService } from "./contract.ts";
import type { FileLogPort } from "./ports.ts";

/** Commits that are kept, of all files: they never change, as long as the commit is the same. */
const KEPT_COMMITS = 20_000;
/** Git processes at a time; further requests wait. */
const AT_ONCE = 2;
/** Requests that wait: the last of them for some seconds, where git is slow. */
export const WAITING_MAX = 16;
const BUSY_SECONDS = 10;

/** Reads which commits changed a file, at commits that have a map. */
export function createFileCommitsService(
  { sources, log }: { sources: Pick<SourcesService, "locate">; log: FileLogPort },
): FileCommitsService {
  const kept = createKept();
  const inTurn = createTurns();

  return {
    async list(projectId, { path, commit, limit }, signal) {
      const { commit_sha } = await sources.locate(projectId, { path, commit });
      const key = `${projectId} ${commit_sha} ${limit} ${path}`;
      // One more than is shown tells that there are more.
      const found = kept.get(key) ??
        await inTurn(
          () => log.read(projectId, { commit: commit_sha, path, limit: limit + 1 }, signal),
          signal,
        );
      if (found === null) return { commit_sha, items: null, more: false };
      kept.set(key, found);
      return { commit_sha, items: found.slice(0, limit), more: found.length > limit };
    },
  };
}

/** Lists by key, the one used longest ago leaving first. */
function createKept() {
  const lists = new Map<string, FileCommit[]>();
  let commits = 0;
  // An empty list takes room too.
  const sizeOf = (list: FileCommit[] | undefined) => list === undefined ? 0 : list.length + 1;
  return {
    get: (key: string) => lists.get(key),
    set(key: string, list: FileCommit[]): void {
      commits += sizeOf(list) - sizeOf(lists.get(key));
      lists.delete(key);
      lists.set(key, list);
      for (const [oldest, { length }] of lists) {
        if (commits <= KEPT_COMMITS) break;
        lists.delete(oldest);
        commits -= length + 1;
      }
    },
  };
}

/** A few works at a time, first come, first served; more than a few more are sent away. */
function createTurns() {
  const waiting = new Set<() => void>();
  let running = 0;

  async function turn(signal: AbortSignal): Promise<void> {
    if (running < AT_ONCE) return void running++;
    if (waiting.size >= WAITING_MAX) {
      throw new FactoryError("server_busy", "Too many people ask for the commits of files.", {
        remedy: "Try again in a moment.",
        retryAfterSeconds: BUSY_SECONDS,
      });
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      waiting.delete(resolve);
      reject(signal.reason);
    };
    waiting.add(resolve);
    signal.addEventListener("abort", leave, { once: true });
    await promise.finally(() => signal.removeEventListener("abort", leave));
  }

  return async <T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    signal.throwIfAborted();
    await turn(signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      // The place goes to whoever waits longest: nobody comes in between.
      const [next] = waiting;
      if (next === undefined) running--;
      else {
        waiting.delete(next);
        next();
      }
    }
  };
}
