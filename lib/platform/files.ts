/** What the file system is asked in more than one room. */

/**
 * True where something bears this path, be it a link that leads nowhere; false also below what is no
 * directory.
 */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    const { NotFound, NotADirectory } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) return false;
    throw error;
  }
}

/** Removes a file, or a directory that is empty. */
export async function removeIfThere(path: string): Promise<void> {
  if (await exists(path)) await Deno.remove(path);
}
