/** A clone that reads the objects of a repository on this disk where they lie, instead of a copy. */
import { exists } from "../platform/files.ts";
import type { NetGuard } from "../platform/net_guard.ts";
import { findGitDir } from "./route.ts";

/**
 * Names the objects of `path` as an alternate of the clone in `gitDir`: a fetch then finds what it
 * asks for. Does nothing where that would not be the same (the history of a shallow repository is cut
 * by a file of its own) or cannot be written down.
 * @param path a repository whose places `checkLocalRepository` has judged
 */
export async function borrowObjects(
  gitDir: string,
  path: string,
  guard: NetGuard,
): Promise<void> {
  const source = await findGitDir(await guard.checkPath(path), guard);
  const objects = `${source}/objects`;
  // A linked work tree has its objects elsewhere; git reads quotes and line ends its own way.
  const plain = !/["\n]/.test(objects) && !await exists(`${source}/commondir`);
  if (!plain || await exists(`${source}/shallow`) || !await exists(objects)) return;
  await Deno.mkdir(`${gitDir}/objects/info`, { recursive: true });
  await Deno.writeTextFile(`${gitDir}/objects/info/alternates`, `${objects}\n`);
}
