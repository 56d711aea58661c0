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
    const changes = history.files.get(file.path);
    const often = changes !== undefined && changes.recentCommits >= MIN_COMMITS;
    if (often && !file.generated && !file.vendored) own.set(file.path, file);
  }
  const common = countPairs(history, new Set(own.keys()));
  const counted = history.commits.filter((commit) => commit.recent).length;
  const linked = linksBetween(dependencies);
  const pairs: MapCoChange[] = [];
  for (const [a, partners] of common) {
    for (const [b, commits] of partners) {
      if (commits < MIN_COMMITS) continue;
      const rarer = Math.min(
        history.files.get(a)!.recentCommits,
        history.files.get(b)!.recentCommits,
      );
      const confidence = rounded(commits / rarer);
      if (confidence < MIN_CONFIDENCE) continue;
      pairs.push({
        files: [a, b],
        commits,
        support: rounded(commits / counted),
        confidence,
        cross_component: own.get(a)!.component !== own.get(b)!.component,
        linked: linked.has(`${a}\0${b}`) || linked.has(`${b}\0${a}`),
      });
    }
  }
  return pairs.sort((one, two) =>
    two.commits - one.commits || two.confidence - one.confidence ||
    compareCodeUnits(one.files[0], two.files[0]) || compareCodeUnits(one.files[1], two.files[1])
  ).slice(0, MAX_PAIRS);
}

/** Common commits by the first path of a pair, then by the second, which sorts after it. */
function countPairs(
  { commits }: HistoryFacts,
  own: ReadonlySet<string>,
): Map<string, Map<string, number>> {
  const common = new Map<string, Map<string, number>>();
  let counted = 0;
  for (const { paths, recent, touched } of commits) {
    if (!recent || touched > MAX_FILES) continue;
    const here = paths.filter((path) => own.has(path));
    counted += here.length * (here.length - 1) / 2;
    if (counted > MAX_COUNTED) break;
    here.forEach((a, at) => {
      let partners = common.get(a);
      if (!partners) common.set(a, partners = new Map());
      for (const b of here.slice(at + 1)) partners.set(b, (partners.get(b) ?? 0) + 1);
    });
  }
  return common;
}

function linksBetween(dependencies: readonly MapDependency[]): Set<string> {
  return new Set(
    dependencies.filter((edge) => edge.resolution === "file").map(({ from, to }) =>
      `${from}\0${to}`
    ),
  );
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
