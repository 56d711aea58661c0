/**
 * A walked history in few bytes: what the map needs of each commit, in an order that the commits
 * alone decide. So a walk can be remembered and joined with the commits that came since, and says
 * the same as a walk of all of them.
 */
import type { HistoryCommit } from "../../domain/ports.ts";

/** Columns of commits, sorted by generation, then by id; a parent comes before its children. */
export interface HistoryRecords {
  /** Authors: people by each of their addresses. */
  names: string[];
  emails: string[];
  paths: string[];
  commits: number;
  /** Index into names and emails. */
  author: Uint32Array;
  /** Author date, seconds since 1970. */
  time: Uint32Array;
  /** 1 for a merge. */
  merge: Uint8Array;
  /** Committer date, or one more than the highest of its parents, so that it grows with descent. */
  generation: Float64Array;
  /** The first 64 bits of the commit's id. */
  idHigh: Uint32Array;
  idLow: Uint32Array;
  /** Where a commit's part of `changes` and `renames` ends; it begins where the one before ends. */
  changesEnd: Uint32Array;
  renamesEnd: Uint32Array;
  /** Index into paths × 2, plus 1 where the commit added the path. */
  changes: Uint32Array;
  /** Indexes into paths, two for each rename: from, to. */
  renames: Uint32Array;
}

interface NewCommit {
  sha: string;
  high: number;
  low: number;
  parents: string[];
  committed: number;
  generation: number;
  author: number;
  time: number;
  changes: number[];
  renames: number[];
}

export interface Recorder {
  /** Changes of all commits so far, those of the base included. */
  readonly changes: number;
  readonly commits: number;
  add(commit: HistoryCommit): void;
  finish(): HistoryRecords;
}

/** @param base records of an ancestor's history; the commits added must be all that came since */
export function createRecorder(base: HistoryRecords | null): Recorder {
  const added: NewCommit[] = [];
  const authors = dictionary(base?.names.map((name, at) => `${name}\0${base.emails[at]}`) ?? []);
  const paths = dictionary(base?.paths ?? []);
  let changes = base?.changes.length ?? 0;

  return {
    get changes() {
      return changes;
    },
    get commits() {
      return (base?.commits ?? 0) + added.length;
    },
    add(commit) {
      const isNew = new Set(commit.added);
      changes += commit.paths.length;
      added.push({
        sha: commit.sha,
        ...identify(commit.sha),
        parents: commit.parents,
        committed: commit.committed,
        generation: NaN,
        author: authors.of(`${commit.authorName}\0${commit.authorEmail}`),
        time: commit.time,
        changes: commit.paths.map((path) => paths.of(path) * 2 + Number(isNew.has(path))),
        renames: commit.renames.flatMap(({ from, to }) => [paths.of(from), paths.of(to)]),
      });
    },
    finish() {
      rank(added, base);
      added.sort((a, b) => a.generation - b.generation || a.high - b.high || a.low - b.low);
      const people = authors.all.map((text) => text.split("\0"));
      return merge(base, added, {
        names: people.map(([name]) => name!),
        emails: people.map(([, email]) => email!),
        paths: paths.all,
      });
    },
  };
}

/** A commit's id as two numbers. */
function identify(sha: string): { high: number; low: number } {
  return { high: parseInt(sha.slice(0, 8), 16), low: parseInt(sha.slice(8, 16), 16) };
}

/**
 * Gives each new commit its generation: git's "corrected commit date", which trusts no clock to run
 * forward. A parent that was not walked (cut, or beyond the limit) counts for nothing.
 */
function rank(added: readonly NewCommit[], base: HistoryRecords | null): void {
  const known = new Map(added.map((commit) => [commit.sha, commit]));
  const older = baseGenerations(added, known, base);
  for (const start of added) {
    const open = [start];
    while (open.length > 0) {
      const commit = open.at(-1)!;
      if (!Number.isNaN(commit.generation)) {
        open.pop();
        continue;
      }
      let highest = commit.committed;
      let waits = false;
      for (const sha of commit.parents) {
        const parent = known.get(sha);
        if (parent !== undefined && Number.isNaN(parent.generation)) {
          open.push(parent);
          waits = true;
        } else {
          const generation = parent?.generation ?? older.get(key(identify(sha)));
          if (generation !== undefined) highest = Math.max(highest, generation + 1);
        }
      }
      if (!waits) commit.generation = highest;
    }
  }
}

