import assert from "node:assert/strict";
import type { HistoryCommit } from "../../lib/domain/ports.ts";
import { analyseFiles } from "../support/analysis.ts";

const END = Date.parse("2026-06-01T00:00:00Z") / 1_000;
const DAY = 86_400;

function commit(name: string, daysAgo: number, ...paths: string[]): HistoryCommit {
  return {
    sha: `${name}${daysAgo}`,
    authorName: name,
    authorEmail: `${name}@example.com`,
    time: END - daysAgo * DAY,
    paths,
  };
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
  assert.deepEqual(map.history, { commits: 6, shallow: false, since: "2025-06-01T00:00:00Z" });
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
    ],
  });
  assert.deepEqual(map.owners, [
    { path: "", authors: [], codeowners: ["@all"] },
    { path: "lib", authors: [{ name: "Bob", commits: 1 }], codeowners: ["@all"] },
    {
      path: "src",
      authors: [{ name: "Bob", commits: 2 }, { name: "Ann", commits: 1 }],
      codeowners: ["@a", "@b"],
    },
  ]);
});

Deno.test("a repository without history has no window, hotspots or owners", async () => {
  const map = await analyseFiles(FILES);
  assert.deepEqual([map.history.since, map.hotspots, map.owners], [null, [], []]);
});
