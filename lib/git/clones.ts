/** The clones on disk: one bare repository a project. */

export interface CloneDirectory {
  /** Where a project's clone is or will be. */
  path(projectId: string): string;
  /** Removes a project's clone and what an interrupted fetch left of it. */
  remove(projectId: string): Promise<void>;
  /** Removes what belongs to none of these projects, and all unfinished clones: once, at start. */
  sweep(projectIds: readonly string[]): Promise<void>;
}

const SUFFIX = ".git";

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

/** Removes a directory if it is there. */
export async function removeTree(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
