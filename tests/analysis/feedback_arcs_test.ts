import assert from "node:assert/strict";
import fc from "fast-check";
import { feedbackArcs, type WeightedArc } from "../../lib/analysis/graph/feedback_arcs.ts";
import { type Arc, stronglyConnected } from "../../lib/analysis/graph/strongly_connected.ts";

/** Graphs of so many nodes, each pair once, no node to itself. */
function graphs(nodes: number): fc.Arbitrary<WeightedArc[]> {
  return fc.uniqueArray(
    fc.record({
      from: fc.integer({ min: 0, max: nodes - 1 }).map(String),
      to: fc.integer({ min: 0, max: nodes - 1 }).map(String),
      weight: fc.integer({ min: 1, max: 5 }),
    }),
    { selector: ({ from, to }) => `${from} ${to}`, maxLength: nodes * nodes, size: "max" },
  ).map((arcs) => arcs.filter(({ from, to }) => from !== to));
}

function isAcyclic(arcs: readonly WeightedArc[]): boolean {
  return stronglyConnected(arcs.map(({ from, to }): Arc => [from, to])).length === 0;
}

function without(arcs: readonly WeightedArc[], removed: readonly Arc[]): WeightedArc[] {
  return arcs.filter((arc) => !removed.some(([from, to]) => from === arc.from && to === arc.to));
}

function weightOf(arcs: readonly WeightedArc[]): number {
  return arcs.reduce((sum, arc) => sum + arc.weight, 0);
}

Deno.test("feedbackArcs() leaves no cycle, and no part of it would do", () => {
  for (const nodes of [3, 8, 9, 14]) {
    fc.assert(
      fc.property(graphs(nodes), (arcs) => {
        const removed = feedbackArcs(arcs);
        assert.ok(isAcyclic(without(arcs, removed)));
        for (const one of removed) {
          const rest = removed.filter((arc) => arc !== one);
          assert.ok(!isAcyclic(without(arcs, rest)), `${one} was not needed`);
        }
      }),
      { numRuns: 150, seed: nodes },
    );
  }
});

Deno.test("feedbackArcs() of a small graph weighs as little as any", () => {
  fc.assert(
    fc.property(graphs(4), (arcs) => {
      const removed = feedbackArcs(arcs);
      let least = Infinity;
      for (let set = 0; set < 1 << arcs.length; set++) {
        const kept = arcs.filter((_, at) => (set & (1 << at)) === 0);
        if (isAcyclic(kept)) least = Math.min(least, weightOf(arcs) - weightOf(kept));
      }
      assert.equal(weightOf(arcs) - weightOf(without(arcs, removed)), least);
    }),
    { numRuns: 60, seed: 1 },
  );
});

Deno.test("feedbackArcs() does not depend on the order of its input", () => {
  fc.assert(
    fc.property(graphs(12), (arcs) => {
      assert.deepEqual(feedbackArcs(arcs.toReversed()), feedbackArcs(arcs));
    }),
    { numRuns: 100, seed: 1 },
  );
});

Deno.test("feedbackArcs() gives up looking for what may stay, never for what must go", () => {
  const nodes = 60;
  const arcs: WeightedArc[] = [];
  for (let from = 0; from < nodes; from++) {
    for (let step = 1; step < 9; step++) {
      arcs.push({ from: `${from}`, to: `${(from * 7 + step * step) % nodes}`, weight: 1 });
    }
  }
  const once = [...new Map(arcs.map((arc) => [`${arc.from} ${arc.to}`, arc])).values()];
  const all = feedbackArcs(once);
  const hasty = feedbackArcs(once, 10);
  assert.ok(isAcyclic(without(once, hasty)));
  assert.ok(hasty.length > all.length);
});
