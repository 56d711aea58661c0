/**
 * What the history says: how often each file changed, when and by whom, of all time and of the last
 * 12 months. That window ends at the analysed commit's own date, so that the same commit always
 * gives the same figures. Rules: docs/health.md, History.
 */
import type { CommitInfo } from "../domain/ports.ts";
import type { MapFile, MapHistory } from "../domain/wire/system_map.ts";
import { busFactor } from "./history/bus_factor.ts";
import { findPeople } from "./history/authors.ts";
import { type Identities, identify } from "./history/identities.ts";
import { type HistoryRecords, startOf } from "./history/records.ts";
import { activityOf, contributorsOf } from "./history/people.ts";
import { DAY_SECONDS, isoSeconds } from "./history/times.ts";
import type { WalkedHistory } from "./history/walk.ts";
import { compareCodeUnits } from "./paths.ts";

const WINDOW_DAYS = 365;
/** Commits that touch more files are moves, reformats and imports: they say nothing about a file. */
const MASS_CHANGE_FILES = 100;

/** One file through all its names. Times are author dates in seconds since 1970. */
export interface FileChanges {
  /** Counted commits: no merges, bots or mass changes. */
  commits: number;
  authors: number;
  /** Of these, the ones inside the window. */
  recentCommits: number;
  recentAuthors: number;
  /** Of all commits but merges. */
  first: number;
  last: number;
}

/** A commit that counts. */
export interface CountedCommit {
  author: string;
  /** Inside the window. */
  recent: boolean;
  /** Files that it touched, by their present paths; those that are gone are left out. */
  paths: string[];
  /** All that it touched. */
  touched: number;
}

export interface HistoryFacts {
  summary: MapHistory;
  /** By path. */
  files: Map<string, FileChanges>;
  /** Newest first. */
  commits: CountedCommit[];
}

/** @param exists paths of the analysed commit; others are forgotten */
export function readHistory(
  { records, complete }: WalkedHistory,
  commit: CommitInfo,
  shallow: boolean,
  exists: (path: string) => boolean,
): HistoryFacts {
  const end = Math.floor(Date.parse(commit.committedAt) / 1_000);
  const start = end - WINDOW_DAYS * DAY_SECONDS;
  const people = findPeople(records);
  const files = createFiles(records, identify(records), exists);
  const commits: CountedCommit[] = [];
  const left = { recent: { bots: 0, mass: 0 }, all: { bots: 0, mass: 0 } };
  let walked = 0;
  for (let at = 0; at < records.commits; at++) {
    if (records.merge[at] === 1) continue;
    walked++;
    const time = records.time[at]!;
    const recent = time >= start && time <= end;
    const person = people.ofAuthor[records.author[at]!]!;
    const [from, to] = [startOf(records.changesEnd, at), records.changesEnd[at]!];
    const mass = to - from > MASS_CHANGE_FILES;
    if (person < 0 || mass) {
      const kind = person < 0 ? "bots" : "mass";
      left.all[kind]++;
      if (recent) left.recent[kind]++;
      files.see(from, to, time);
      continue;
    }
    const paths = files.change(from, to, { time, person, recent });
    commits.push({ author: people.names[person]!, recent, paths, touched: to - from });
  }
  commits.reverse();
  const recent = commits.filter((one) => one.recent);
  return {
    summary: {
      commits: walked,
      shallow,
      complete,
      since: walked === 0 ? null : isoSeconds(start),
      window: periodOf(recent, left.recent),
      all_time: periodOf(commits, left.all),
      activity: activityOf(records, people, end),
      contributors: contributorsOf(records, people, { start, end }),
    },
    files: files.finish(),
    commits,
  };
}

/** What the map says of one file; null where no commit that was read touches it. */
export function fileHistory(
  { files }: HistoryFacts,
  path: string,
  commit: CommitInfo,
): MapFile["history"] {
  const found = files.get(path);
  if (found === undefined) return null;
  const end = Date.parse(commit.committedAt) / 1_000;
  return {
    commits: found.commits,
    recent_commits: found.recentCommits,
    authors: found.authors,
    first_change: isoSeconds(found.first),
    last_change: isoSeconds(found.last),
    age_days: Math.max(0, Math.floor((end - found.first) / DAY_SECONDS)),
  };
}

function periodOf(
  commits: readonly CountedCommit[],
  left: { bots: number; mass: number },
): MapHistory["window"] {
  const authors = new Map<string, number>();
  for (const { author } of commits) authors.set(author, (authors.get(author) ?? 0) + 1);
  return {
    commits: commits.length,
    authors: authors.size,
    bus_factor: busFactor(authors.values()),
    bot_commits: left.bots,
    mass_changes: left.mass,
  };
}

interface Change {
  time: number;
  person: number;
  recent: boolean;
}

/** Adds changes up by file, each known by its present path. */
function createFiles(
  { paths, changes }: HistoryRecords,
  { ofChange, ofPath, count }: Identities,
  exists: (path: string) => boolean,
) {
  const here = paths.map((path, at) => ofPath[at]! >= 0 && exists(path));
  // Of several present paths that were one file once, the first has what was changed under a name
  // that is gone: counted for each, they would seem to change together.
  const heir = new Int32Array(count).fill(-1);
  here.forEach((present, path) => {
    if (!present) return;
    const file = ofPath[path]!;
    const known = heir[file]!;
    if (known < 0 || compareCodeUnits(paths[path]!, paths[known]!) < 0) heir[file] = path;
  });
  const seen = new Int32Array(paths.length).fill(-1);
  const figures: (FileChanges & { all: Set<number>; window: Set<number> })[] = [];
  let round = 0;

  /** The present paths behind a commit's changes, each once. */
  function* touched(from: number, to: number): Generator<number> {
    round++;
    for (let at = from; at < to; at++) {
      const changed = changes[at]! >> 1;
      const own = here[changed] && ofPath[changed] === ofChange[at];
      const path = own ? changed : heir[ofChange[at]!]!;
      if (path < 0 || seen[path] === round) continue;
      seen[path] = round;
      yield path;
    }
  }

  function see(path: number, time: number) {
    const known = figures[path];
    if (known === undefined) {
      return figures[path] = {
        ...{ commits: 0, authors: 0, recentCommits: 0, recentAuthors: 0, first: time, last: time },
        all: new Set(),
        window: new Set(),
      };
    }
    known.first = Math.min(known.first, time);
    known.last = Math.max(known.last, time);
    return known;
  }

  return {
    /** Dates only. */
    see(from: number, to: number, time: number): void {
      for (const path of touched(from, to)) see(path, time);
    },
    /** @returns present paths of what was changed, sorted */
    change(from: number, to: number, { time, person, recent }: Change): string[] {
      const changed: string[] = [];
      for (const path of touched(from, to)) {
        const figure = see(path, time);
        figure.commits++;
        figure.all.add(person);
        if (recent) {
          figure.recentCommits++;
          figure.window.add(person);
        }
        changed.push(paths[path]!);
      }
      return changed.sort(compareCodeUnits);
    },
    finish(): Map<string, FileChanges> {
      const files = new Map<string, FileChanges>();
      figures.forEach(({ all, window, ...figure }, path) => {
        files.set(paths[path]!, { ...figure, authors: all.size, recentAuthors: window.size });
      });
      return files;
    },
  };
}
