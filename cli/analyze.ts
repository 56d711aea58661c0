/** `analyze`: the map of a repository, without a server or a database. */
import { openMapThreads, parsersHere } from "../jobs/analysis_threads.ts";
import { FactoryError } from "../lib/domain/errors.ts";
import type { ReportProgress } from "../lib/domain/ports.ts";
import { parseRepoUrl } from "../lib/domain/repo_url.ts";
import { chooseGit, type Fetched, workTreeChanges } from "../lib/git/mod.ts";
import { cloneLogin } from "../lib/github/mod.ts";
import type { Config } from "../lib/platform/config.ts";
import { exists } from "../lib/platform/files.ts";
import type { LogOptions } from "../lib/platform/log.ts";
import { createNetGuard } from "../lib/platform/net_guard.ts";
import { localPath } from "./target.ts";

/** Stands where a registered project has its id. */
const NO_PROJECT = "unregistered";

export interface AnalyzeOptions {
  /** Branch or tag; null for HEAD. */
  ref: string | null;
  cwd: string;
  config: Config;
  log: LogOptions;
  signal: AbortSignal;
  report: ReportProgress;
  /** Tells a person what the result does not say; null where there is nothing to say. */
  note(text: string | null): void;
}

/**
 * Fetches a repository into a scratch directory, maps its commit and removes the directory, however
 * it ends. A path is allowed by being given; an address is judged as the server judges it.
 * @param target a path, or an address
 * @returns the map as canonical JSON, as the server would store it
 * @throws FactoryError `url_…`, `git_…`, `repository_too_large`, …; the signal's reason
 */
export async function analyze(
  target: string,
  options: AnalyzeOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { ref, config, log, signal, report } = options;
  const { github } = config;
  const path = localPath(target, options.cwd);
  const repository = parseRepoUrl(path === null || !await exists(path) ? target : path);
  const scratch = await Deno.makeTempDir({ prefix: "software-factory-" });
  try {
    const git = await chooseGit({
      guard: createNetGuard({
        allowedHosts: config.repoAllowedHosts,
        allowedPaths: [...config.repoAllowedPaths, ...path === null ? [] : [path]],
      }),
      login: (repository) => github === null ? null : cloneLogin(github, repository),
      environment: config.gitEnvironment,
      maxBytes: config.repoMaxBytes,
      homeDirectory: `${scratch}/home`,
    });
    const fetching = git.fetch({
      url: repository.url,
      credentials: repository.credentials,
      ref,
    }, {
      gitDir: `${scratch}/repository.git`,
      borrow: true,
      signal,
      onProgress: (fraction, message) => report("fetch", fraction, message),
    });
    const threads = openMapThreads({ log, parsers: parsersHere(1) });
    try {
      const fetched = await fetching;
      const [json, note] = await Promise.all([
        threads.map({
          project: { id: NO_PROJECT, name: repository.suggestedName, repo_url: repository.url },
          gitDir: fetched.gitDir,
          commit: fetched.commit,
          shallow: fetched.shallow,
          program: fetched.program,
        }, { signal, report }),
        ref === null && repository.kind === "local" && await exists(`${repository.path}/.git`)
          ? aboutWorkTree(fetched, repository.path, signal)
          : null,
      ]);
      options.note(note);
      return json;
    } finally {
      threads.close();
    }
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

/** The map is of the commit: what of the work tree is not in it? null where nothing is missing. */
async function aboutWorkTree(
  { gitDir, commit }: Fetched,
  path: string,
  signal: AbortSignal,
): Promise<string | null> {
  const ofCommit = `The map is of commit ${commit.sha.slice(0, 7)}`;
  try {
    const { changed, untracked } = await workTreeChanges(gitDir, path, commit.sha, signal);
    if (changed + untracked === 0) return null;
    return `${ofCommit}; the work tree has ${changed} changed and ${untracked} untracked, ` +
      "which are not in it.";
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof FactoryError)) throw error;
    return `${ofCommit}; whether the work tree has other files could not be told.`;
  }
}
