import assert from "node:assert/strict";
import { readingOrder } from "../../../lib/analysis/layout/reading_order.ts";

const edge = (from: string, to: string, count = 1) => ({ from, to, count });
const names = (order: Map<string, number>) => [...order.keys()].join(" ");

Deno.test("readingOrder() lets no edge of an acyclic graph run back", () => {
  const ids = ["store", "domain", "app", "web", "lonely"];
  const edges = [
    edge("app", "web"),
    edge("app", "store"),
    edge("web", "domain", 9),
    edge("store", "domain"),
    edge("web", "store"),
  ];
  const order = readingOrder(ids, edges);
  assert.deepEqual([...order.keys()].toSorted(), ids.toSorted());
  for (const { from, to } of edges) assert.ok(order.get(from)! < order.get(to)!, `${from} ${to}`);
});

Deno.test("readingOrder() gives up the weakest edge of a cycle", () => {
  const edges = [edge("a", "b", 5), edge("b", "c", 8), edge("c", "a", 1)];
  assert.equal(names(readingOrder(["c", "b", "a"], edges)), "a b c");
});

Deno.test("readingOrder() ends where a component depends on itself", () => {
  assert.equal(names(readingOrder(["a", "b"], [edge("a", "a", 3), edge("b", "a")])), "b a");
});
