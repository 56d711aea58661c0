/**
 * A repository on this disk, looked at before git is let near it. Git follows links, `.git` files,
 * worktrees' `commondir` and `objects/info/alternates` wherever they lead; a repository in an allowed
 * path must not be a door to one that is not.
 */
import { FactoryError } from "../domain/errors.ts";
import type { NetGuard } from "../platform/net_guard.ts";

/** A repository borrows from one that borrows from a third …; git gives up at five. */
const ALTERNATES_MAX = 8;
/** What git reads to hand out refs and objects; it heeds no hooks then. */
const PARTS = ["HEAD", "config", "objects", "packed-refs", "refs", "reftable", "shallow"];

/**
 * Judges every place that git would read refs and objects of a repository from.
 * @param path its real path, judged already: a work tree or a bare repository
 * @throws FactoryError `url_refused`, `git_not_found`
 */
export async function checkLocalRepository(path: string, guard: NetGuard): Promise<void> {
  const gitDir = await gitDirOf(path, guard);
  await checkParts(gitDir, guard);
  const common = await firstLine(`${gitDir}/commondir`);
  const shared = common === null ? gitDir : await follow(gitDir, common, guard);
  if (shared !== gitDir) await checkParts(shared, guard);
  await checkAlternates(`${shared}/objects`, guard, 0);
}

/** A work tree's `.git` is a directory, a link, or a file that names another directory. */
async function gitDirOf(path: string, guard: NetGuard): Promise<string> {
  const dotGit = `${path}/.git`;
  if (await lstat(dotGit) === null) return path;
  const real = await guard.checkPath(dotGit);
  if ((await Deno.stat(real)).isDirectory) return real;
  const named = /^gitdir: (.+?)\s*$/.exec(await firstLine(real) ?? "")?.[1];
  return named === undefined ? path : await follow(path, named, guard);
}

async function checkParts(gitDir: string, guard: NetGuard): Promise<void> {
  for (const name of PARTS) {
    const part = `${gitDir}/${name}`;
    const info = await lstat(part);
    if (info === null) continue;
    const real = info.isSymlink ? await guard.checkPath(part) : part;
    if ((await Deno.stat(real)).isDirectory) await checkLinks(real, guard);
  }
}

/** Judges every symbolic link below a directory, and below the directories that they lead to. */
async function checkLinks(directory: string, guard: NetGuard): Promise<void> {
  const open = [directory];
  const seen = new Set(open);
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for await (const { name, isDirectory, isSymlink } of Deno.readDir(at)) {
      if (!isDirectory && !isSymlink) continue;
      const path = isSymlink ? await guard.checkPath(`${at}/${name}`) : `${at}/${name}`;
      if (seen.has(path) || (isSymlink && !(await Deno.stat(path)).isDirectory)) continue;
      seen.add(path);
      open.push(path);
    }
  }
}

async function checkAlternates(objects: string, guard: NetGuard, depth: number): Promise<void> {
  const text = await readText(`${objects}/info/alternates`);
  if (text === null || depth > ALTERNATES_MAX) return;
  const base = await guard.checkPath(objects);
  for (const line of text.split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const other = await follow(base, line, guard);
    await checkLinks(other, guard);
    await checkAlternates(other, guard, depth + 1);
  }
}

/**
 * The real path of what a file of the repository names.
 * @param base a real path
 */
async function follow(base: string, named: string, guard: NetGuard): Promise<string> {
  // Behind a link, ".." is another directory for the system than for whoever reads the text; and a
  // quoted path (alternates) is for git alone to read.
  if (/[^./].*(^|\/)\.\.(\/|$)/.test(named) || named.startsWith('"')) {
    throw new FactoryError("url_refused", "The repository refers to another by a devious path.", {
      remedy: "Write absolute paths into its .git file, commondir or objects/info/alternates.",
    });
  }
  return await guard.checkPath(named.startsWith("/") ? named : `${base}/${named}`);
}

async function firstLine(path: string): Promise<string | null> {
  return (await readText(path))?.split("\n", 1)[0] ?? null;
}

async function readText(path: string): Promise<string | null> {
  return await orNull(() => Deno.readTextFile(path));
}

async function lstat(path: string): Promise<Deno.FileInfo | null> {
  return await orNull(() => Deno.lstat(path));
}

/** Null for what is not there. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    throw error;
  }
}
