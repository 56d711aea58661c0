/** Who knows a component: its authors of the last 12 months, and whom CODEOWNERS names. */
import type { MapComponent, MapOwner } from "../domain/wire/system_map.ts";
import { compileGlob } from "./globs.ts";
import type { HistoryFacts } from "./history.ts";
import type { RepositoryView } from "./languages/contract.ts";
import { compareCodeUnits } from "./paths.ts";

/** Where GitHub and GitLab look for it, in their order. */
export const CODEOWNERS_PATHS = [
  ".github/CODEOWNERS",
  "CODEOWNERS",
  "docs/CODEOWNERS",
  ".gitlab/CODEOWNERS",
];
const MAX_AUTHORS = 10;
const MAX_RULES = 5_000;

/** One entry per component that has authors or owners, in the order of components. */
export function findOwners(
  view: RepositoryView,
  components: readonly MapComponent[],
  componentOf: (path: string) => string,
  history: HistoryFacts,
): MapOwner[] {
  const authors = new Map<string, Map<string, number>>();
  for (const { author, paths } of history.commits) {
    // A commit counts once for each component that it touches.
    for (const id of new Set(paths.map(componentOf))) {
      let counts = authors.get(id);
      if (!counts) authors.set(id, counts = new Map());
      counts.set(author, (counts.get(author) ?? 0) + 1);
    }
  }
  const codeowners = readCodeowners(view);
  return components.map(({ id, root }) => ({
    path: root,
    authors: [...authors.get(id) ?? []].map(([name, commits]) => ({ name, commits }))
      .sort((a, b) => b.commits - a.commits || compareCodeUnits(a.name, b.name))
      .slice(0, MAX_AUTHORS),
    codeowners: codeowners(root),
  })).filter((owner) => owner.authors.length > 0 || owner.codeowners.length > 0);
}

/** The owners of everything in a directory: the last pattern wins, one without owners clears them. */
function readCodeowners(view: RepositoryView): (directory: string) => string[] {
  const path = CODEOWNERS_PATHS.find((one) => view.has(one));
  const rules = (path === undefined ? "" : view.text(path) ?? "").split("\n")
    .map((line) => line.replace(/(^|\s)#.*$/, "").trim())
    // GitLab's section headings.
    .filter((line) => line !== "" && !/^\^?\[/.test(line))
    .slice(0, MAX_RULES)
    .map((line) => {
      const [pattern = "", ...owners] = line.split(/\s+/);
      // `docs/*` owns the files directly in docs, not those further down.
      return { matches: compileGlob(pattern, { below: !pattern.endsWith("/*") }), owners };
    });
  return (directory) => {
    // Stands for any file of the directory: no pattern names it, so only general ones match.
    const anyFile = directory === "" ? "\0" : `${directory}/\0`;
    return rules.findLast((rule) => rule.matches(anyFile))?.owners ?? [];
  };
}