/** Generations of the base's commits that new ones have as parents. */
function baseGenerations(
  added: readonly NewCommit[],
  known: ReadonlyMap<string, NewCommit>,
  base: HistoryRecords | null,
): Map<string, number> {
  const found = new Map<string, number>();
  if (base === null) return found;
  const wanted = new Set(
    added.flatMap((commit) => commit.parents).filter((sha) => !known.has(sha))
      .map((sha) => key(identify(sha))),
  );
  const highs = new Set([...wanted].map((id) => Number(id.split(" ")[0])));
  for (let at = 0; at < base.commits; at++) {
    const high = base.idHigh[at]!;
    if (!highs.has(high)) continue;
    const id = key({ high, low: base.idLow[at]! });
    if (wanted.has(id)) found.set(id, base.generation[at]!);
  }
  return found;
}

function key({ high, low }: { high: number; low: number }): string {
  return `${high} ${low}`;
}

/** Both lists are sorted: each new commit goes where it belongs among the old ones. */
function merge(
  base: HistoryRecords | null,
  added: readonly NewCommit[],
  names: Pick<HistoryRecords, "names" | "emails" | "paths">,
): HistoryRecords {
  const old = base ?? emptyRecords();
  const count = old.commits + added.length;
  const sum = (kind: "changes" | "renames") =>
    added.reduce((total, commit) => total + commit[kind].length, old[kind].length);
  const result: HistoryRecords = {
    ...names,
    ...columns(count, sum("changes"), sum("renames")),
  };
  let [at, from, changesEnd, renamesEnd] = [0, 0, 0, 0];
  /** The old commits up to `until`, as they are. */
  const copy = (until: number) => {
    if (until === from) return;
    for (const column of COLUMNS) result[column].set(old[column].subarray(from, until), at);
    for (
      const [list, ends, end] of [["changes", "changesEnd", changesEnd], [
        "renames",
        "renamesEnd",
        renamesEnd,
      ]] as const
    ) {
      const start = startOf(old[ends], from);
      result[list].set(old[list].subarray(start, old[ends][until - 1]), end);
      const [theirs, ours] = [old[ends], result[ends]];
      for (let k = from; k < until; k++) ours[at + k - from] = theirs[k]! - start + end;
    }
    at += until - from;
    from = until;
    changesEnd = result.changesEnd[at - 1]!;
    renamesEnd = result.renamesEnd[at - 1]!;
  };
  for (const commit of added) {
    let until = from;
    for (let beyond = old.commits; until < beyond;) {
      const middle = (until + beyond) >> 1;
      if (isBefore(commit, old, middle)) beyond = middle;
      else until = middle + 1;
    }
    copy(until);
    result.author[at] = commit.author;
    result.time[at] = commit.time;
    result.merge[at] = Number(commit.parents.length > 1);
    result.generation[at] = commit.generation;
    result.idHigh[at] = commit.high;
    result.idLow[at] = commit.low;
    result.changes.set(commit.changes, changesEnd);
    result.renames.set(commit.renames, renamesEnd);
    result.changesEnd[at] = changesEnd += commit.changes.length;
    result.renamesEnd[at] = renamesEnd += commit.renames.length;
    at++;
  }
  copy(old.commits);
  return result;
}

const COLUMNS = ["author", "time", "merge", "generation", "idHigh", "idLow"] as const;

function isBefore(commit: NewCommit, old: HistoryRecords, at: number): boolean {
  const order = commit.generation - old.generation[at]! || commit.high - old.idHigh[at]! ||
    commit.low - old.idLow[at]!;
  return order < 0;
}

/** Where a commit's part of a list begins, given the column of ends. */
export function startOf(ends: Uint32Array, commit: number): number {
  return commit === 0 ? 0 : ends[commit - 1]!;
}

export function emptyRecords(): HistoryRecords {
  return { names: [], emails: [], paths: [], ...columns(0, 0, 0) };
}

/** All columns of so many commits, zeroed. */
export function columns(commits: number, changes: number, renames: number) {
  return {
    commits,
    author: new Uint32Array(commits),
    time: new Uint32Array(commits),
    merge: new Uint8Array(commits),
    generation: new Float64Array(commits),
    idHigh: new Uint32Array(commits),
    idLow: new Uint32Array(commits),
    changesEnd: new Uint32Array(commits),
    renamesEnd: new Uint32Array(commits),
    changes: new Uint32Array(changes),
    renames: new Uint32Array(renames),
  };
}

/** Numbers texts in the order of their first mention. */
function dictionary(known: readonly string[]) {
  const all = [...known];
  const numbers = new Map(known.map((text, number) => [text, number]));
  return {
    all,
    of(text: string): number {
      let number = numbers.get(text);
      if (number === undefined) {
        number = all.length;
        all.push(text);
        numbers.set(text, number);
      }
      return number;
    },
  };
}
