/** Pairs of files that change together: what the code does not say about what belongs together. */
import type { MapCoChange, MapDependency, MapFile } from "../../domain/wire/system_map.ts";
import type { HistoryFacts } from "../history.ts";
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
  const counted = history.commits.filter((commit) => commit.recent).length;
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
  { commits, paths }: HistoryFacts,
  own: ReadonlyMap<string, unknown>,
): Pair[] {
  const wanted = paths.map((path) => own.has(path));
  // Groups of files that changed together, one behind the other; `ends` tells where each ends.
  const members: number[] = [];
  const ends: number[] = [];
  const groupsOf: number[][] = [];
  let counted = 0;
  for (const { files, recent, touched } of commits) {
    if (!recent || touched < 2 || touched > MAX_FILES) continue;
    const start = members.length;
    for (let at = 0; at < files.length; at++) {
      const file = files[at]!;
      if (wanted[file]) members.push(file);
    }
    const size = members.length - start;
    counted += size * (size - 1) / 2;
    if (size < 2) members.length = start;
    else if (counted > MAX_COUNTED) break;
    else {
      for (let at = start; at < members.length; at++) {
        (groupsOf[members[at]!] ??= []).push(ends.length);
      }
      ends.push(members.length);
    }
  }
  // One file after the other needs one counter for each partner, not one for each pair.
  const common = new Uint32Array(paths.length);
  const pairs: Pair[] = [];
  groupsOf.forEach((groups, file) => {
    const partners: number[] = [];
    for (const group of groups) {
      const end = ends[group]!;
      for (let at = group === 0 ? 0 : ends[group - 1]!; at < end; at++) {
        const partner = members[at]!;
        if (partner > file && ++common[partner]! === MIN_COMMITS) partners.push(partner);
      }
    }
    for (const partner of partners) {
      const inOrder = compareCodeUnits(paths[file]!, paths[partner]!) < 0;
      const [a, b] = inOrder ? [file, partner] : [partner, file];
      pairs.push({ a, b, commits: common[partner]! });
    }
    for (const group of groups) {
      const end = ends[group]!;
      for (let at = group === 0 ? 0 : ends[group - 1]!; at < end; at++) common[members[at]!] = 0;
    }
  });
  return pairs;
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
