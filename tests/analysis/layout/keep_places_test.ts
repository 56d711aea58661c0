import assert from "node:assert/strict";
import { drawBoxes, type DrawnBox, type DrawnEdge } from "../../../lib/analysis/layout.ts";
import { keepPlaces } from "../../../lib/analysis/layout/keep_places.ts";
import type { Picture } from "../../../lib/domain/wire/graph_scene.ts";

function layered(size: number): { boxes: DrawnBox[]; edges: DrawnEdge[] } {
  const boxes = Array.from({ length: size }, (_, n) => ({ id: `c${n}`, name: `component-${n}` }));
  const edges = boxes.flatMap(({ id }, n) =>
    [...new Set([2 * n + 1, 2 * n + 2, n + 5])].filter((to) => to < size).map((to, index) => ({
      from: id,
      to: `c${to}`,
      count: 5 - index,
    }))
  );
  return { boxes, edges };
}

async function draw({ boxes, edges }: ReturnType<typeof layered>): Promise<Picture> {
  return { ...await drawBoxes(boxes, edges), drift: 0 };
}

function without(graph: ReturnType<typeof layered>, id: string) {
  return {
    boxes: graph.boxes.filter((box) => box.id !== id),
    edges: graph.edges.filter(({ from, to }) => from !== id && to !== id),
  };
}

function assertApart({ nodes, width, height }: Picture): void {
  for (const [index, a] of nodes.entries()) {
    assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height, a.id);
    for (const b of nodes.slice(index + 1)) {
      const apart = a.x + a.width <= b.x || b.x + b.width <= a.x ||
        a.y + a.height <= b.y || b.y + b.height <= a.y;
      assert.ok(apart, `${a.id} lies on ${b.id}`);
    }
  }
}

Deno.test("keepPlaces() gives the same graph the same picture", async () => {
  const graph = layered(20);
  const first = await draw(graph);
  const again = keepPlaces(first, graph.boxes, graph.edges);
  assert.deepEqual(again?.nodes, first.nodes);
  assert.deepEqual(again?.edges, first.edges);
});

Deno.test("keepPlaces() moves nothing to make room for one box, wherever it belongs", async () => {
  const graph = layered(24);
  for (const { id } of graph.boxes) {
    const before = await draw(without(graph, id));
    const after = keepPlaces(before, graph.boxes, graph.edges);
    assert.ok(after !== null, id);
    assertApart(after);
    const at = new Map(after.nodes.map((node) => [node.id, node]));
    // A box left of all others moves the picture as a whole.
    const shifts = new Set(
      before.nodes.map((node) =>
        `${Math.round(at.get(node.id)!.x - node.x)} ${at.get(node.id)!.y - node.y}`
      ),
    );
    assert.equal(shifts.size, 1, `${id}: ${[...shifts]}`);
    assert.match([...shifts][0]!, /^\d+ 0$/);
    assert.equal(after.drift, 1);
    assert.ok(after.edges.some(({ from, to }) => from === id || to === id), `${id} has no edge`);
  }
});

Deno.test("keepPlaces() forgets what is gone, and draws what is left as it was", async () => {
  const graph = layered(20);
  const first = await draw(graph);
  const less = without(graph, "c7");
  const after = keepPlaces(first, less.boxes, less.edges)!;
  assert.deepEqual(after.nodes, first.nodes.filter(({ id }) => id !== "c7"));
  assert.ok(after.edges.every(({ from, to }) => from !== "c7" && to !== "c7"));
});

Deno.test("keepPlaces() gives up once a quarter has changed, counting from the last new picture", async () => {
  const graph = layered(20);
  let picture: Picture | null = await draw(graph);
  const boxes = [...graph.boxes];
  let kept = 0;
  while (picture !== null) {
    boxes.push({ id: `new${boxes.length}`, name: "new" });
    picture = keepPlaces(picture, boxes, graph.edges);
    if (picture !== null) assertApart(picture);
    kept++;
  }
  assert.equal(kept, 7);
});

Deno.test("keepPlaces() gives up where the order has turned round", async () => {
  const graph = layered(12);
  const turned = graph.edges.map(({ from, to, count }) => ({ from: to, to: from, count }));
  assert.equal(keepPlaces(await draw(graph), graph.boxes, turned), null);
});
