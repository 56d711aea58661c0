/** A git room of its own for a test: a directory, a guard that allows loopback, a `fetch`. */
import { createIsomorphicFetch } from "../../lib/git/isomorphic/fetch.ts";
import {
  createGit,
  type Fetched,
  type GitDependencies,
  type GitProgram,
} from "../../lib/git/mod.ts";
import { createNetGuard } from "../../lib/platform/net_guard.ts";

export interface GitWorkspace extends AsyncDisposable {
  directory: string;
  gitDir: string;
  /** Progress of the last fetch. */
  progress: { fraction: number; message: string }[];
  fetch(
    url: string,
    options?: {
      ref?: string;
      known?: string;
      credentials?: { username: string; password: string };
      signal?: AbortSignal;
      borrow?: boolean;
    },
  ): Promise<Fetched>;
  /** Names in the directory of clones. */
  left(): Promise<string[]>;
}

export async function gitWorkspace(
  { allowedHosts = ["127.0.0.1"], allowedPaths = [], resolve, program = "git", ...given }:
    & { allowedHosts?: string[]; allowedPaths?: string[]; program?: GitProgram }
    & { resolve?: (host: string) => Promise<string[]> }
    & Partial<GitDependencies> = {},
): Promise<GitWorkspace> {
  const directory = await Deno.makeTempDir({ prefix: "factory-git-" });
  const clones = `${directory}/repositories`;
  await Deno.mkdir(clones);
  const deps: GitDependencies = {
    guard: createNetGuard({
      allowedHosts,
      allowedPaths,
      ...(resolve === undefined ? {} : { resolve }),
    }),
    environment: {},
    maxBytes: 100_000_000,
    homeDirectory: `${directory}/git-home`,
    ...given,
  };
  const fetch = program === "git" ? createGit(deps).fetch : createIsomorphicFetch(deps);
  const gitDir = `${clones}/project.git`;
  const workspace: GitWorkspace = {
    directory,
    gitDir,
    progress: [],
    fetch(url, options = {}) {
      const { ref, known, credentials, borrow, signal = new AbortController().signal } = options;
      workspace.progress.length = 0;
      return fetch({ url, credentials: credentials ?? null, ref: ref ?? null }, {
        gitDir,
        known: known ?? null,
        signal,
        ...(borrow === undefined ? {} : { borrow }),
        onProgress: (fraction, message) => workspace.progress.push({ fraction, message }),
      });
    },
    async left() {
      const names: string[] = [];
      for await (const { name } of Deno.readDir(clones)) names.push(name);
      return names;
    },
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
  return workspace;
}
