/** Which program fetches and reads: git, or where there is none isomorphic-git. */
import { FactoryError } from "../domain/errors.ts";
import type { BlobReader, HistoryReader, TreeEntry } from "../domain/ports.ts";
import { createBlobReader } from "./blobs.ts";
import { createGit, type Git, type GitDependencies, type GitProgram } from "./fetch.ts";
import { createHistoryReader } from "./history.ts";
import { createFetchThreads } from "./isomorphic/thread.ts";
import { listTree } from "./tree.ts";

export interface ChosenGit extends Pick<Git, "fetch"> {
  program: GitProgram;
  /** Of git, e.g. "2.39.5"; else why there is none. */
  about: string;
}

/**
 * Takes the git on the PATH. One that is too old to be kept on a checked address counts as none.
 * Looks once: a git that is installed later is found by the next start.
 */
export async function chooseGit(deps: GitDependencies): Promise<ChosenGit> {
  const system = createGit(deps);
  try {
    return { program: "git", about: await system.version(), fetch: system.fetch };
  } catch (error) {
    if (!(error instanceof FactoryError) || error.code !== "git_missing") throw error;
    return { program: "isomorphic-git", about: error.message, fetch: createFetchThreads(deps) };
  }
}

/** How the commit of a `Fetched` is read. */
export interface GitReaders {
  listTree(gitDir: string, sha: string, signal: AbortSignal): Promise<TreeEntry[]>;
  createBlobReader(gitDir: string): BlobReader;
  createHistoryReader(gitDir: string, sha: string, options: { shallow: boolean }): HistoryReader;
}

/** Loads isomorphic-git where it is needed, and only there. */
export async function readersOf(program: GitProgram): Promise<GitReaders> {
  if (program === "isomorphic-git") return await import("./isomorphic/readers.ts");
  return { listTree, createBlobReader, createHistoryReader };
}
