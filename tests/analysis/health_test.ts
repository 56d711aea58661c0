import assert from "node:assert/strict";
import type { HealthSignal } from "../../lib/domain/wire/system_map.ts";
import {
  analyseFiles,
  type AnalysisOptions,
  historyCommit,
  type TreeItem,
} from "../support/analysis.ts";

async function signals(
  items: Record<string, TreeItem>,
  options?: AnalysisOptions,
): Promise<Record<string, HealthSignal>> {
  const map = await analyseFiles(items, options);
  return Object.fromEntries(map.health.signals.map((one) => [one.id, one]));
}

const CODE = "f();\n".repeat(100);

Deno.test("health: a repository of prose is judged by what applies to it only", async () => {
  const map = await analyseFiles({ "README.md": "text\n".repeat(20), "LICENSE": "MIT\n" });
  assert.deepEqual(map.health.signals.map(({ id, score }) => [id, score]), [
    ["ci", 0],
    ["readme", 100],
    ["licence", 100],
  ]);
  // (0 × 1.5 + 100 × 1 + 100 × 1) / 3.5
  assert.deepEqual([map.health.score, map.health.status], [57, "amber"]);
});

Deno.test("health: tests are full at half as much test code as source code", async () => {
  const at = async (lines: number) =>
    (await signals({ "a.ts": CODE, "a.test.ts": "f();\n".repeat(lines) })).tests!.score;
  assert.deepEqual([await at(0), await at(25), await at(50), await at(500)], [0, 50, 100, 100]);
});

Deno.test("health: cycles count the files on run-time cycles, types do not", async () => {
  const cyclic = await signals({
    "a.ts": 'import "./b.ts";\n',
    "b.ts": 'import "./a.ts";\n',
    ...Object.fromEntries(
      Array.from({ length: 8 }, (_, at) => [`c${at}.ts`, 'import "./a.ts";\n']),
    ),
  });
  // 2 of 10 linked files: 20 %, half of the worst share.
  assert.equal(cyclic.cycles!.score, 50);
  assert.deepEqual(cyclic.cycles!.evidence, [{ path: "a.ts", line: null }]);
  const types = await signals({
    "a.ts": 'import type { B } from "./b.ts";\n',
    "b.ts": 'import type { A } from "./a.ts";\n',
  });
  assert.equal(types.cycles!.score, 100);
  assert.equal(types.cycles!.remedy, null);
});

Deno.test("health: unresolved imports name their lines", async () => {
  const { unresolved_imports: signal } = await signals({
    "a.ts": 'import "./b.ts";\nimport "./gone.ts";\n',
    "b.ts": "",
    // computed at run time: no defect
    "c.js": "require(name);\n",
    // made by a build: no defect
    "d.js": 'import "virtual:pages";\n',
    // served elsewhere, or nobody's to correct: no defect
    "docs/index.html": '<script src="_static/jquery.js"></script>\n',
    "vendor/page.html": '<script src="gone.js"></script>\n',
    "app/javadoc/index.html": '<link rel="stylesheet" href="gone.css">\n',
  });
  assert.equal(signal!.score, 0);
  assert.match(signal!.detail, /^1 of 2 imports/);
  assert.deepEqual(signal!.evidence, [{ path: "a.ts", line: 2 }]);
});

Deno.test("health: oversized files by their share of the code", async () => {
  const { oversized_files: signal } = await signals({
    "big.ts": "f();\n".repeat(1_001),
    "vendor/huge.js": "f();\n".repeat(9_000),
    ...Object.fromEntries(
      Array.from({ length: 10 }, (_, at) => [`s${at}.ts`, "f();\n".repeat(300)]),
    ),
  });
  assert.deepEqual(signal!.evidence, [{ path: "big.ts", line: null }]);
  assert.equal(signal!.score, 50);
});

