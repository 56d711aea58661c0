/**
 * What the history says: how often each file changed, when and by whom, of all time and of the last
 * 12 months. That window ends at the analysed commit's own date, so that the same commit always
 * gives the same figures. Rules: docs/health.md, History.
 */
import type { CommitInfo } from "../domain/ports.ts";
import type { MapFile, MapHistory } from "../domain/wire/system_map.ts";
import { busFactor } from "./history/bus_factor.ts";
import { findPeople } from "./history/authors.ts";
import { type HistoryRecords, startOf } from "./history/records.ts";
import { activityOf, contributorsOf } from "./history/people.ts";
import { DAY_SECONDS, isoSeconds } from "./history/times.ts";
import type { AnalysisMemory } from "./memory.ts";
import { findTouches, type Touches } from "./history/touches.ts";
import type { WalkedHistory } from "./history/walk.ts";

const WINDOW_DAYS = 365;
/** Commits that touch more files are moves, reformats and imports: they say nothing about a file. */
const MASS_CHANGE_FILES = 100;

/** One file through all its names. Times are author dates in seconds since 1970. */
export interface FileChanges {
  /** Counted commits: no merges, bots or mass changes. */
  commits: number;
  authors: number;
  /** Who made most of them, and how many; of equals the one whose name comes first. */
  mainAuthor: string | null;
  mainCommits: number;
  /** Of these, the ones inside the window. */
  recentCommits: number;
  recentAuthors: number;
  /** Of all commits but merges. */
  first: number;
  last: number;
}

/** Columns of the commits that count, newest first. */
export interface CountedCommits {
  length: number;
  /** Of the author: index into `HistoryFacts.people`. */
  person: Uint32Array;
  /** 1 inside the window. */
  recent: Uint8Array;
  /** The present files that it touched: a part of `HistoryFacts.touches`. */
  from: Uint32Array;
  to: Uint32Array;
  /** How many paths it touched, those that are gone included. */
  touched: Uint32Array;
}

export interface HistoryFacts {
  summary: MapHistory;
  /** Names of the files of `commits`, and of others that are gone. */
  paths: readonly string[];
  /** By path. */
  files: Map<string, FileChanges>;
  /** Names. */
  people: readonly string[];
  commits: CountedCommits;
  /** Present files that commits touched, each once a commit: indexes into `paths`, in no order. */
  touches: Int32Array;
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
  const touches = findTouches(records, exists);
  const commits = noCommits(records.commits);
  const left = { recent: { bots: 0, mass: 0 }, all: { bots: 0, mass: 0 } };
  let walked = 0;
  for (let at = records.commits - 1; at >= 0; at--) {
    if (records.merge[at] === 1) continue;
    walked++;
    const time = records.time[at]!;
    const recent = time >= start && time <= end;
    const person = people.ofAuthor[records.author[at]!]!;
    const touched = records.changesEnd[at]! - startOf(records.changesEnd, at);
    if (person >= 0 && touched <= MASS_CHANGE_FILES) {
      const next = commits.length++;
      commits.person[next] = person;
      commits.recent[next] = recent ? 1 : 0;
      commits.from[next] = startOf(touches.ends, at);
      commits.to[next] = touches.ends[at]!;
      commits.touched[next] = touched;
      continue;
    }
    const kind = person < 0 ? "bots" : "mass";
    left.all[kind]++;
    if (recent) left.recent[kind]++;
  }
  return {
    summary: {
      commits: walked,
      shallow,
      complete,
      since: walked === 0 ? null : isoSeconds(start),
      window: periodOf(commitsByPerson(commits, people.names, true), left.recent),
      all_time: periodOf(commitsByPerson(commits, people.names, false), left.all),
      activity: activityOf(records, people, end),
      contributors: contributorsOf(records, people, { start, end }),
    },
    paths: records.paths,
    files: sumByFile(records, touches, commits, people.names),
    people: people.names,
    commits,
    touches: touches.files,
  };
}

/**
 * What the map says of a file, by its path; null where no commit that was read touches it. What is
 * the same as in the last analysis is the same object.
 */
export function fileHistories(
  { files }: HistoryFacts,
  commit: CommitInfo,
  memory: AnalysisMemory,
): (path: string) => MapFile["history"] {
  const end = Date.parse(commit.committedAt) / 1_000;
  const kept = memory.kept<string, { of: FileChanges; history: NonNullable<MapFile["history"]> }>(
    "histories",
  );
  return (path) => {
    const found = files.get(path);
    if (found === undefined) return null;
    const age_days = Math.max(0, Math.floor((end - found.first) / DAY_SECONDS));
    const last = kept.get(path);
    if (last !== undefined && last.history.age_days === age_days && sameChanges(last.of, found)) {
      return last.history;
    }
    return kept.set(path, {
      of: found,
      history: {
        commits: found.commits,
        recent_commits: found.recentCommits,
        authors: found.authors,
        main_author: found.mainAuthor === null
          ? null
          : { name: found.mainAuthor, commits: found.mainCommits },
        first_change: isoSeconds(found.first),
        last_change: isoSeconds(found.last),
        age_days,
      },
    }).history;
  };
}

