/** Brings a repository here: a bare clone without work tree, complete for one commit. */
import { FactoryError } from "../domain/errors.ts";
import type { CommitInfo } from "../domain/ports.ts";
import { type Credentials, parseRepoUrl, type RepoUrl } from "../domain/repo_url.ts";
import { exists } from "../platform/files.ts";
import type { NetGuard } from "../platform/net_guard.ts";
import {
  type CloneStep,
  commitInfo,
  createBare,
  currentCommit,
  isShallow,
  receiveBlobs,
  receiveHistory,
  repackIfNeeded,
} from "./clone.ts";
import { replaceClone, wasFetchedWithoutGit } from "./clones.ts";
import { borrowObjects } from "./borrow.ts";
import { readGit } from "./command.ts";
import { createProgress, type OnProgress } from "./progress.ts";
import { chooseTarget } from "./refs.ts";
import { contact, withLogin } from "./remote.ts";
import type { RouteOptions } from "./route.ts";
import { watchSize } from "./size.ts";

export interface GitDependencies {
  guard: NetGuard;
  /** Proxy, certificate and ssh agent variables that git understands. */
  environment: Record<string, string>;
  /** A clone that grows beyond is given up. */
  maxBytes: number;
  /** HOME of git and ssh: a directory of ours, without anybody's configuration. */
  homeDirectory: string;
  /** A transfer that brings nothing for so long has failed. Default: 60. */
  stallSeconds?: number;
  /** The server's own login for a repository whose project has none; null for none. */
  login?: (repository: RepoUrl) => Credentials | null;
}

export interface FetchSource {
  url: string;
  credentials: Credentials | null;
  /** Branch or tag; null for the default branch. */
  ref: string | null;
}

export interface FetchOptions {
  gitDir: string;
  /**
   * A commit whose files nobody will read again: where remote and clone are both at it, nothing is
   * fetched, and whether its files are all there is not looked at.
   */
  known?: string | null;
  /**
   * Leave the objects of a repository on this disk where they are, if possible: for a clone that is
   * read at once and then removed.
   */
  borrow?: boolean;
  signal: AbortSignal;
  /** `fraction` is 0–1 and never falls. */
  onProgress: OnProgress;
  /** What git says, a line at a time, but for its counting; holds no secrets. */
  onLine?(line: string): void;
}

export interface Fetched {
  gitDir: string;
  commit: CommitInfo;
  /** The remote itself has a part of the history only. */
  shallow: boolean;
  /** False where the clone was at this commit already. */
  changed: boolean;
  /** Who can read it, see `readersOf`. */
  program: GitProgram;
}

export type GitProgram = "git" | "isomorphic-git";

export interface Git {
  /**
   * e.g. "2.39.5".
   * @throws FactoryError `git_missing`, also where git is too old to be kept on a checked address
   */
  version(): Promise<string>;
  /**
   * Clones into `gitDir`, or updates the clone that is there; afterwards every blob of the commit
   * is local. A damaged clone is replaced; a failed first clone leaves nothing. One call per
   * `gitDir` at a time.
   * @throws FactoryError `url_invalid`, `url_refused`, `git_…`, `repository_too_large`,
   *   `rate_limited`; the signal's reason
   */
  fetch(source: FetchSource, options: FetchOptions): Promise<Fetched>;
}

const DEFAULT_STALL_SECONDS = 60;
/** `http.curloptResolve` came with 2.37; older ones ignore it and would ask DNS again. */
const OLDEST_GIT = [2, 37] as const;

/** The git on the PATH, which is started for the first time by `version` or `fetch`. */
export function createGit(deps: GitDependencies): Git {
  const routeOptions: RouteOptions = {
    guard: deps.guard,
    environment: deps.environment,
    homeDirectory: deps.homeDirectory,
    stallSeconds: deps.stallSeconds ?? DEFAULT_STALL_SECONDS,
  };
  let known: string | null = null;

  async function version(): Promise<string> {
    if (known !== null) return known;
    const signal = AbortSignal.timeout(10_000);
    const text = await readGit(["version"], { gitDir: null, signal });
    const [, number = "", major, minor] = /((\d+)\.(\d+)[\d.]*)/.exec(text) ?? [];
    const [wantedMajor, wantedMinor] = OLDEST_GIT;
    const newEnough = Number(major) > wantedMajor ||
      (Number(major) === wantedMajor && Number(minor) >= wantedMinor);
    if (!newEnough) {
      throw new FactoryError("git_missing", `Git ${number || "of unknown version"} is too old.`, {
        remedy: `Install git ${OLDEST_GIT.join(".")} or newer.`,
      });
    }
    return known = number.replace(/\.$/, "");
  }

  async function fetch(source: FetchSource, options: FetchOptions): Promise<Fetched> {
    const { gitDir, signal } = options;
    await version();
    await Deno.mkdir(deps.homeDirectory, { recursive: true });
    const repository = parseRepoUrl(source.url);
    const progress = createProgress(options.onProgress);
    progress.reach(0.01, "Contacting the repository");
    const remote = await withLogin(
      repository,
      source.credentials,
      deps.login,
      signal,
      (credentials) => contact(repository, credentials, routeOptions, signal),
    );
    const target = chooseTarget(remote.refs, source.ref);

    /** Everything inside one directory, watched for its size. */
    async function bring(directory: string, blobless: boolean): Promise<string> {
      using size = watchSize(directory, deps.maxBytes);
      const step: CloneStep = {
        gitDir: directory,
        remote,
        signal: AbortSignal.any([signal, size.signal]),
        progress,
        say: options.onLine ?? (() => {}),
      };
      if (options.borrow && repository.kind === "local") {
        await borrowObjects(directory, repository.path, deps.guard);
      }
      const sha = await receiveHistory(step, target, { blobless });
      await size.check();
      await receiveBlobs(step, sha);
      await size.check();
      return sha;
    }

    const cloneAside = (blobless: boolean) =>
      replaceClone(gitDir, signal, async (directory) => {
        await createBare(directory, target.oid, signal);
        return await bring(directory, blobless);
      });

    async function cloneAfresh(): Promise<string> {
      try {
        return await cloneAside(true);
      } catch (error) {
        // A server may know filters and yet refuse single blobs: then everything at once.
        if (!hasCode(error, "git_failed")) throw error;
        return await cloneAside(false);
      }
    }

    // Without its history a clone is worth no more than the two seconds of a new one.
    const usable = await exists(gitDir) && !await wasFetchedWithoutGit(gitDir);
    const before = usable ? await currentCommit(gitDir, signal) : null;
    let sha: string;
    if (before !== null && before === options.known && before === target.oid) sha = before;
    else if (before === null) sha = await cloneAfresh();
    else {
      try {
        sha = await bring(gitDir, true);
        await repackIfNeeded(gitDir, signal);
      } catch (error) {
        // Damaged, or grown by what force-pushes left behind: a new clone has neither.
        if (!hasCode(error, "git_failed", "repository_too_large")) throw error;
        sha = await cloneAfresh();
      }
    }
    const commit = await commitInfo(gitDir, sha, target.branch, signal);
    progress.reach(1, "The repository is here");
    return {
      gitDir,
      commit,
      shallow: await isShallow(gitDir),
      changed: sha !== before,
      program: "git",
    };
  }

  return { version, fetch };
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof FactoryError && codes.includes(error.code);
}
