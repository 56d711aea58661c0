import assert from "node:assert/strict";
import { logScale, placeLabels } from "../../components/hotspots/scale.ts";
import { spotsOf } from "../../components/hotspots/spots.ts";
import { filesPart } from "../support/files_part.ts";

Deno.test("logScale() gives equal ratios equal lengths, and keeps all inside the range", () => {
  const { at } = logScale(1, 10_000, [0, 1000]);
  assert.ok(at(1) > 0 && at(10_000) < 1000);
  const steps = [at(10) - at(1), at(100) - at(10), at(1000) - at(100)];
  for (const step of steps) assert.ok(Math.abs(step - steps[0]!) < 1e-9, `${steps}`);
  assert.equal(at(0), 0);
  assert.equal(at(1e9), 1000);
});

Deno.test("logScale() runs backwards, and has readable ticks inside of its domain", () => {
  const { at, ticks } = logScale(1, 60, [400, 0]);
  assert.ok(at(60) < at(1));
  assert.deepEqual(ticks, [1, 2, 5, 10, 20, 50]);
  assert.deepEqual(logScale(1, 50_000, [0, 1]).ticks, [1, 10, 100, 1_000, 10_000]);
});

Deno.test("logScale() places a single value in the middle", () => {
  const { at, ticks } = logScale(7, 7, [0, 100]);
  assert.ok(Math.abs(at(7) - 50) < 1e-9);
  assert.deepEqual(ticks, [5, 10]);
});

Deno.test("placeLabels() covers neither points nor names, and stays in the box", () => {
  const box = { left: 0, right: 300, top: 0, bottom: 100 };
  const points = [
    { x: 290, y: 50, text: "right.ts" },
    { x: 100, y: 50, text: "one.ts" },
    { x: 102, y: 52, text: "two.ts" },
    ...Array.from({ length: 12 }, () => ({ x: 100, y: 51, text: "crowd.ts" })),
  ];
  const labels = placeLabels(points, box);
  assert.deepEqual([labels[0]?.text, labels[0]?.anchor], ["right.ts", "end"]);
  assert.ok(labels.length >= 3 && labels.length < points.length, `${labels.length} names`);
  const areas = labels.map(({ text, x, y, anchor }) => {
    const width = text.length * 6.4;
    const left = anchor === "start" ? x : x - width;
    return { left, right: left + width, top: y - 11, bottom: y + 3 };
  });
  for (const [at, one] of areas.entries()) {
    assert.ok(one.left >= box.left && one.right <= box.right);
    for (const other of areas.slice(at + 1)) {
      assert.ok(
        one.right < other.left || other.right < one.left || one.bottom < other.top ||
          other.bottom < one.top,
      );
    }
  }
});

Deno.test("spotsOf() ranks own code that changed; what changed once has no score", () => {
  const spots = spotsOf(filesPart([
    { path: "once.ts", code: 900, recent: 1 },
    { path: "often.ts", code: 100, recent: 10, owner: "Ann" },
    { path: "never.ts", code: 100 },
    { path: "some.ts", code: 50, recent: 2 },
    { path: "some_test.ts", code: 500, recent: 20, test: true },
    { path: "notes.md", language: "Markdown", code: 500, recent: 20 },
  ]));
  assert.deepEqual(spots.map(({ path, score, owner }) => [path, score, owner]), [
    ["often.ts", 1, "Ann"],
    ["some.ts", 0.1, null],
    ["once.ts", 0, null],
  ]);
});
