import assert from "node:assert/strict";
import {
  arcsBetween,
  markCycles,
  matrixOrder,
  type PlainLink,
  shortestWay,
} from "../../../lib/analysis/scene/arcs.ts";
import type { SceneArc, SceneBox, SceneItem } from "../../../lib/domain/wire/graph_scene.ts";

function items(names: string): SceneItem[] {
  return [...names].map((id) => ({
    id,
    name: id,
    path: id,
    kind: "library",
    language: null,
    files: 1,
    code: 1,
  }));
}

function box(all: SceneItem[], id: string, members: string): SceneBox {
  return {
    ...all[0]!,
    id,
    members: [...members].map((name) => all.findIndex((one) => one.id === name)),
  };
}

/** `ab3`: a imports b, three times. */
function links(all: SceneItem[], ...words: string[]): PlainLink[] {
  const at = (id: string) => all.findIndex((one) => one.id === id);
  return words.map((word) => ({
    from: at(word[0]!),
    to: at(word[1]!),
    count: Number(word[2] ?? 1),
    type_only: word.endsWith("t"),
  }));
}

function arcs(...words: string[]): SceneArc[] {
  return words.map((word) => ({
    from: word[0]!,
    to: word[1]!,
    count: Number(word[2] ?? 1),
    type_only: false,
    cyclic: false,
    breaks: false,
  }));
}

Deno.test("markCycles() finds who depends on each other, and the weakest link that ends it", () => {
  const all = items("abcd");
  const { links: marked, cycles } = markCycles(all, links(all, "ab5", "bc5", "ca1", "cd1"));
  assert.deepEqual(marked.map(({ cyclic }) => cyclic), [true, true, true, false]);
  assert.deepEqual(marked.map(({ breaks }) => breaks), [false, false, true, false]);
  assert.deepEqual(cycles, [
    { members: ["a", "b", "c"], type_only: false, breaks: [{ from: "c", to: "a" }] },
  ]);
});

Deno.test("markCycles() does not call types alone a cycle at run time", () => {
  const all = items("ab");
  const { links: marked, cycles } = markCycles(all, links(all, "ab2", "ba1t"));
  assert.ok(marked.every(({ cyclic }) => !cyclic));
  assert.equal(cycles[0]?.type_only, true);
});

Deno.test("arcsBetween() adds up between boxes, and sees no cycle where only boxes have one", () => {
  const all = items("abcd");
  const { links: marked } = markCycles(all, links(all, "ac2", "ad1", "bc3", "db1", "ab7"));
  // c and d are one box: it is used by a and b, and uses b. No component depends on itself.
  const found = arcsBetween(
    [box(all, "a", "a"), box(all, "b", "b"), box(all, "cd", "cd")],
    marked,
  );
  assert.deepEqual(found.map(({ from, to, count, cyclic }) => [from, to, count, cyclic]), [
    ["a", "b", 7, false],
    ["a", "cd", 3, false],
    ["b", "cd", 3, false],
    ["cd", "b", 1, false],
  ]);
  const whole = arcsBetween([box(all, "all", "abcd")], marked);
  assert.deepEqual(whole, []);
});

Deno.test("matrixOrder() puts what is used first: all arcs of an acyclic graph lie below", () => {
  const ids = [..."abcdefgh"];
  for (let seed = 1; seed < 40; seed++) {
    const made = ids.flatMap((from, i) =>
      ids.flatMap((to, j) => j > i && (i * 7 + j * 13 + seed) % 3 === 0 ? arcs(from + to) : [])
    );
    const order = matrixOrder(ids.toReversed(), made).flat();
    assert.deepEqual(order.toSorted(), ids);
    for (const { from, to } of made) assert.ok(order.indexOf(to) < order.indexOf(from));
  }
});

Deno.test("matrixOrder() keeps a cycle together, its weakest arc above the diagonal", () => {
  const made = arcs("xa", "ab9", "bc9", "ca1", "cy");
  const blocks = matrixOrder([..."abcxy"], made);
  assert.deepEqual(blocks, [["y"], ["c", "b", "a"], ["x"]]);
});

Deno.test("matrixOrder() is the same whatever the order given", () => {
  const made = arcs("ab2", "bc2", "ca1", "de1", "ed3", "fa", "gf");
  const blocks = matrixOrder([..."abcdefg"], made);
  assert.deepEqual(matrixOrder([..."gfedcba"], made.toReversed()), blocks);
});

Deno.test("shortestWay() finds the shortest way, heavy arcs before light ones, or none", () => {
  const made = arcs("ab1", "ac9", "bd1", "cd1", "de1");
  assert.deepEqual(shortestWay(made, "a", "e"), ["a", "c", "d", "e"]);
  assert.deepEqual(shortestWay(made, "a", "b"), ["a", "b"]);
  assert.equal(shortestWay(made, "e", "a"), null);
  assert.deepEqual(shortestWay(arcs("ab", "ba"), "a", "b"), ["a", "b"]);
});
