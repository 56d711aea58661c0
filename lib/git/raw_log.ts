/** Reads `git log -z --raw --no-abbrev --no-renames`: which paths each commit touched, and how. */
import type { HistoryCommit } from "../domain/ports.ts";
import { pathText } from "./paths.ts";

// The empty field before each commit, and the one after its e-mail, tell where paths end.
export const RAW_LOG_FORMAT = "tformat:%x00%H%x00%at%x00%ct%x00%P%x00%aN%x00%aE%x00";
const FIELDS = 6;

/** One commit that touches more paths than this is an import; the rest of them is not read. */
const PATHS_MAX = 100_000;
/** Names and addresses beyond are cut: they are shown, and kept for every author. */
const NAME_MAX = 200;
/** Times are kept within 32 bits: 1970 to 2106. */
const TIME_MAX = 0xffff_ffff;

/** The id of content without a byte, by SHA-1 and SHA-256: equal by chance, not by being moved. */
const EMPTY_BLOBS = new Set([
  "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
  "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
]);

const ADDED = "A".charCodeAt(0);
const DELETED = "D".charCodeAt(0);

/** One side of a possible rename. */
interface End {
  path: string;
  /** Content and type of file. */
  content: string;
}

/**
 * Takes the tokens between NULs: `"" sha time time parents name email ""`, then `"\n" + change, path,
 * change, path … ""` where the commit has changes. A change is `:mode mode oid oid letter`.
 */
export function createRawLogParser() {
  const text = new TextDecoder();
  let fields: string[] = [];
  let terminated = false;
  let change: Uint8Array | null = null;
  let paths: string[] = [];
  let added: End[] = [];
  let deleted: End[] = [];

  function finish(): HistoryCommit | null {
    const [sha, time, committed, parents, authorName, authorEmail] = fields;
    if (sha === undefined || authorName === undefined || authorEmail === undefined) return null;
    const commit: HistoryCommit = {
      sha,
      parents: parents === undefined || parents === "" ? [] : parents.split(" "),
      authorName: authorName.slice(0, NAME_MAX),
      authorEmail: authorEmail.slice(0, NAME_MAX),
      time: seconds(time),
      committed: seconds(committed),
      paths,
      added: added.map((end) => end.path),
      renames: pairRenames(deleted, added),
    };
    fields = [];
    terminated = false;
    [paths, added, deleted] = [[], [], []];
    return commit;
  }

  function addChange(meta: Uint8Array, path: string): void {
    if (paths.length >= PATHS_MAX) return;
    paths.push(path);
    const letter = meta.at(-1);
    // Most are modifications, of which nothing else is asked.
    if (letter !== ADDED && letter !== DELETED) return;
    const [from = "", to = "", oldOid = "", newOid = ""] = text.decode(meta).trimStart().split(" ");
    // The first two digits of a mode are the type: a link is never the file that it was.
    if (letter === ADDED) added.push({ path, content: `${to.slice(0, 2)}${newOid}` });
    else deleted.push({ path, content: `${from.slice(1, 3)}${oldOid}` });
  }

  return {
    /** @returns a commit once its last token has come */
    next(token: Uint8Array): HistoryCommit | null {
      if (fields.length < FIELDS) {
        if (fields.length > 0 || token.length > 0) fields.push(text.decode(token));
      } else if (!terminated) terminated = true;
      else if (change !== null) {
        addChange(change, pathText(token).path);
        change = null;
      } else if (token.length === 0) return finish();
      else change = token;
      return null;
    },
    /** The commit that nothing follows. */
    end: finish,
  };
}

function seconds(text: string | undefined): number {
  const number = Number(text);
  return number > 0 ? Math.min(TIME_MAX, Math.floor(number)) : 0;
}

/**
 * What one commit deletes here and adds there with the same content was moved. Where several have
 * the content, those of the same name belong together, in the order of their paths; what remains
 * doubtful is no rename.
 */
function pairRenames(deleted: readonly End[], added: readonly End[]): HistoryCommit["renames"] {
  if (deleted.length === 0 || added.length === 0) return [];
  const targets = Map.groupBy(added, (end) => end.content);
  const renames: HistoryCommit["renames"] = [];
  for (const [content, from] of Map.groupBy(deleted, (end) => end.content)) {
    const to = targets.get(content);
    if (to === undefined) continue;
    if (from.length === 1 && to.length === 1 && !EMPTY_BLOBS.has(content.slice(2))) {
      renames.push({ from: from[0]!.path, to: to[0]!.path });
      continue;
    }
    const named = Map.groupBy(to, (end) => baseName(end.path));
    for (const [name, sources] of Map.groupBy(from, (end) => baseName(end.path))) {
      const same = named.get(name) ?? [];
      if (same.length !== sources.length) continue;
      sources.forEach((source, at) => renames.push({ from: source.path, to: same[at]!.path }));
    }
  }
  return renames;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
