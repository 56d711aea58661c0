/** A repository on the server's own disk, read where it lies: nothing is copied. */
import { isSafeRefName, type RemoteRefs } from "../refs.ts";
import { needsGit } from "./failures.ts";

const OID = /^[0-9a-f]{40}$/;
/** isomorphic-git holds a whole pack in memory. */
export const PACK_MAX_BYTES = 200_000_000;
const REF_FILE_MAX_BYTES = 50_000_000;

/**
 * The refs of a repository in git's own layout (gitrepository-layout(5)): loose files, which win,
 * and `packed-refs`.
 */
export async function readLocalRefs(gitDir: string): Promise<RemoteRefs> {
  const refs: RemoteRefs = { defaultBranch: null, oids: new Map(), peeled: new Map() };
  let last = "";
  for (const line of (await text(`${gitDir}/packed-refs`)).split("\n")) {
    const [, oid = "", name = ""] = /^([0-9a-f]{40}) (refs\/\S+)$/.exec(line) ?? [];
    if (isSafeRefName(name) && name !== "") refs.oids.set(last = name, oid);
    else if (line.startsWith("^") && OID.test(line.slice(1))) refs.peeled.set(last, line.slice(1));
  }
  for (const kind of ["heads", "tags"]) {
    for await (const name of filesBelow(gitDir, `refs/${kind}`)) {
      const oid = (await text(`${gitDir}/${name}`)).trim();
      if (!OID.test(oid) || !isSafeRefName(name)) continue;
      refs.oids.set(name, oid);
      refs.peeled.delete(name);
    }
  }
  const head = (await text(`${gitDir}/HEAD`)).trim();
  refs.defaultBranch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? null;
  const oid = refs.defaultBranch === null
    ? head
    : refs.oids.get(`refs/heads/${refs.defaultBranch}`);
  if (oid !== undefined && OID.test(oid)) refs.oids.set("HEAD", oid);
  return refs;
}

/**
 * @returns false where this is no git repository
 * @throws FactoryError `git_missing` for what cannot be read without git
 */
export async function checkLocalRepository(gitDir: string): Promise<boolean> {
  const config = await text(`${gitDir}/config`);
  if (/^\s*objectformat\s*=\s*(?!sha1\b)/im.test(config)) throw needsGit("A SHA-256 repository");
  if (/^\s*refstorage\s*=\s*(?!files\b)/im.test(config)) throw needsGit("Its way to store refs");
  if (await text(`${gitDir}/commondir`) !== "") throw needsGit("A linked work tree");
  if (await text(`${gitDir}/objects/info/alternates`) !== "") {
    throw needsGit("A repository that borrows objects from another");
  }
  if (await text(`${gitDir}/HEAD`) === "") return false;
  for await (const name of filesBelow(gitDir, "objects/pack")) {
    const { size } = await Deno.stat(`${gitDir}/${name}`);
    if (name.endsWith(".pack") && size > PACK_MAX_BYTES) {
      throw needsGit("A repository with a pack of more than 200 MB");
    }
  }
  return true;
}

/** "" where there is no such file. */
async function text(path: string): Promise<string> {
  try {
    if ((await Deno.stat(path)).size > REF_FILE_MAX_BYTES) throw needsGit("So long a list of refs");
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return "";
    }
    throw error;
  }
}

/** Paths of files, relative to `root`. */
async function* filesBelow(root: string, directory: string): AsyncGenerator<string> {
  try {
    for await (const entry of Deno.readDir(`${root}/${directory}`)) {
      const path = `${directory}/${entry.name}`;
      if (entry.isDirectory) yield* filesBelow(root, path);
      else if (entry.isFile) yield path;
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
