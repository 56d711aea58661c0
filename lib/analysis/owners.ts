/** Who knows a component: its authors, of the last 12 months and of all time, and CODEOWNERS. */
import type { MapComponent, MapOwner } from "../domain/wire/system_map.ts";
import { CODEOWNERS_PATHS, readCodeowners } from "./codeowners.ts";
import type { HistoryFacts } from "./history.ts";
import { busFactor } from "./history/bus_factor.ts";
import type { RepositoryView } from "./languages/contract.ts";
import { compareCodeUnits } from "./paths.ts";

const MAX_AUTHORS = 10;

/** Commits of each author. */
type Counts = Map<string, number>;

/** One entry per component that has authors or owners, in the order of components. */
export function findOwners(
  view: RepositoryView,
  components: readonly Pick<MapComponent, "id" | "root">[],
  componentOf: (path: string) => string,
  history: HistoryFacts,
): MapOwner[] {
  const number = new Map(components.map(({ id }, at) => [id, at]));
  const recent = components.map((): Counts => new Map());
  const allTime = components.map((): Counts => new Map());
  // By path, so that each is asked for once; flat, because histories are long.
  const componentAt = new Int32Array(history.paths.length).fill(-1);
  const lastCommit = new Int32Array(components.length).fill(-1);
  history.commits.forEach(({ author, files, recent: isRecent }, commit) => {
    for (const file of files) {
      let at = componentAt[file]!;
      if (at < 0) at = componentAt[file] = number.get(componentOf(history.paths[file]!))!;
      // A commit counts once for each component that it touches.
      if (lastCommit[at] === commit) continue;
      lastCommit[at] = commit;
      addTo(allTime[at]!, author);
      if (isRecent) addTo(recent[at]!, author);
    }
  });
  const path = CODEOWNERS_PATHS.find((one) => view.has(one));
  const codeowners = readCodeowners(path === undefined ? "" : view.text(path) ?? "");
  return components.map(({ id, root }, at) => ({
    path: root,
    component: id,
    ...knowledgeOf(recent[at]!),
    all_time: knowledgeOf(allTime[at]!),
    codeowners: codeowners(root),
  })).filter((owner) => owner.all_time.authors.length > 0 || owner.codeowners.length > 0);
}

function addTo(counts: Counts, author: string): void {
  counts.set(author, (counts.get(author) ?? 0) + 1);
}

function knowledgeOf(counts: Counts): MapOwner["all_time"] {
  return {
    authors: [...counts].map(([name, commits]) => ({ name, commits }))
      .sort((a, b) => b.commits - a.commits || compareCodeUnits(a.name, b.name))
      .slice(0, MAX_AUTHORS),
    authors_total: counts.size,
    bus_factor: busFactor(counts.values()),
  };
}
