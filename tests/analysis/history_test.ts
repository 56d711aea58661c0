import assert from "node:assert/strict";
import type { HistoryCommit } from "../../lib/domain/ports.ts";
import { analyseFiles, historyCommit } from "../support/analysis.ts";

const END = Date.parse("2026-06-01T00:00:00Z") / 1_000;
const DAY = 86_400;

function commit(name: string, daysAgo: number, ...paths: string[]): HistoryCommit {
  return historyCommit({
    sha: (name.length * 10_000 + daysAgo).toString(16).padStart(40, "0"),
    authorName: name,
    authorEmail: `${name}@example.com`,
    time: END - daysAgo * DAY,
    paths,
  });
}

const FILES = { "src/a.ts": "f();\n".repeat(10), "src/b.ts": "f();\n", "lib/c.ts": "f();\n" };

Deno.test("hotspots rank churn times size inside the 12 months before the commit", async () => {
  const map = await analyseFiles(FILES, {
    history: [
      commit("Ann", 1, "src/a.ts", "src/b.ts"),
      commit("Bob", 2, "src/a.ts", "src/b.ts", "gone.ts"),
      commit("Ann", 3, "src/b.ts", "lib/c.ts"),
      commit("Ann", 400, "lib/c.ts"),
      commit("renovate[bot]", 4, "lib/c.ts"),
      commit("Ann", 5, "lib/c.ts", ...Array.from({ length: 200 }, (_, at) => `f${at}`)),
    ],
  });
  assert.deepEqual(map.hotspots, [
    { path: "src/a.ts", commits: 2, authors: 2, lines: 10, score: 1 },
    { path: "src/b.ts", commits: 3, authors: 2, lines: 1, score: 0.15 },
  ]);
  const { activity, contributors, ...history } = map.history;
  assert.deepEqual(history, {
    commits: 6,
    shallow: false,
    complete: true,
    since: "2025-06-01T00:00:00Z",
    window: { commits: 3, authors: 2, bus_factor: 1, bot_commits: 1, mass_changes: 1 },
    all_time: { commits: 4, authors: 2, bus_factor: 1, bot_commits: 1, mass_changes: 1 },
  });
  assert.deepEqual([activity.length, activity[0]!.week, activity[51]!.week], [
    52,
    "2025-06-09",
    "2026-06-01",
  ]);
  // The end of May is the week before; the mass change counts, the bot does not.
  assert.deepEqual(activity[50], { week: "2026-05-25", commits: 4, authors: 2 });
  assert.deepEqual(contributors[0], {
    name: "Ann",
    commits: 4,
    recent_commits: 3,
    first_commit: "2025-04-27T00:00:00Z",
    last_commit: "2026-05-31T00:00:00Z",
  });
});

Deno.test("a file says how often, by how many, and since when it was changed", async () => {
  const map = await analyseFiles(FILES, {
    history: [
      commit("Ann", 1, "src/a.ts"),
      commit("Bob", 20, "src/a.ts"),
      commit("Ann", 400, "src/a.ts"),
      commit("renovate[bot]", 500, "src/a.ts"),
    ],
  });
  assert.deepEqual(map.files.map(({ path, history }) => [path, history]), [
    ["lib/c.ts", null],
    ["src/a.ts", {
      commits: 3,
      recent_commits: 2,
      authors: 2,
      main_author: { name: "Ann", commits: 2 },
      first_change: "2025-01-17T00:00:00Z",
      last_change: "2026-05-31T00:00:00Z",
      age_days: 500,
    }],
    ["src/b.ts", null],
  ]);
});

Deno.test("co-changes: pairs with enough common commits, across components, linked or not", async () => {
  const pair = Array.from({ length: 4 }, (_, at) => commit("Ann", at + 1, "src/a.ts", "lib/c.ts"));
  const map = await analyseFiles({
    "src/a.ts": 'import "./b.ts";\n',
    "src/b.ts": "f();\n",
    "lib/c.ts": "f();\n",
    "lib/package.json": '{ "name": "l" }',
    "d.ts": "f();\n",
  }, {
    history: [
      ...pair,
      ...Array.from({ length: 6 }, (_, at) => commit("Bob", at + 1, "src/b.ts", "src/a.ts")),
      // Three in common are chance.
      ...Array.from({ length: 3 }, (_, at) => commit("Cyril", at + 1, "d.ts", "src/b.ts")),
      // Older than the window, and too large.
      ...Array.from({ length: 9 }, (_, at) => commit("Donald", 400 + at, "d.ts", "src/b.ts")),
      ...Array.from(
        { length: 9 },
        (_, at) =>
          commit(
            "Eva-Maria",
            at,
            "d.ts",
            "src/b.ts",
            ...Array.from({ length: 40 }, (_, n) => `${n}`),
          ),
      ),
    ],
  });
  assert.deepEqual(map.co_changes, [
    {
      files: ["src/a.ts", "src/b.ts"],
      commits: 6,
      support: 0.273,
      confidence: 0.6,
      cross_component: false,
      linked: true,
    },
    {
      files: ["lib/c.ts", "src/a.ts"],
      commits: 4,
      support: 0.182,
      confidence: 1,
      cross_component: true,
      linked: false,
    },
  ]);
});

Deno.test("owners: authors by commits, and CODEOWNERS by its last matching pattern", async () => {
  const map = await analyseFiles({
    ...FILES,
    "src/package.json": '{ "name": "s" }',
    "lib/package.json": '{ "name": "l" }',
    "CODEOWNERS": "* @all # everyone\n/src/ @a @b\n*.ts @ts\nlib/*.ts @c\n",
  }, {
    history: [
      commit("Ann", 1, "src/a.ts", "src/b.ts"),
      commit("Bob", 2, "src/a.ts", "lib/c.ts"),
      commit("Bob", 3, "src/a.ts"),
      commit("Ann", 4, "src/b.ts"),
      commit("Ann", 900, "src/b.ts"),
    ],
  });
  const owners = map.owners.map(({ path, authors, bus_factor, codeowners }) => ({
    path,
    authors,
    bus_factor,
    codeowners,
  }));
  assert.deepEqual(owners, [
    { path: "", authors: [], bus_factor: 0, codeowners: ["@all"] },
    {
      path: "lib",
      authors: [{ name: "Bob", commits: 1 }],
      bus_factor: 1,
      codeowners: ["@all"],
    },
    {
      path: "src",
      authors: [{ name: "Ann", commits: 2 }, { name: "Bob", commits: 2 }],
      bus_factor: 2,
      codeowners: ["@a", "@b"],
    },
  ]);
  assert.deepEqual(map.owners[2]!.all_time, {
    authors: [{ name: "Ann", commits: 3 }, { name: "Bob", commits: 2 }],
    authors_total: 2,
    bus_factor: 1,
  });
});

Deno.test("a repository without history has no window, hotspots or owners", async () => {
  const map = await analyseFiles(FILES);
  const { history, hotspots, owners, co_changes } = map;
  assert.deepEqual([history.since, hotspots, owners, co_changes], [null, [], [], []]);
  assert.deepEqual([history.activity, history.contributors], [[], []]);
});