Deno.test("health: continuous integration, licence and lock files are found where they belong", async () => {
  const good = await signals({
    ".github/workflows/ci.yml": "on: push\n",
    "LICENSE.md": "MIT\n",
    "package.json": '{ "name": "a", "dependencies": { "x": "1" } }',
    "package-lock.json": "{}",
    "packages/b/package.json": '{ "name": "b", "dependencies": { "x": "1" } }',
  });
  assert.deepEqual([good.ci!.score, good.licence!.score, good.lock_file!.score], [100, 100, 100]);
  const bad = await signals({
    "package.json": '{ "name": "a", "dependencies": { "x": "1" } }',
    "requirements.txt": "x==1\n",
  });
  assert.deepEqual([bad.ci!.score, bad.licence!.score, bad.lock_file!.score], [0, 0, 50]);
  assert.deepEqual(bad.lock_file!.evidence, [{ path: "package.json", line: null }]);
});

Deno.test("health: bus factor and tested hotspots need a history", async () => {
  const end = Date.parse("2026-06-01T00:00:00Z") / 1_000;
  const history = Array.from({ length: 24 }, (_, at) =>
    historyCommit({
      sha: at.toString(16).padStart(40, "0"),
      authorName: at % 4 === 0 ? "Bob" : "Ann",
      time: end - at * 1_000,
      paths: ["a.ts", "b.ts", "c.ts", "d.ts"],
    }));
  const found = await signals({
    "a.ts": CODE,
    "b.ts": CODE,
    "c.ts": CODE,
    "d.ts": CODE,
    "tests/all.ts": 'import "../a.ts";\n',
    "tests/b_test.ts": "",
  }, { history });
  assert.equal(found.bus_factor!.score, 40);
  assert.equal(
    found.bus_factor!.detail,
    "1 author made more than half of the 24 commits of the last 12 months (Ann 18, Bob 6); " +
      "2 authors in all. 1 of 1 changed component hangs on one author.",
  );
  assert.equal(found.tested_hotspots!.score, 50);
  assert.deepEqual(found.tested_hotspots!.evidence.map((one) => one.path), ["c.ts", "d.ts"]);
  const none = await signals({ "a.ts": CODE });
  assert.deepEqual([none.bus_factor, none.tested_hotspots], [undefined, undefined]);
});

Deno.test("health: cycles that its rule leaves out are named, so that its count fits the map's", async () => {
  const files = {
    "a.ts": 'import "./b.ts";\n',
    "b.ts": 'import "./a.ts";\n',
    "tests/x.ts": 'import "./y.ts";\n',
    "tests/y.ts": 'import "./x.ts";\n',
  };
  const map = await analyseFiles(files);
  assert.equal(map.cycles.filter((cycle) => !cycle.type_only).length, 2);
  const { cycles } = await signals(files);
  assert.match(cycles!.detail, /^2 of 2 linked source files \(100%\) lie on 1 run-time cycle\. /);
  assert.match(cycles!.detail, /1 further cycle of the map is left out here/);
  assert.match(cycles!.remedy!, /without 1 import between files/);
});

Deno.test("health: dependencies are stale where manifest and lock file rest for a year", async () => {
  const end = Date.parse("2026-06-01T00:00:00Z") / 1_000;
  const commit = (daysAgo: number, ...paths: string[]) =>
    historyCommit({
      sha: daysAgo.toString(16).padStart(40, "0"),
      time: end - daysAgo * 86_400,
      paths,
    });
  const manifest = '{ "name": "m", "dependencies": { "x": "1" } }';
  const files = {
    "one/package.json": manifest,
    "one/package-lock.json": "{}",
    "two/package.json": manifest,
    "two/package-lock.json": "{}",
  };
  const all = Object.keys(files);
  const { dependency_updates: found } = await signals(files, {
    history: [commit(10, "one/package-lock.json"), commit(700, ...all)],
  });
  assert.equal(found!.score, 50);
  assert.match(found!.detail, /^1 of 2 manifests with dependencies did not change .* 23 months/);
  assert.deepEqual(found!.evidence, [{ path: "two/package.json", line: null }]);
  const young = await signals(files, { history: [commit(200, ...all)] });
  assert.equal(young.dependency_updates, undefined);
});
