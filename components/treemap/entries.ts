/** What a folder holds, as rows of figures: the treemap's table twin. */
import { FILE_FLAGS, type FilesPart } from "../../lib/domain/wire/map_parts.ts";

/** A file or a folder directly below the one that is shown. */
export interface Entry {
  path: string;
  name: string;
  /** The file's row in the part; null for a folder. */
  file: number | null;
  files: number;
  code: number;
  /** Commits of the last 12 months, added up over its files. */
  recent: number;
  /** The highest hotspot score (0–1) of its files. */
  heat: number;
  /** Lines of test files among `code`. */
  test: number;
  /** The author who owns most of its lines: index into the part's authors; -1 for nobody. */
  owner: number;
  /** The language with most of its lines; -1 for none. */
  language: number;
}

/** True where the folder is the root or holds the path. */
export function isBelow(path: string, folder: string): boolean {
  return folder === "" || (path.length > folder.length && path.startsWith(folder) &&
    path[folder.length] === "/");
}

/**
 * Score = commits of the window × lines of code, as a share of the worst file's: the map's own
 * measure (lib/analysis/hotspots.ts), for every file of code written here, by row.
 */
export function heatOf(part: FilesPart): Float64Array {
  const left = FILE_FLAGS.generated | FILE_FLAGS.vendored | FILE_FLAGS.test;
  const weights = Float64Array.from(part.path, (_, at) => {
    const flags = part.flags[at]!;
    const counts = (flags & FILE_FLAGS.code) !== 0 && (flags & left) === 0;
    // A file that changed once tells nothing yet.
    return counts && part.recent[at]! > 1 ? part.recent[at]! * part.code[at]! : 0;
  });
  const worst = weights.reduce((most, weight) => Math.max(most, weight), 0) || 1;
  return weights.map((weight) => weight / worst);
}

/** Rows of files that somebody wrote here as code, unless `all`; all of them where there is none. */
export function chooseRows(part: FilesPart, folder: string, all: boolean): number[] {
  const rows: number[] = [];
  const foreign = FILE_FLAGS.generated | FILE_FLAGS.vendored;
  const hasCode = part.flags.some((flags) => isWritten(flags, foreign));
  part.path.forEach((path, at) => {
    if (!isBelow(path, folder)) return;
    if (all || !hasCode || isWritten(part.flags[at]!, foreign)) rows.push(at);
  });
  return rows;
}

function isWritten(flags: number, foreign: number): boolean {
  return (flags & FILE_FLAGS.code) !== 0 && (flags & foreign) === 0;
}

/** Files and folders directly below a folder, those with most code first. */
export function entriesOf(
  part: FilesPart,
  rows: readonly number[],
  folder: string,
  heat: Float64Array,
): Entry[] {
  const start = folder === "" ? 0 : folder.length + 1;
  const groups = Map.groupBy(rows, (at) => {
    const path = part.path[at]!;
    const slash = path.indexOf("/", start);
    return slash < 0 ? path : path.slice(0, slash);
  });
  return [...groups].map(([path, files]) => entryOf(part, path, start, files, heat))
    .sort((a, b) => b.code - a.code || b.files - a.files || (a.path < b.path ? -1 : 1));
}

function entryOf(
  part: FilesPart,
  path: string,
  start: number,
  rows: readonly number[],
  heat: Float64Array,
): Entry {
  const [first] = rows;
  const isFile = rows.length === 1 && part.path[first!] === path;
  const owners = new Map<number, number>();
  const languages = new Map<number, number>();
  const entry = { code: 0, recent: 0, heat: 0, test: 0 };
  for (const at of rows) {
    const code = part.code[at]!;
    entry.code += code;
    entry.recent += part.recent[at]!;
    entry.heat = Math.max(entry.heat, heat[at]!);
    if ((part.flags[at]! & FILE_FLAGS.test) !== 0) entry.test += code;
    owners.set(part.owner[at]!, (owners.get(part.owner[at]!) ?? 0) + code);
    languages.set(part.language[at]!, (languages.get(part.language[at]!) ?? 0) + code);
  }
  return {
    ...entry,
    path,
    name: path.slice(start),
    file: isFile ? first! : null,
    files: rows.length,
    owner: largest(owners),
    language: largest(languages),
  };
}

/** The number with the highest sum, of equals the lower; -1 only where nothing else has any. */
function largest(sums: ReadonlyMap<number, number>): number {
  const known = [...sums].filter(([number]) => number >= 0);
  const [best] = known.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best?.[0] ?? -1;
}
