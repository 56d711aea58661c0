/** The clones on disk: one bare repository a project. */
import { exists } from "../platform/files.ts";

export interface CloneDirectory {
  /** Where a project's clone is or will be. */
  path(projectId: string): string;
  /** Removes a project's clone and what an interrupted fetch left of it. */
  remove(projectId: string): Promise<void>;
  /** Removes what belongs to none of these projects, and all unfinished clones: once, at start. */
  sweep(projectIds: readonly string[]): Promise<void>;
}

const SUFFIX = ".git";
/** The one ref of a clone, at the fetched commit: everything else of the remote stays there. */
export const CLONE_REF = "refs/factory/head";
/** A file in a clone of one commit, which git should replace rather than add to. */
const WITHOUT_GIT = "fetched-without-git";

/** The clones below `directory`, which need not exist yet. */
export function createClones(directory: string): CloneDirectory {
  const nameOf = (projectId: string) => {
    // Ids are ours; a path made of anything else must not leave the directory.
    if (!/^[A-Za-z0-9_-]{1,100}$/.test(projectId)) throw new TypeError("not a project's id");
    return `${projectId}${SUFFIX}`;
  };

  async function removeWhere(unwanted: (name: string) => boolean): Promise<void> {
    const names: string[] = [];
    try {
      for await (const { name } of Deno.readDir(directory)) if (unwanted(name)) names.push(name);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    for (const name of names) await removeTree(`${directory}/${name}`);
  }

  return {
    path: (projectId) => `${directory}/${nameOf(projectId)}`,

    async remove(projectId) {
      const own = nameOf(projectId);
      await removeWhere((name) => name === own || name.startsWith(`${own}.`));
    },

    async sweep(projectIds) {
      const wanted = new Set(projectIds.map(nameOf));
      await removeWhere((name) => !wanted.has(name));
    },
  };
}

/** Clones beside `gitDir` and moves the whole clone there, so that it is complete or absent. */
export async function replaceClone<T>(
  gitDir: string,
  signal: AbortSignal,
  bring: (directory: string) => Promise<T>,
): Promise<T> {
  const partial = `${gitDir}.partial-${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(partial, { recursive: true });
    const result = await bring(partial);
    signal.throwIfAborted();
    await removeTree(gitDir);
    await Deno.rename(partial, gitDir);
    return result;
  } finally {
    await removeTree(partial);
  }
}

/** Removes what a fetch left that was ended from outside. */
export async function removePartials(gitDir: string): Promise<void> {
  const slash = gitDir.lastIndexOf("/");
  const [directory, own] = [gitDir.slice(0, slash), gitDir.slice(slash + 1)];
  for await (const { name } of Deno.readDir(directory)) {
    if (name.startsWith(`${own}.partial-`)) await removeTree(`${directory}/${name}`);
  }
}

/** The commit that a clone's one ref is at; null for none. */
export async function clonedCommit(gitDir: string): Promise<string | null> {
  try {
    const oid = (await Deno.readTextFile(`${gitDir}/${CLONE_REF}`)).trim();
    return /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(oid) ? oid : null;
  } catch (error) {
    // Also below what is no directory: a damaged clone may be anything.
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return null;
    throw error;
  }
}

/** Whether a clone is at a commit that it was brought to before. */
export async function isClonedAt(gitDir: string, sha: string): Promise<boolean> {
  return await clonedCommit(gitDir) === sha;
}

/** Marks a clone as one commit's that git did not fetch. */
export async function markFetchedWithoutGit(gitDir: string): Promise<void> {
  await Deno.writeTextFile(`${gitDir}/${WITHOUT_GIT}`, "");
}

/** True for a clone that bears that mark. */
export async function wasFetchedWithoutGit(gitDir: string): Promise<boolean> {
  return await exists(`${gitDir}/${WITHOUT_GIT}`);
}

/** Removes a directory if it is there. */
async function removeTree(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
