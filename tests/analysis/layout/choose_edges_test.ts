import assert from "node:assert/strict";
import {
  chooseEdges,
  EDGES_PER_NODE,
  WHOLE_UP_TO,
} from "../../../lib/analysis/layout/choose_edges.ts";
import type { ViewComponentEdge } from "../../../lib/domain/wire/map_view.ts";

const SIZE = 14;
const name = (index: number) => `c${String(index).padStart(2, "0")}`;
const edge = (from: number, to: number, count = 1): ViewComponentEdge => ({
  from: name(from),
  to: name(to),
  count,
  cyclic: false,
});
const isBack = ({ from, to }: ViewComponentEdge) => from > to;
const drawn = (edges: ViewComponentEdge[]) =>
  new Set(chooseEdges(edges, SIZE, isBack).map(({ from, to }) => `${from} ${to}`));

/** A chain, and an arrow from everybody to everybody after. */
function dense(count: (from: number, to: number) => number): ViewComponentEdge[] {
  return Array.from({ length: SIZE }, (_, from) => from).flatMap((from) =>
    Array.from({ length: SIZE - from - 1 }, (_, step) => from + step + 1)
      .map((to) => edge(from, to, count(from, to)))
  );
}

Deno.test("chooseEdges() draws a small graph whole", () => {
  const edges = Array.from({ length: WHOLE_UP_TO }, (_, index) => edge(0, index + 1));
  assert.equal(chooseEdges(edges, 2, isBack).length, WHOLE_UP_TO);
});

Deno.test("chooseEdges() keeps a few edges per component of a dense graph", () => {
  assert.equal(drawn(dense(() => 1)).size, Math.ceil(SIZE * EDGES_PER_NODE));
});

Deno.test("chooseEdges() prefers an edge that no other path implies to one that is twice as strong", () => {
  const kept = drawn(dense((from, to) => to === from + 1 ? 5 : 10));
  for (let index = 0; index < SIZE - 1; index++) {
    assert.ok(kept.has(`${name(index)} ${name(index + 1)}`), name(index));
  }
});

Deno.test("chooseEdges() draws the strongest cycles of a dense graph", () => {
  const kept = drawn([...dense(() => 50), edge(9, 2, 7), edge(8, 1, 1), edge(7, 3, 9)]);
  assert.ok(kept.has(`${name(9)} ${name(2)}`));
  assert.ok(kept.has(`${name(7)} ${name(3)}`));
});

Deno.test("chooseEdges() leaves no connected component without an edge", () => {
  const kept = [...drawn([...dense(() => 50), edge(SIZE, 3, 1)])].join(" ");
  assert.ok(kept.includes(name(SIZE)));
});