/** In all that the map says. */
function sameChanges(a: FileChanges, b: FileChanges): boolean {
  return a.commits === b.commits && a.recentCommits === b.recentCommits &&
    a.authors === b.authors && a.mainAuthor === b.mainAuthor &&
    a.mainCommits === b.mainCommits && a.first === b.first && a.last === b.last;
}

/** Room for so many, and none yet. */
function noCommits(most: number): CountedCommits {
  return {
    length: 0,
    person: new Uint32Array(most),
    recent: new Uint8Array(most),
    from: new Uint32Array(most),
    to: new Uint32Array(most),
    touched: new Uint32Array(most),
  };
}

/** How many of the commits, or of those in the window, each person made; by the person's number. */
export function commitsByPerson(
  { length, person, recent }: CountedCommits,
  people: readonly string[],
  recentOnly: boolean,
): Uint32Array {
  const counts = new Uint32Array(people.length);
  for (let at = 0; at < length; at++) {
    if (!recentOnly || recent[at] === 1) counts[person[at]!]!++;
  }
  return counts;
}

/** @param byPerson see `commitsByPerson` */
function periodOf(
  byPerson: Uint32Array,
  left: { bots: number; mass: number },
): MapHistory["window"] {
  const counts = byPerson.filter((commits) => commits > 0);
  return {
    commits: counts.reduce((sum, commits) => sum + commits, 0),
    authors: counts.length,
    bus_factor: busFactor(counts),
    bot_commits: left.bots,
    mass_changes: left.mass,
  };
}

/** Places in the list, those of one person together. */
function byPerson({ length, person }: CountedCommits, people: number): Uint32Array {
  const next = new Uint32Array(people + 1);
  for (let at = 0; at < length; at++) next[person[at]! + 1]!++;
  for (let one = 0; one < people; one++) next[one + 1]! += next[one]!;
  const order = new Uint32Array(length);
  for (let at = 0; at < length; at++) order[next[person[at]!]!++] = at;
  return order;
}

/** Adds changes up by present path. */
function sumByFile(
  records: HistoryRecords,
  { files: touched, ends }: Touches,
  counted: CountedCommits,
  people: readonly string[],
): Map<string, FileChanges> {
  const size = records.paths.length;
  const commits = new Uint32Array(size);
  const authors = new Uint32Array(size);
  const recentCommits = new Uint32Array(size);
  const recentAuthors = new Uint32Array(size);
  const first = new Float64Array(size).fill(Infinity);
  const last = new Float64Array(size);
  for (let commit = 0; commit < records.commits; commit++) {
    const time = records.time[commit]!;
    for (let at = startOf(ends, commit); at < ends[commit]!; at++) {
      const path = touched[at]!;
      if (time < first[path]!) first[path] = time;
      if (time > last[path]!) last[path] = time;
    }
  }
  // One author after the other, so that the last one seen tells whether this one is new.
  const seen = new Int32Array(size).fill(-1);
  const ofPerson = new Uint32Array(size);
  const main = new Int32Array(size).fill(-1);
  const mainCommits = new Uint32Array(size);
  const seenRecent = new Int32Array(size).fill(-1);
  for (const one of byPerson(counted, people.length)) {
    const person = counted.person[one]!;
    const recent = counted.recent[one] === 1;
    for (let at = counted.from[one]!; at < counted.to[one]!; at++) {
      const path = touched[at]!;
      commits[path]!++;
      if (seen[path] !== person) {
        authors[path]!++;
        ofPerson[path] = 0;
      }
      seen[path] = person;
      const theirs = ++ofPerson[path]!;
      const most = mainCommits[path]!;
      if (theirs > most || (theirs === most && people[person]! < people[main[path]!]!)) {
        main[path] = person;
        mainCommits[path] = theirs;
      }
      if (!recent) continue;
      recentCommits[path]!++;
      if (seenRecent[path] !== person) recentAuthors[path]!++;
      seenRecent[path] = person;
    }
  }
  const files = new Map<string, FileChanges>();
  records.paths.forEach((name, path) => {
    if (first[path] === Infinity) return;
    files.set(name, {
      commits: commits[path]!,
      authors: authors[path]!,
      mainAuthor: people[main[path]!] ?? null,
      mainCommits: mainCommits[path]!,
      recentCommits: recentCommits[path]!,
      recentAuthors: recentAuthors[path]!,
      first: first[path]!,
      last: last[path]!,
    });
  });
  return files;
}
