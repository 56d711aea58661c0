import { FactoryError } from "../domain/errors.ts";
import type { TreeEntry } from "../domain/ports.ts";
import { readFailure, startGit } from "./command.ts";
import { pathText, wholeTokens } from "./paths.ts";

/** A few kilobytes of trees that name each other can list more files than any disk holds. */
export const ENTRIES_MAX = 2_000_000;
export const PATH_MAX_BYTES = 65_536;
const latin1 = new TextDecoder("latin1");
const ASCII = /^[\0-\x7f]*$/;

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
  const process = startGit(args, {
    gitDir,
    signal,
    alone: true,
    onStderrLine: (line) => errors.push(line),
  });
  const entries: TreeEntry[] = [];
  for await (const rows of wholeTokens(process.stdout)) {
    addRows(rows, entries);
    if (entries.length > ENTRIES_MAX) {
      await process.stop();
      throw tooManyEntries();
    }
  }
  const { code } = await process.exit;
  if (code !== 0) throw readFailure("ls-tree", errors, code);
  return entries.sort(byPath);
}

/** The order of a listing: by UTF-16 code units, whoever listed it. */
export function byPath(a: TreeEntry, b: TreeEntry): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** What a commit beyond the limits of a listing is reported as. */
export function tooManyEntries(): FactoryError {
  const limit = ENTRIES_MAX.toLocaleString("en");
  return new FactoryError(
    "repository_too_large",
    `The commit has more than ${limit} files, or a path longer than ${PATH_MAX_BYTES} bytes.`,
    { remedy: "Such a repository is not analysed." },
  );
}

/**
 * Reads `<mode> <type> <oid> <size, padded>\t<path>NUL`, any number of times.
 * @throws FactoryError `git_failed` at a row that git cannot have written
 */
export function addRows(rows: Uint8Array, entries: TreeEntry[]): void {
  // One call for all of them: a tree has many rows, and every byte is a character here.
  const text = latin1.decode(rows);
  const ascii = ASCII.test(text);
  for (let start = 0; start < text.length;) {
    const tab = text.indexOf("\t", start);
    if (tab < 0) throw readFailure("ls-tree", [`a row without a path: ${text.slice(start, 200)}`]);
    const end = text.indexOf("\0", tab);
    const oid = text.indexOf(" ", text.indexOf(" ", start) + 1) + 1;
    const size = text.indexOf(" ", oid);
    const sizeText = text.slice(size, tab).trim();
    const path = text.slice(tab + 1, end);
    entries.push({
      ...(ascii || ASCII.test(path)
        ? { path, validUtf8: true }
        : pathText(rows.subarray(tab + 1, end))),
      mode: text.slice(start, text.indexOf(" ", start)),
      oid: text.slice(oid, size),
      size: sizeText === "-" ? null : Number(sizeText),
    });
    start = end + 1;
  }
}
