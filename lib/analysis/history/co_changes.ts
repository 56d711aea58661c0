/** Pairs of files that change together: what the code does not say about what belongs together. */
import type { MapCoChange, MapDependency, MapFile } from "../../domain/wire/system_map.ts";
import type { HistoryFacts } from "../history.ts";
import { startOf } from "./records.ts";
import { compareCodeUnits } from "../paths.ts";

/** A commit of more files couples none of them in particular. */
const MAX_FILES = 30;
/** Fewer common commits are chance. */
const MIN_COMMITS = 4;
/** Share of the commits of the one that changes less often. */
const MIN_CONFIDENCE = 0.3;
const MAX_PAIRS = 100;
/** Pairs that are counted, newest commits first: 50,000 commits of 30 files would make 20 million. */
const MAX_COUNTED = 2_000_000;

/**
 * The pairs with most common commits in the window, after the rules of association (Agrawal 1993;
 * for files Zimmermann 2005): support = common commits ÷ all counted commits, confidence = common
 * commits ÷ commits of the one that changes less often. Generated and vendored files are left out.
 */
export function findCoChanges(
  files: readonly MapFile[],
  dependencies: readonly MapDependency[],
  history: HistoryFacts,
): MapCoChange[] {
  const own = new Map<string, MapFile>();
  for (const file of files) {
    const often = (file.history?.recent_commits ?? 0) >= MIN_COMMITS;
    if (often && !file.generated && !file.vendored) own.set(file.path, file);
  }
  const counted = history.summary.window.commits;
  const changes = (path: number) => history.files.get(history.paths[path]!)!.recentCommits;
  const ranked = countPairs(history, own)
    .map((pair) => ({
      ...pair,
      confidence: pair.commits / Math.min(changes(pair.a), changes(pair.b)),
    }))
    .filter(({ confidence }) => confidence >= MIN_CONFIDENCE)
    .sort((one, two) =>
      two.commits - one.commits || two.confidence - one.confidence ||
      compareCodeUnits(history.paths[one.a]!, history.paths[two.a]!) ||
      compareCodeUnits(history.paths[one.b]!, history.paths[two.b]!)
    ).slice(0, MAX_PAIRS);
  const linked = linksBetween(
    new Set(ranked.flatMap(({ a, b }) => [history.paths[a]!, history.paths[b]!])),
    dependencies,
  );
  return ranked.map(({ a, b, commits, confidence }): MapCoChange => {
    const files: [string, string] = [history.paths[a]!, history.paths[b]!];
    return {
      files,
      commits,
      support: rounded(commits / counted),
      confidence: rounded(confidence),
      cross_component: own.get(files[0])!.component !== own.get(files[1])!.component,
      linked: linked.has(files.join("\0")) || linked.has(files.toReversed().join("\0")),
    };
  });
}

interface Pair {
  /** Indexes into `HistoryFacts.paths`; the path of `a` sorts first. */
  a: number;
  b: number;
  commits: number;
}

/** Pairs with at least MIN_COMMITS in common. */
function countPairs(
  { commits, touches, paths }: HistoryFacts,
  own: ReadonlyMap<string, unknown>,
): Pair[] {
  const wanted = Uint8Array.from(paths, (path) => own.has(path) ? 1 : 0);
  // Groups of files that changed together, one behind the other; `ends` tells where each ends.
  const members: number[] = [];
  const endsFound: number[] = [];
  let counted = 0;
  for (let commit = 0; commit < commits.length; commit++) {
    const touched = commits.touched[commit]!;
    if (commits.recent[commit] === 0 || touched < 2 || touched > MAX_FILES) continue;
    const start = members.length;
    for (let at = commits.from[commit]!; at < commits.to[commit]!; at++) {
      const file = touches[at]!;
      if (wanted[file] === 1) members.push(file);
    }
    const size = members.length - start;
    counted += size * (size - 1) / 2;
    if (size < 2) members.length = start;
    else if (counted > MAX_COUNTED) {
      members.length = start;
      break;
    } else endsFound.push(members.length);
  }
  const ends = Uint32Array.from(endsFound);
  const { groups, groupsEnd } = groupsByFile(members, ends, paths.length);
  // One file after the other needs one counter for each partner, not one for each pair.
  const common = new Uint32Array(paths.length);
  const pairs: Pair[] = [];
  for (let file = 0; file < paths.length; file++) {
    const partners: number[] = [];
    const [first, end] = [startOf(groupsEnd, file), groupsEnd[file]!];
    for (let group = first; group < end; group++) {
      const number = groups[group]!;
      for (let at = startOf(ends, number); at < ends[number]!; at++) {
        const partner = members[at]!;
        if (partner > file && ++common[partner]! === MIN_COMMITS) partners.push(partner);
      }
    }
    for (const partner of partners) {
      const inOrder = compareCodeUnits(paths[file]!, paths[partner]!) < 0;
      const [a, b] = inOrder ? [file, partner] : [partner, file];
      pairs.push({ a, b, commits: common[partner]! });
    }
    for (let group = first; group < end; group++) {
      const number = groups[group]!;
      for (let at = startOf(ends, number); at < ends[number]!; at++) common[members[at]!] = 0;
    }
  }
  return pairs;
}

/** The groups that each file is a member of, one file's behind the other's. */
function groupsByFile(
  members: readonly number[],
  ends: Uint32Array,
  files: number,
): { groups: Uint32Array; groupsEnd: Uint32Array } {
  const groupsEnd = new Uint32Array(files);
  for (const file of members) groupsEnd[file]!++;
  for (let file = 1; file < files; file++) groupsEnd[file]! += groupsEnd[file - 1]!;
  const groups = new Uint32Array(members.length);
  const next = Uint32Array.from(groupsEnd, (_, file) => startOf(groupsEnd, file));
  ends.forEach((end, number) => {
    for (let at = startOf(ends, number); at < end; at++) groups[next[members[at]!]!++] = number;
  });
  return { groups, groupsEnd };
}

function linksBetween(
  paths: ReadonlySet<string>,
  dependencies: readonly MapDependency[],
): Set<string> {
  const links = new Set<string>();
  for (const { from, to, resolution } of dependencies) {
    if (resolution !== "file" || !paths.has(from) || !paths.has(to!)) continue;
    links.add(`${from}\0${to}`);
  }
  return links;
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
