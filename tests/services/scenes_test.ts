import assert from "node:assert/strict";
import { buildComponentGraph } from "../../lib/analysis/component_graph.ts";
import { componentScene, drawScene } from "../../lib/analysis/scene/components.ts";
import { FactoryError } from "../../lib/domain/errors.ts";
import type { Scene, SceneQuery } from "../../lib/domain/wire/graph_scene.ts";
import type { MapView } from "../../lib/domain/wire/map_view.ts";
import type { MapDependency } from "../../lib/domain/wire/system_map.ts";
import { createScenesService } from "../../lib/services/scenes.ts";
import { plainComponent, plainFile } from "../support/map_parts.ts";

/** `a/` has 80 components, each of which uses the one before it; `b` uses the last of them. */
const NAMES = [...Array.from({ length: 80 }, (_, n) => `a-${n}`), "b"];

async function scenes(draw = drawScene) {
  const files = NAMES.map((name) => plainFile(`${name}/index.ts`));
  const imports = files.slice(1).map((file, index): MapDependency => ({
    from: file.path,
    to: files[index]!.path,
    specifier: "x",
    line: 1,
    kind: "import",
    type_only: false,
    resolution: "file",
  }));
  const graph = buildComponentGraph(NAMES.map((name) => plainComponent(name)), files, imports);
  const scene = await componentScene({
    components: graph.components,
    component_dependencies: graph.dependencies,
  });
  const view = {
    map_id: "m",
    commit: { sha: "c" },
    languages: [],
    totals: { source: { code: 1 } },
    scene,
  } as unknown as MapView;
  const service = createScenesService({
    projects: { get: () => Promise.resolve({} as never) },
    maps: { view: (id) => Promise.resolve(id === "mapped" ? view : null) },
    graph: {
      between: (_id, _kind, from, to) =>
        Promise.resolve({ total: from.length * to.length, items: [] }),
      inside: () => Promise.resolve({ items: [], links: [], cycles: [] }),
      path: () => Promise.resolve({ edges: null } as never),
    },
    draw,
  });
  return async (query: SceneQuery): Promise<Scene> => (await service.scene("mapped", query))!;
}

Deno.test("scene() shows what is large as a matrix, and its picture in groups", async () => {
  const scene = await scenes();
  const matrix = await scene({});
  assert.equal(matrix.view, "matrix");
  assert.equal(matrix.picture, null);
  assert.deepEqual(matrix.blocks.slice(0, 3), [["a-0"], ["a-1"], ["a-2"]]);
  assert.deepEqual(matrix.blocks.at(-1), ["b"]);
  const graph = await scene({ view: "graph" });
  assert.equal(graph.total, 81);
  assert.ok(graph.grouped && graph.boxes.length <= 40);
  assert.equal(graph.picture?.nodes.length, graph.boxes.length);
  // Drawn or waiting to be: nothing between boxes is left out of the page.
  assert.equal(graph.picture!.edges.length + graph.hidden.length, graph.arcs.length);
});

Deno.test("scene() finds a component in the group that stands for it", async () => {
  const scene = await scenes();
  const graph = await scene({ view: "graph" });
  const group = graph.boxes.find(({ kind }) => kind === "group")!;
  const member = NAMES.toSorted()[group.members[0]!]!;
  const found = await scene({ view: "graph", focus: member, to: "gone" });
  assert.equal(found.focus, group.id);
  assert.deepEqual(found.missing, ["gone"]);
  assert.equal(found.way, null);
});

Deno.test("scene() tells the way, the one back, and what each step stands on", async () => {
  const scene = await scenes();
  const { way } = await scene({ focus: "b", to: "a-77" });
  assert.deepEqual(way?.ids, ["b", "a-79", "a-78", "a-77"]);
  assert.equal(way?.reverse, null);
  assert.deepEqual(way?.steps.map(({ from, to, total }) => [from, to, total]), [
    ["b", "a-79", 1],
    ["a-79", "a-78", 1],
    ["a-78", "a-77", 1],
  ]);
  const back = (await scene({ focus: "a-77", to: "b" })).way;
  assert.equal(back?.ids, null);
  assert.deepEqual(back?.reverse, way?.ids);
});

Deno.test("scene() draws a group once for a map, and again after a failure", async () => {
  let drawn = 0;
  const scene = await scenes((boxes, links) =>
    ++drawn === 1 ? Promise.reject(new Error("no thread")) : drawScene(boxes, links)
  );
  await assert.rejects(scene({ view: "graph", group: "a-1" }), /no thread/);
  const first = await scene({ view: "graph", group: "a-1" });
  const second = await scene({ view: "graph", group: "a-1" });
  assert.deepEqual(second.picture, first.picture);
  assert.equal(drawn, 2);
  assert.equal(first.total, 11);
});

Deno.test("scene() refuses a component that is none", async () => {
  const scene = await scenes();
  await assert.rejects(
    scene({ component: "gone" }),
    (error) => error instanceof FactoryError && error.code === "file_not_found",
  );
});
