import assert from "node:assert/strict";
import { layoutComponents, MAX_NODES } from "../../lib/analysis/layout.ts";
import { MAX_EDGES } from "../../lib/analysis/layout/choose_edges.ts";
import type { ViewComponent, ViewComponentEdge } from "../../lib/domain/wire/map_view.ts";
import { plainComponent } from "../support/map_parts.ts";

function component(id: string, links = 0): ViewComponent {
  return {
    ...plainComponent(id),
    fan_in: links,
    fan_out: links,
    instability: 0.5,
    depth: 0,
  };
}

function edge(from: string, to: string, count = 1): ViewComponentEdge {
  return { from, to, count, cyclic: false };
}

/** Everybody depends on everybody with a greater number. */
function denseGraph(size: number) {
  const components = Array.from({ length: size }, (_, index) => component(`c${index}`, size - 1));
  const edges = components.flatMap((a, i) =>
    components.slice(i + 1).map((b, j) => edge(a.id, b.id, 1 + (i * 7 + j * 13) % 50))
  );
  return { components, edges };
}

Deno.test("layoutComponents() draws a dependency from left to right", async () => {
  const layout = await layoutComponents(
    [component("app", 1), component("lib", 1)],
    [edge("app", "lib")],
  );
  const [app, lib] = ["app", "lib"].map((id) => layout.nodes.find((node) => node.id === id));
  assert.ok(app !== undefined && lib !== undefined);
  assert.ok(app.x + app.width < lib.x);
  assert.ok((layout.edges[0]?.points.length ?? 0) >= 2);
});

Deno.test("layoutComponents() gives the same picture every time, whatever the order given", async () => {
  const { components, edges } = denseGraph(14);
  const first = await layoutComponents(components, edges);
  const second = await layoutComponents(components.toReversed(), edges.toReversed());
  assert.equal(JSON.stringify(second), JSON.stringify(first));
});

Deno.test("layoutComponents() keeps boxes apart and inside the picture", async () => {
  const { components, edges } = denseGraph(12);
  const lonely = Array.from({ length: 11 }, (_, index) => component(`lonely-${index}`));
  const layout = await layoutComponents([...components, ...lonely], edges);
  assert.equal(layout.nodes.length, 23);
  for (const a of layout.nodes) {
    assert.ok(a.x >= 0 && a.y >= 0, a.id);
    assert.ok(a.x + a.width <= layout.width && a.y + a.height <= layout.height, a.id);
    for (const b of layout.nodes) {
      if (a === b) continue;
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x ||
        a.y + a.height <= b.y || b.y + b.height <= a.y;
      assert.ok(apart, `${a.id} lies on ${b.id}`);
    }
  }
});

Deno.test("layoutComponents() cuts a hairball down and says by how much", async () => {
  const { components, edges } = denseGraph(90);
  const layout = await layoutComponents(components, edges);
  assert.equal(layout.nodes.length, MAX_NODES);
  assert.equal(layout.omitted, 90 - MAX_NODES);
  assert.ok(layout.edges.length <= MAX_EDGES);
  const inside = MAX_NODES * (MAX_NODES - 1) / 2;
  assert.equal(layout.omitted_edges, inside - layout.edges.length);
});

Deno.test("layoutComponents() draws cycles and survives an empty map", async () => {
  const cycle = await layoutComponents(
    [component("a", 1), component("b", 1), component("c", 1)],
    [edge("a", "b"), edge("b", "c"), edge("c", "a")],
  );
  assert.equal(cycle.edges.length, 3);
  assert.deepEqual(await layoutComponents([], []), {
    width: 0,
    height: 0,
    nodes: [],
    edges: [],
    omitted: 0,
    omitted_edges: 0,
  });
});

Deno.test("layoutComponents() draws an edge that closes a cycle from right to left", async () => {
  const layout = await layoutComponents(
    [component("app", 2), component("lib", 2), component("core", 2)],
    [edge("app", "lib", 9), edge("lib", "core", 9), edge("core", "app", 1)],
  );
  const x = (id: string) => layout.nodes.find((node) => node.id === id)?.x ?? NaN;
  assert.ok(x("app") < x("lib") && x("lib") < x("core"));
  const back = layout.edges.filter((one) => one.back);
  assert.deepEqual(back.map(({ from, to }) => [from, to]), [["core", "app"]]);
  const points = back[0]?.points ?? [];
  assert.ok((points[0]?.x ?? 0) > (points.at(-1)?.x ?? Infinity));
});

Deno.test("layoutComponents() begins each unconnected part at the left, the largest on top", async () => {
  const names = ["app", "lib", "core", "tool", "kit"];
  const layout = await layoutComponents(
    names.map((name) => component(name, 1)),
    [edge("tool", "kit", 9), edge("app", "lib"), edge("app", "core")],
  );
  const [app, tool] = ["app", "tool"].map((id) => layout.nodes.find((node) => node.id === id));
  assert.equal(app?.x, tool?.x);
  const bottom = Math.max(
    ...layout.nodes.filter(({ id }) => ["app", "lib", "core"].includes(id))
      .map(({ y, height }) => y + height),
  );
  assert.ok((tool?.y ?? 0) > bottom);
});
