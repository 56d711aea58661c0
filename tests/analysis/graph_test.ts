import assert from "node:assert/strict";
import { findCycles } from "../../lib/analysis/cycles.ts";
import type { MapDependency } from "../../lib/domain/wire/system_map.ts";
import { analyseFiles } from "../support/analysis.ts";

function edge(from: string, to: string, typeOnly = false): MapDependency {
  return {
    from,
    to,
    specifier: to,
    line: 1,
    kind: "import",
    type_only: typeOnly,
    resolution: "file",
  };
}

Deno.test("findCycles() finds each strongly connected set once and tells types from run time", () => {
  const cycles = findCycles([
    edge("b", "a"),
    edge("a", "b"),
    edge("b", "c"),
    edge("d", "e", true),
    edge("e", "d"),
    edge("f", "f"),
    edge("g", "a"),
  ]);
  assert.deepEqual(cycles, [
    {
      files: ["a", "b"],
      type_only: false,
      runtime_files: ["a", "b"],
      break_edges: [{ from: "b", to: "a" }],
    },
    {
      files: ["d", "e"],
      type_only: true,
      runtime_files: [],
      break_edges: [{ from: "e", to: "d" }],
    },
  ]);
});

Deno.test("findCycles() calls a pair type-only where every one of its imports is", () => {
  const both = [edge("a", "b", true), { ...edge("a", "b"), line: 9 }, edge("b", "a")];
  assert.equal(findCycles(both)[0]!.type_only, false);
});

Deno.test("findCycles() breaks what runs, where types tie more files together", () => {
  const [cycle] = findCycles([
    edge("a", "b"),
    edge("b", "a"),
    { ...edge("b", "a"), line: 2 },
    edge("b", "c", true),
    edge("c", "a", true),
  ]);
  assert.deepEqual(cycle!.files, ["a", "b", "c"]);
  assert.deepEqual(cycle!.runtime_files, ["a", "b"]);
  // One import is less work than two.
  assert.deepEqual(cycle!.break_edges, [{ from: "a", to: "b" }]);
});

Deno.test("findCycles() walks a chain of 200,000 files without exhausting the stack", () => {
  const edges = Array.from({ length: 200_000 }, (_, at) => edge(`${at}`, `${at + 1}`));
  edges.push(edge("200000", "0"));
  assert.equal(findCycles(edges)[0]!.files.length, 200_001);
});

Deno.test("edges are sorted, unique, and carry the line that proves them", async () => {
  const map = await analyseFiles({
    "a.ts": 'import type { T } from "./b.ts";\nimport { f } from "./b.ts";\nimport "./a0.ts";\n' +
      'export * from "./b.ts";\nimport "./missing.ts";\nimport "node:fs";\n',
    "a0.ts": "export {};\n",
    "b.ts": "export type T = 1;\nexport const f = 1;\n",
  });
  assert.deepEqual(
    map.dependencies.map((one) => [one.from, one.line, one.kind, one.to, one.type_only]),
    [
      ["a.ts", 2, "import", "b.ts", false],
      ["a.ts", 3, "import", "a0.ts", false],
      ["a.ts", 4, "reexport", "b.ts", false],
      ["a.ts", 5, "import", null, false],
      ["a.ts", 6, "import", "node:fs", false],
    ],
  );
  assert.ok(map.dependencies.every((one) => (one.resolution === "unresolved") === !!one.reason));
});
