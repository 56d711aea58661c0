/** Who knows a component: its authors, of the last 12 months and of all time, and CODEOWNERS. */
import type { MapComponent, MapOwner } from "../domain/wire/system_map.ts";
import { CODEOWNERS_PATHS, readCodeowners } from "./codeowners.ts";
import type { HistoryFacts } from "./history.ts";
import { busFactor } from "./history/bus_factor.ts";
import type { RepositoryView } from "./languages/contract.ts";
import { compareCodeUnits } from "./paths.ts";

const MAX_AUTHORS = 10;

/** Commits of each author, by the person's number. */
type Counts = Map<number, number>;

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
  const { commits, touches, people } = history;
  for (let commit = 0; commit < commits.length; commit++) {
    const person = commits.person[commit]!;
    for (let touch = commits.from[commit]!; touch < commits.to[commit]!; touch++) {
      const file = touches[touch]!;
      let at = componentAt[file]!;
      if (at < 0) at = componentAt[file] = number.get(componentOf(history.paths[file]!))!;
      // A commit counts once for each component that it touches.
      if (lastCommit[at] === commit) continue;
      lastCommit[at] = commit;
      addTo(allTime[at]!, person);
      if (commits.recent[commit] === 1) addTo(recent[at]!, person);
    }
  }
  const path = CODEOWNERS_PATHS.find((one) => view.has(one));
  const codeowners = readCodeowners(path === undefined ? "" : view.text(path) ?? "");
  return components.map(({ id, root }, at) => ({
    path: root,
    component: id,
    ...knowledgeOf(recent[at]!, people),
    all_time: knowledgeOf(allTime[at]!, people),
    codeowners: codeowners(root),
  })).filter((owner) => owner.all_time.authors.length > 0 || owner.codeowners.length > 0);
}

function addTo(counts: Counts, person: number): void {
  counts.set(person, (counts.get(person) ?? 0) + 1);
}

function knowledgeOf(counts: Counts, people: readonly string[]): MapOwner["all_time"] {
  return {
    authors: [...counts].map(([person, commits]) => ({ name: people[person]!, commits }))
      .sort((a, b) => b.commits - a.commits || compareCodeUnits(a.name, b.name))
      .slice(0, MAX_AUTHORS),
    authors_total: counts.size,
    bus_factor: busFactor(counts.values()),
  };
}
