import assert from "node:assert/strict";
import { groupItems } from "../../../lib/analysis/scene/group.ts";
import type { SceneItem } from "../../../lib/domain/wire/graph_scene.ts";

function item(path: string, code = 10): SceneItem {
  return { id: path, name: path, path, kind: "library", language: "TypeScript", files: 1, code };
}

const ids = (boxes: { id: string }[]) => boxes.map(({ id }) => id);

Deno.test("groupItems() leaves alone what can be read, ordered by path", () => {
  assert.deepEqual(ids(groupItems([item("b"), item("a")], 2)), ["a", "b"]);
});

Deno.test("groupItems() shows folders, and opens the fullest as long as its parts fit", () => {
  const items = [
    ...["a", "b", "c", "d"].map((name) => item(`apps/${name}`)),
    ...["x", "y"].map((name) => item(`libs/${name}`)),
    item("main"),
  ];
  assert.deepEqual(ids(groupItems(items, 3)), ["apps/*", "libs/*", "main"]);
  assert.deepEqual(ids(groupItems(items, 6)), [
    "apps/a",
    "apps/b",
    "apps/c",
    "apps/d",
    "libs/*",
    "main",
  ]);
});

Deno.test("groupItems() puts names together that begin alike, where one folder holds all", () => {
  const items = [
    ...Array.from({ length: 5 }, (_, n) => item(`packages/plugin-syntax-${n}`)),
    ...Array.from({ length: 5 }, (_, n) => item(`packages/plugin-transform-${n}`)),
    item("packages/core"),
  ];
  const boxes = groupItems(items, 3);
  assert.deepEqual(ids(boxes), [
    "packages/core",
    "packages/plugin-syntax-*",
    "packages/plugin-transform-*",
  ]);
  assert.equal(boxes[1]?.name, "plugin-syntax-*");
  assert.equal(boxes[1]?.files, 5);
  assert.equal(boxes[1]?.code, 50);
});

Deno.test("groupItems() looks into a group by its prefix", () => {
  const items = [item("packages/plugin-a"), item("packages/plugin-b"), item("packages/core")];
  assert.deepEqual(ids(groupItems(items, 9, { within: "packages/plugin-" })), [
    "packages/plugin-a",
    "packages/plugin-b",
  ]);
});

Deno.test("groupItems() keeps the largest of many side by side, and the rest in one box", () => {
  const items = Array.from({ length: 100 }, (_, n) => item(`packages/p${n}`, n));
  const boxes = groupItems(items, 20);
  assert.equal(boxes.length, 20);
  const rest = boxes.find(({ id }) => id === "packages/…");
  assert.equal(rest?.members.length, 81);
  assert.ok(boxes.every((box) => box === rest || box.code >= 81));
});

Deno.test("groupItems() loses no item, shows none twice, and keeps to its limit", () => {
  const words = ["core", "api", "web-ui", "web-api", "x_y", "z.test"];
  for (let size = 1; size < 400; size += 7) {
    const items = Array.from(
      { length: size },
      (_, n) =>
        item(
          `${n % 3 ? `dir${n % 11}/` : ""}${n % 5 ? `${words[n % 6]}/` : ""}${words[n % 4]}-${n}`,
        ),
    );
    for (const limit of [5, 20, 60]) {
      const boxes = groupItems(items, limit);
      const members = boxes.flatMap((box) => box.members).sort((a, b) => a - b);
      assert.deepEqual(members, items.map((_, n) => n), `${size} in ${limit}`);
      assert.ok(boxes.length <= limit, `${boxes.length} boxes of ${limit}`);
      assert.equal(new Set(ids(boxes)).size, boxes.length);
    }
  }
});

Deno.test("groupItems() gives every group an id that looks into exactly its members", () => {
  const items = Array.from(
    { length: 90 },
    (_, n) => item(`p/${n % 4 ? "ab-" : "a-"}${n % 3}-${n}`),
  );
  for (const box of groupItems(items, 12)) {
    if (!box.id.endsWith("*")) continue;
    const inside = groupItems(items, 1_000, { within: box.id.slice(0, -1) });
    assert.deepEqual(
      inside.flatMap(({ members }) => members).sort((a, b) => a - b),
      box.members,
      box.id,
    );
  }
});
