/** Which changes are one file's, whatever it was called: exact renames are followed. */
import { type HistoryRecords, startOf } from "./records.ts";

export interface Identities {
  /** By the position in `records.changes`: the file that was changed. */
  ofChange: Int32Array;
  /** By the index into `records.paths`: the file that has this path at the end. */
  ofPath: Int32Array;
  count: number;
}

/**
 * Replays the commits from the oldest on. A path is one file through all its lives; a rename takes
 * the file along, so that its old path, added again later, is another one. A change of the old path
 * that is no addition (on a branch that had not seen the rename) still belongs to the moved file.
 */
export function identify(records: HistoryRecords): Identities {
  const { changes, renames, changesEnd, renamesEnd } = records;
  const ofChange = new Int32Array(changes.length);
  const current = new Int32Array(records.paths.length).fill(-1);
  const moved = new Uint8Array(records.paths.length);
  const leader: number[] = [];

  const create = () => leader.push(leader.length) - 1;
  const of = (path: number) => current[path]! < 0 ? current[path] = create() : current[path]!;
  function find(file: number): number {
    let at = file;
    while (leader[at] !== at) at = leader[at] = leader[leader[at]!]!;
    return at;
  }

  for (let commit = 0; commit < records.commits; commit++) {
    for (let at = startOf(renamesEnd, commit); at < renamesEnd[commit]!; at += 2) {
      const [from, to] = [renames[at]!, renames[at + 1]!];
      const file = of(from);
      if (current[to]! < 0 || moved[to] === 1) current[to] = file;
      // Two branches brought it there: what both knew it by is one file.
      else leader[find(current[to]!)] = find(file);
      moved[from] = 1;
      moved[to] = 0;
    }
    for (let at = startOf(changesEnd, commit); at < changesEnd[commit]!; at++) {
      const path = changes[at]! >> 1;
      if ((changes[at]! & 1) === 1 && moved[path] === 1) {
        current[path] = create();
        moved[path] = 0;
      }
      ofChange[at] = of(path);
    }
  }
  for (let at = 0; at < ofChange.length; at++) ofChange[at] = find(ofChange[at]!);
  const ofPath = current.map((file) => file < 0 ? -1 : find(file));
  return { ofChange, ofPath, count: leader.length };
}
