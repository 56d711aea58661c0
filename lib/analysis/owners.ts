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
  const recent = new Map<string, Counts>();
  const allTime = new Map<string, Counts>();
  const ids: string[] = [];
  for (const commit of history.commits) {
    const touched = Array.from(
      commit.files,
      (file) => ids[file] ??= componentOf(history.paths[file]!),
    );
    // A commit counts once for each component that it touches.
    for (const id of new Set(touched)) {
      addTo(allTime, id, commit.author);
      if (commit.recent) addTo(recent, id, commit.author);
    }
  }
  const path = CODEOWNERS_PATHS.find((one) => view.has(one));
  const codeowners = readCodeowners(path === undefined ? "" : view.text(path) ?? "");
  return components.map(({ id, root }) => ({
    path: root,
    component: id,
    ...knowledgeOf(recent.get(id)),
    all_time: knowledgeOf(allTime.get(id)),
    codeowners: codeowners(root),
  })).filter((owner) => owner.all_time.authors.length > 0 || owner.codeowners.length > 0);
}

function addTo(counts: Map<string, Counts>, id: string, author: string): void {
  let own = counts.get(id);
  if (!own) counts.set(id, own = new Map());
  own.set(author, (own.get(author) ?? 0) + 1);
}

function knowledgeOf(counts: Counts = new Map()): MapOwner["all_time"] {
  return {
    authors: [...counts].map(([name, commits]) => ({ name, commits }))
      .sort((a, b) => b.commits - a.commits || compareCodeUnits(a.name, b.name))
      .slice(0, MAX_AUTHORS),
    authors_total: counts.size,
    bus_factor: busFactor(counts.values()),
  };
}
