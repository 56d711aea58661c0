/** Which of today's files each commit touched, whatever they were called then. */
import { compareCodeUnits } from "../paths.ts";
import { identify } from "./identities.ts";
import { type HistoryRecords, startOf } from "./records.ts";

/** Flat, because one array for each commit costs more than all that is done with them. */
export interface Touches {
  /** Present paths, each once for a commit: indexes into `records.paths`. */
  files: Int32Array;
  /** Where a commit's part of `files` ends; it begins where the one before ends. */
  ends: Uint32Array;
}

/**
 * A change belongs to its path's present file, or to the one that was moved from there. Of several
 * present paths that were one file once, the first has what was changed under a name that is gone:
 * counted for each, they would seem to change together.
 */
export function findTouches(
  records: HistoryRecords,
  exists: (path: string) => boolean,
): Touches {
  const { paths, changes, changesEnd } = records;
  const { ofChange, ofPath, count } = identify(records);
  const here = paths.map((path, at) => ofPath[at]! >= 0 && exists(path));
  const heir = new Int32Array(count).fill(-1);
  here.forEach((present, path) => {
    if (!present) return;
    const file = ofPath[path]!;
    const known = heir[file]!;
    if (known < 0 || compareCodeUnits(paths[path]!, paths[known]!) < 0) heir[file] = path;
  });
  const touched = new Int32Array(changes.length);
  const ends = new Uint32Array(records.commits);
  const seen = new Int32Array(paths.length).fill(-1);
  let end = 0;
  for (let commit = 0; commit < records.commits; commit++) {
    for (let at = startOf(changesEnd, commit); at < changesEnd[commit]!; at++) {
      const changed = changes[at]! >> 1;
      const own = here[changed] && ofPath[changed] === ofChange[at];
      const path = own ? changed : heir[ofChange[at]!]!;
      if (path < 0 || seen[path] === commit) continue;
      seen[path] = commit;
      touched[end++] = path;
    }
    ends[commit] = end;
  }
  return { files: touched, ends };
}
