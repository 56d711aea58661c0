/** Signals that need the history: who knows the code, and whether what changes most is tested. */
import { commitsByPerson, type HistoryFacts } from "../history.ts";
import { baseName, compareCodeUnits } from "../paths.ts";
import { atFile, count, type Signal, signal } from "./contract.ts";

/** With fewer commits in the window nothing can be said. */
const MIN_COMMITS = 20;
/** Score by the number of authors who together made more than half of the commits. */
const BUS_FACTOR_SCORES = [0, 40, 75, 100];
const HOTSPOTS_LOOKED_AT = 10;
const MIN_HOTSPOTS = 3;

/** Of all authors the ones whom the detail names. */
const AUTHORS_NAMED = 3;

/**
 * Bus factor: the smallest number of authors with more than half of the commits of the last 12
 * months, bots and mass changes left out. Evidence: the components that hang on one author.
 */
export const busFactor: Signal = ({ history, owners }) => {
  const { commits: total, bus_factor: factor, authors } = history.summary.window;
  if (total < MIN_COMMITS) return null;
  const lonely = owners.filter((one) => one.bus_factor === 1);
  const changed = owners.filter((one) => one.bus_factor > 0);
  return signal({
    id: "bus_factor",
    title: "Knowledge is shared",
    score: BUS_FACTOR_SCORES[Math.min(factor, BUS_FACTOR_SCORES.length - 1)]!,
    weight: 1,
    detail: `${count(factor, "author")} made more than half of the ${total} commits of the last ` +
      `12 months (${namesOf(history)}); ${count(authors, "author")} in all. ` +
      `${lonely.length} of ${count(changed.length, "changed component")} ` +
      `${lonely.length === 1 ? "hangs" : "hang"} on one author.`,
    remedy: "Let a second person review and change what only one knows.",
    evidence: lonely.filter((one) => one.path !== "").map((one) => atFile(one.path)),
  });
};

/** `Ann 31, Bob 12, …` */
function namesOf({ commits, people }: HistoryFacts): string {
  const authors = [...commitsByPerson(commits, people, true)]
    .map((commits, person): [string, number] => [people[person]!, commits])
    .filter(([, commits]) => commits > 0);
  const named = authors
    .toSorted((a, b) => b[1] - a[1] || compareCodeUnits(a[0], b[0]))
    .slice(0, AUTHORS_NAMED).map(([name, commits]) => `${name} ${commits}`);
  return [...named, ...authors.length > AUTHORS_NAMED ? ["…"] : []].join(", ");
}

/** A hotspot is tested where a test imports it, or where a test is named after it. */
export const testedHotspots: Signal = ({ files, dependencies, hotspots }) => {
  const looked = hotspots.slice(0, HOTSPOTS_LOOKED_AT);
  if (looked.length < MIN_HOTSPOTS) return null;
  const tests = new Set(files.filter((file) => file.test).map((file) => file.path));
  const names = new Set([...tests].map((path) => testedName(baseName(path))));
  const imported = new Set(
    dependencies.filter((edge) => edge.resolution === "file" && tests.has(edge.from))
      .map((edge) => edge.to),
  );
  const untested = looked.filter(({ path }) =>
    !imported.has(path) && !names.has(stem(baseName(path)))
  );
  return signal({
    id: "tested_hotspots",
    title: "Hotspots are tested",
    score: 100 * (1 - untested.length / looked.length),
    weight: 1.5,
    detail: untested.length === 0
      ? `Each of the ${looked.length} worst hotspots is imported by a test or has one of its name.`
      : `${untested.length} of the ${looked.length} worst hotspots have no test that imports them ` +
        "or bears their name.",
    remedy: "Test these files before anything else: they are large and change most often.",
    evidence: untested.map(({ path }) => atFile(path)),
  });
};

function stem(name: string): string {
  return name.replace(/\.\w+$/, "").toLowerCase();
}

function testedName(name: string): string {
  return name.replace(/(\.[\w-]+)+$/, "").replace(/^test[-_]|[-_](test|spec)s?$/i, "")
    .replace(/(Tests?|Spec)$/, "").toLowerCase();
}
