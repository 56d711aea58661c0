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

/** A commit that counts. */
export interface CountedCommit {
  author: string;
  /** Inside the window. */
  recent: boolean;
  /** Present files that it touched, each once: indexes into `HistoryFacts.paths`, in no order. */
  files: Int32Array;
  /** How many paths it touched, those that are gone included. */
  touched: number;
}

export interface HistoryFacts {
  summary: MapHistory;
  /** Names of the files of `commits`, and of others that are gone. */
  paths: readonly string[];
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
  const touches = findTouches(records, exists);
  const counted: { commit: number; person: number; recent: boolean }[] = [];
  const left = { recent: { bots: 0, mass: 0 }, all: { bots: 0, mass: 0 } };
  let walked = 0;
  for (let at = 0; at < records.commits; at++) {
    if (records.merge[at] === 1) continue;
    walked++;
    const time = records.time[at]!;
    const recent = time >= start && time <= end;
    const person = people.ofAuthor[records.author[at]!]!;
    if (person >= 0 && countChanges(records, at) <= MASS_CHANGE_FILES) {
      counted.push({ commit: at, person, recent });
      continue;
    }
    const kind = person < 0 ? "bots" : "mass";
    left.all[kind]++;
    if (recent) left.recent[kind]++;
  }
  const commits = counted.toReversed().map(({ commit: at, person, recent }): CountedCommit => ({
    author: people.names[person]!,
    recent,
    files: touches.files.subarray(startOf(touches.ends, at), touches.ends[at]),
    touched: countChanges(records, at),
  }));
  return {
    summary: {
      commits: walked,
      shallow,
      complete,
      since: walked === 0 ? null : isoSeconds(start),
      window: periodOf(commits.filter((one) => one.recent), left.recent),
      all_time: periodOf(commits, left.all),
      activity: activityOf(records, people, end),
      contributors: contributorsOf(records, people, { start, end }),
    },
    paths: records.paths,
    files: sumByFile(records, touches, counted, people.names),
    commits,
  };
}

function countChanges({ changesEnd }: HistoryRecords, commit: number): number {
  return changesEnd[commit]! - startOf(changesEnd, commit);
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

/** Places in the list, those of one person together. */
function byPerson(counted: readonly { person: number }[], people: number): Uint32Array {
  const next = new Uint32Array(people + 1);
  for (const { person } of counted) next[person + 1]!++;
  for (let person = 0; person < people; person++) next[person + 1]! += next[person]!;
  const order = new Uint32Array(counted.length);
  counted.forEach(({ person }, at) => order[next[person]!++] = at);
  return order;
}

/** Adds changes up by present path. */
function sumByFile(
  records: HistoryRecords,
  { files: touched, ends }: Touches,
  counted: readonly { commit: number; person: number; recent: boolean }[],
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
  for (const at of byPerson(counted, people.length)) {
    const { commit, person, recent } = counted[at]!;
    for (let at = startOf(ends, commit); at < ends[commit]!; at++) {
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
