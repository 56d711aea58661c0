import assert from "node:assert/strict";
import { type Place, routeEdge, runsThrough } from "../../../lib/analysis/layout/route.ts";

function place(id: string, x: number, y: number): Place {
  return { id, x, y, width: 150, height: 46 };
}

Deno.test("routeEdge() runs from side to side, around what stands between", () => {
  const [from, to] = [place("a", 0, 100), place("b", 600, 100)];
  const wall = [0, 60, 120, 180].map((y) => place(`w${y}`, 300, y));
  const points = routeEdge(from, to, [from, to, ...wall]);
  assert.deepEqual([points[0], points.at(-1)], [{ x: 150, y: 123 }, { x: 600, y: 123 }]);
  assert.equal((points.length - 1) % 3, 0);
  for (const box of wall) assert.ok(!runsThrough(points, box), box.id);
  assert.ok(runsThrough(routeEdge(from, to, [from, to]), wall[2]!));
});

Deno.test("routeEdge() leads back from the left side, and loops between boxes above each other", () => {
  const back = routeEdge(place("b", 600, 0), place("a", 0, 0), []);
  assert.deepEqual([back[0], back.at(-1)], [{ x: 600, y: 23 }, { x: 150, y: 23 }]);
  const [up, down] = [place("u", 10, 0), place("d", 20, 200)];
  const loop = routeEdge(up, down, [up, down]);
  assert.deepEqual([loop[0], loop.at(-1)], [{ x: 160, y: 23 }, { x: 170, y: 223 }]);
  assert.ok(!runsThrough(loop, place("m", 15, 100)));
});
