import { parseRepoUrl } from "../../domain/repo_url.ts";
import type { NetGuard } from "../../platform/net_guard.ts";
import { moduleUrl } from "../../platform/resources.ts";
import { startThread } from "../../platform/threads.ts";
import { removePartials } from "../clones.ts";
import type { Fetched, FetchSource, Git, GitDependencies } from "../fetch.ts";
import type { Credentials } from "../route.ts";

/** What git_worker.ts is asked: one fetch, as plain data. */
export interface FetchOrder {
  source: FetchSource;
  gitDir: string;
  known: string | null;
  /** The server's own login for this repository. */
  lent: Credentials | null;
  dependencies: Omit<GitDependencies, "guard" | "login">;
  rules: NetGuard["rules"];
}

export interface FetchProgress {
  fraction: number;
  message: string;
}

/**
 * Fetches in a thread of its own: unpacking would hold up every request for seconds, and what it
 * takes of memory ends with the thread.
 */
export function createFetchThreads(deps: GitDependencies): Git["fetch"] {
  const { guard, login, ...dependencies } = deps;
  return async (source, { gitDir, known = null, signal, onProgress }) => {
    const order: FetchOrder = {
      source,
      gitDir,
      known,
      lent: login?.(parseRepoUrl(source.url)) ?? null,
      dependencies,
      rules: guard.rules,
    };
    const thread = startThread(moduleUrl("git_worker"), "fetch");
    try {
      return await thread.call<Fetched, FetchProgress>(order, {
        signal,
        onProgress: ({ fraction, message }) => onProgress(fraction, message),
      });
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      thread.terminate();
      await removePartials(gitDir);
    }
  };
}
