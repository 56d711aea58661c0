import type { TreeEntry } from "../domain/ports.ts";
import { readFailure, startGit } from "./command.ts";
import { pathText, splitAtNul } from "./paths.ts";

const ascii = new TextDecoder("latin1");

/**
 * Lists every file, symlink and gitlink of a commit, sorted by the code units of their paths.
 * @param sha a full object id
 * @throws FactoryError `git_failed` where the clone lacks the commit
 */
export async function listTree(
  gitDir: string,
  sha: string,
  signal: AbortSignal,
): Promise<TreeEntry[]> {
  const errors: string[] = [];
  const args = ["ls-tree", "-r", "-z", "--long", "--full-tree", "--end-of-options", sha];
  const process = startGit(args, { gitDir, signal, onStderrLine: (line) => errors.push(line) });
  const entries: TreeEntry[] = [];
  for await (const rows of splitAtNul(process.stdout)) {
    for (const row of rows) entries.push(parseRow(row));
  }
  const { code } = await process.exit;
  if (code !== 0) throw readFailure("ls-tree", errors);
  return entries.sort((a, b) => a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
}

/** `<mode> <type> <oid> <size, padded>\t<path>` */
function parseRow(row: Uint8Array): TreeEntry {
  const tab = row.indexOf(9);
  const [mode = "", , oid = "", size = "-"] = ascii.decode(row.subarray(0, tab)).split(/ +/);
  return {
    ...pathText(row.subarray(tab + 1)),
    mode,
    oid,
    size: size === "-" ? null : Number(size),
  };
}
