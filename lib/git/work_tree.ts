/** What a work tree has beside its commit: the map is of the commit, and its owner wants to know. */
import { readGit } from "./command.ts";

export interface WorkTreeChanges {
  /** Tracked files that differ or are gone. */
  changed: number;
  /** Files and directories that git neither tracks nor ignores. */
  untracked: number;
}

/**
 * Compares a work tree with a commit of a clone of it. The clone's own settings are used and an
 * index of ours, because the work tree's repository may name programs to run (filters, monitors).
 * @param gitDir the clone; it must not be fetched into at the same time
 * @param workTree an absolute path
 * @throws FactoryError `git_failed`
 */
export async function workTreeChanges(
  gitDir: string,
  workTree: string,
  sha: string,
  signal: AbortSignal,
): Promise<WorkTreeChanges> {
  const options = {
    gitDir,
    signal,
    cwd: workTree,
    config: { "core.bare": "false", "core.symlinks": "true" },
    env: { GIT_INDEX_FILE: `${gitDir}/compare.index` },
  };
  const inTree = ["--work-tree", workTree];
  await readGit([...inTree, "read-tree", "--end-of-options", sha], options);
  const changed = await readGit(
    [...inTree, "diff", "--name-only", "-z", "--no-ext-diff", "--ignore-submodules=all"],
    options,
  );
  const untracked = await readGit(
    [...inTree, "ls-files", "--others", "--exclude-standard", "--directory", "-z"],
    options,
  );
  const names = (list: string) => list.split("\0").filter((name) => name !== "").length;
  return { changed: names(changed), untracked: names(untracked) };
}
