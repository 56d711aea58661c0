import assert from "node:assert/strict";
import { buildComponentGraph } from "../../lib/analysis/component_graph.ts";
import type { MapDependency } from "../../lib/domain/wire/system_map.ts";
import { plainComponent, plainFile } from "../support/map_parts.ts";

function imports(from: string, to: string, typeOnly = false): MapDependency {
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

function graphOf(...dependencies: MapDependency[]) {
  const paths = [...new Set(dependencies.flatMap(({ from, to }) => [from, to!]))];
  const ids = [...new Set([...paths.map((path) => path.split("/")[0]!), "alone"])].sort();
  return buildComponentGraph(
    ids.map((id) => plainComponent(id)),
    paths.map((path) => plainFile(path)),
    dependencies,
  );
}

Deno.test("buildComponentGraph() adds edges up, once per pair of files", () => {
  const { dependencies } = graphOf(
    imports("a/1", "b/1"),
    { ...imports("a/1", "b/1"), kind: "reexport" },
    imports("a/2", "b/1", true),
    imports("a/1", "a/2"),
    imports("c/1", "b/2", true),
  );
  assert.deepEqual(dependencies, [
    { from: "a", to: "b", edges: 2, type_only: false, cyclic: false },
    { from: "c", to: "b", edges: 1, type_only: true, cyclic: false },
  ]);
});

Deno.test("buildComponentGraph() tells how far each one leans on others", () => {
  const { components } = graphOf(
    imports("app/1", "api/1"),
    imports("app/1", "core/1"),
    imports("api/1", "core/1"),
    imports("core/1", "base/1"),
    // A cycle is one step of the way, whichever of its members the way enters by.
    imports("base/1", "low/1"),
    imports("low/1", "base/1"),
    imports("low/1", "end/1"),
  );
  const figures = components.map(({ id, fan_in, fan_out, instability, depth }) => ({
    [id]: [fan_in, fan_out, instability, depth],
  }));
  assert.deepEqual(Object.assign({}, ...figures), {
    alone: [0, 0, null, 0],
    api: [1, 1, 0.5, 3],
    app: [0, 2, 1, 4],
    base: [2, 1, 0.333, 1],
    core: [2, 1, 0.333, 2],
    end: [1, 0, 0, 0],
    low: [1, 2, 0.667, 1],
  });
});

Deno.test("buildComponentGraph() finds cycles, marks their edges and the weakest to break", () => {
  const { cycles, dependencies } = graphOf(
    imports("a/1", "b/1"),
    imports("a/2", "b/1"),
    imports("b/1", "a/1"),
    imports("c/1", "d/1"),
    imports("d/1", "c/1", true),
  );
  assert.deepEqual(cycles, [
    { components: ["a", "b"], type_only: false, break_edges: [{ from: "b", to: "a" }] },
    { components: ["c", "d"], type_only: true, break_edges: [{ from: "d", to: "c" }] },
  ]);
  assert.deepEqual(
    dependencies.filter((edge) => edge.cyclic).map(({ from, to }) => `${from}${to}`),
    ["ab", "ba"],
  );
});

Deno.test("buildComponentGraph() takes an edge of types for no part of a run-time cycle", () => {
  const { dependencies } = graphOf(
    imports("a/1", "b/1"),
    imports("b/1", "c/1"),
    imports("c/1", "a/1"),
    imports("a/1", "c/1", true),
  );
  assert.deepEqual(
    dependencies.map(({ from, to, cyclic }) => [from + to, cyclic]),
    [["ab", true], ["ac", false], ["bc", true], ["ca", true]],
  );
});

Deno.test("buildComponentGraph() survives a chain deeper than any call stack", () => {
  const chain = Array.from({ length: 30_000 }, (_, at) => imports(`c${at}/f`, `c${at + 1}/f`));
  const { components } = graphOf(...chain);
  assert.equal(components.find((one) => one.id === "c0")?.depth, 30_000);
});
