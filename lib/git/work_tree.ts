/** What a work tree has beside its commit: the map is of the commit, and its owner wants to know. */
import { FactoryError } from "../domain/errors.ts";
import { readGit } from "./command.ts";

export interface WorkTreeChanges {
  /** Tracked files that differ or are gone. */
  changed: number;
  /** Files and directories that git neither tracks nor ignores. */
  untracked: number;
}

/**
 * Compares a work tree with a commit of a clone of it, as `git status` would: files that the index
 * says to take for unchanged are. The clone's own settings are used and an
 * index of ours, because the work tree's repository may name programs to run (filters, monitors).
 * @param gitDir the clone; it must not be fetched into at the same time
 * @param workTree an absolute path, where `.git` is
 * @throws FactoryError `git_failed`
 */
export async function workTreeChanges(
  gitDir: string,
  workTree: string,
  sha: string,
  signal: AbortSignal,
): Promise<WorkTreeChanges> {
  const index = `${gitDir}/compare.index`;
  const options = {
    gitDir,
    signal,
    cwd: workTree,
    config: { "core.bare": "false", "core.symlinks": "true" },
    env: { GIT_INDEX_FILE: index },
  };
  const list = async (...args: string[]) => {
    const names = await readGit(["--work-tree", workTree, ...args], options);
    return names.split("\0").filter((name) => name !== "").length;
  };
  const compare = async (): Promise<WorkTreeChanges> => ({
    changed: await list("diff", "--name-only", "-z", "--no-ext-diff", "--ignore-submodules=all"),
    untracked: await list("ls-files", "--others", "--exclude-standard", "--directory", "-z"),
  });
  const prepare = (...how: string[]) =>
    readGit(["--work-tree", workTree, "read-tree", ...how, "--end-of-options", sha], options);
  // With a copy of its own index git need not read the files that have not been touched since. What
  // is staged there is taken back.
  if (await copyIndex(`${workTree}/.git/index`, index)) {
    try {
      await prepare("--reset");
      return await compare();
    } catch (error) {
      // An index in two parts, say.
      if (!(error instanceof FactoryError && error.code === "git_failed")) throw error;
    }
  }
  await prepare();
  return await compare();
}

/** @returns false where there is none to be read, as in a linked work tree */
async function copyIndex(from: string, to: string): Promise<boolean> {
  try {
    const { mtime } = await Deno.stat(from);
    await Deno.copyFile(from, to);
    // A file that changed in the moment in which the index was written looks untouched: git reads it
    // by comparing its time with the index's own.
    await Deno.utime(to, mtime ?? new Date(0), mtime ?? new Date(0));
    return true;
  } catch {
    return false;
  }
}
