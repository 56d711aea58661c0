import { FILE_FLAGS, type FilesPart } from "../../lib/domain/wire/map_parts.ts";
import { heatOf } from "../treemap/entries.ts";

/** A file of code written here that changed inside the window. */
export interface Spot {
  path: string;
  /** Index into the part's components. */
  component: number;
  code: number;
  /** Commits inside the window. */
  commits: number;
  authors: number;
  owner: string | null;
  /** 0–1; 0 where it changed only once. */
  score: number;
}

/** The worst first. */
export function spotsOf(part: FilesPart): Spot[] {
  const heat = heatOf(part);
  const left = FILE_FLAGS.generated | FILE_FLAGS.vendored | FILE_FLAGS.test;
  return part.path.flatMap((path, at): Spot[] => {
    const flags = part.flags[at]!;
    const counts = (flags & FILE_FLAGS.code) !== 0 && (flags & left) === 0;
    if (!counts || part.recent[at]! === 0 || part.code[at]! === 0) return [];
    return [{
      path,
      component: part.component[at]!,
      code: part.code[at]!,
      commits: part.recent[at]!,
      authors: part.author_count[at]!,
      owner: part.authors[part.owner[at]!] ?? null,
      score: heat[at]!,
    }];
  }).sort((a, b) =>
    b.score - a.score || b.commits - a.commits || b.code - a.code || (a.path < b.path ? -1 : 1)
  );
}
