import assert from "node:assert/strict";
import { ledgerTones, legendOf } from "../../components/treemap/colours.ts";
import { chooseRows, entriesOf, heatOf, isBelow } from "../../components/treemap/entries.ts";
import { type Drawing, layoutTreemap, type TreeItem } from "../../components/treemap/layout.ts";
import { ledgerRows } from "../../components/treemap/table.tsx";
import { filesPart } from "../support/files_part.ts";

const SIZE = { width: 1000, height: 500 };

function item(path: string, value: number, group = 0): TreeItem {
  return { path, value, group, words: "", opens: true };
}

/** Area of all rectangles of a path such as `M1 2h3v4h-3z`. */
function pathArea(d: string): number {
  return [...d.matchAll(/h([\d.]+)v([\d.]+)h-/g)]
    .reduce((sum, [, width, height]) => sum + Number(width) * Number(height), 0);
}

function filesIn(drawing: Drawing): number {
  return drawing.files.length + drawing.small.reduce((sum, { files }) => sum + files, 0);
}

Deno.test("layoutTreemap() gives files areas in proportion to their values, without overlap", () => {
  const { files } = layoutTreemap(
    [item("a", 400), item("b", 300), item("c", 200), item("d", 100)],
    "",
    SIZE,
  );
  assert.equal(files.length, 4);
  for (const { item: { value }, width, height } of files) {
    const share = width * height / (SIZE.width * SIZE.height);
    assert.ok(Math.abs(share - value / 1000) < 0.02, `${share} for ${value}`);
  }
  for (const [at, one] of files.entries()) {
    for (const other of files.slice(at + 1)) {
      const apart = one.x + one.width <= other.x + 0.2 || other.x + other.width <= one.x + 0.2 ||
        one.y + one.height <= other.y + 0.2 || other.y + other.height <= one.y + 0.2;
      assert.ok(apart, `${one.name} covers ${other.name}`);
    }
  }
});

Deno.test("layoutTreemap() leaves none of 10,000 files out, and stays light", () => {
  const items = Array.from(
    { length: 10_000 },
    (_, at) => item(`d${at % 40}/e${at % 7}/f${at}`, 1 + at % 200, at % 3),
  );
  const drawing = layoutTreemap(items, "", SIZE);
  assert.equal(filesIn(drawing), 10_000);
  assert.ok(drawing.files.length <= 700, `${drawing.files.length} shapes`);
  const text = drawing.small.reduce((sum, { d }) => sum + d.length, 0);
  assert.ok(text < 250_000, `${text} characters of paths`);
  // Gaps and frames take some of the area, from each colour alike.
  const areas = [0, 1, 2].map((group) =>
    drawing.files.filter((file) => file.item.group === group)
      .reduce((sum, { width, height }) => sum + width * height, 0) +
    drawing.small.filter((one) => one.group === group)
      .reduce((sum, { d }) => sum + pathArea(d), 0)
  );
  const all = areas.reduce((sum, area) => sum + area, 0);
  assert.ok(all > 0.5 * SIZE.width * SIZE.height, `${all} drawn`);
  for (const area of areas) assert.ok(Math.abs(area / all - 1 / 3) < 0.03, `${areas}`);
  // What is added up must not change what the caller has.
  assert.equal(items[0]?.value, 1);
});

Deno.test("layoutTreemap() draws a folder that holds one folder as one, and begins below a single one", () => {
  const below = layoutTreemap([item("src/main/java/A", 5), item("src/main/java/B", 5)], "", SIZE);
  assert.deepEqual(below.folders, []);
  assert.deepEqual(below.files.map(({ name }) => name).sort(), ["A", "B"]);
  const beside = layoutTreemap([item("src/main/java/A", 5), item("lib/B", 5)], "", SIZE);
  assert.deepEqual(
    beside.folders.map(({ name, path, files }) => ({ name, path, files })).sort((a, b) =>
      a.name < b.name ? -1 : 1
    ),
    [{ name: "lib", path: "lib", files: 1 }, {
      name: "src/main/java",
      path: "src/main/java",
      files: 1,
    }],
  );
});

Deno.test("layoutTreemap() of a folder draws what is below it, by its own names", () => {
  const drawing = layoutTreemap([item("a/b/c/one", 5), item("a/b/two", 5)], "a/b", SIZE);
  assert.deepEqual(drawing.folders.map(({ path, name }) => [path, name]), [["a/b/c", "c"]]);
  assert.deepEqual(drawing.files.map(({ name }) => name).sort(), ["one", "two"]);
});

Deno.test("isBelow() takes whole names only", () => {
  assert.equal(isBelow("src/a", "src"), true);
  assert.equal(isBelow("srcs/a", "src"), false);
  assert.equal(isBelow("src", "src"), false);
  assert.equal(isBelow("src", ""), true);
});

const PART = filesPart([
  { path: "README.md", language: "Markdown", code: 50 },
  { path: "src/a.ts", code: 100, recent: 4, owner: "Ann" },
  { path: "src/deep/b.ts", code: 50, recent: 2, owner: "Bob" },
  { path: "src/deep/c.ts", code: 40, recent: 1, owner: "Ann" },
  { path: "src/a_test.ts", code: 30, recent: 9, test: true, owner: "Ann" },
  { path: "vendor/v.ts", code: 900, recent: 9, vendored: true },
]);

Deno.test("chooseRows() leaves prose and foreign files out where there is code, and not with all", () => {
  const paths = (all: boolean, folder = "") =>
    chooseRows(PART, folder, all).map((row) => PART.path[row]);
  assert.deepEqual(paths(false), ["src/a.ts", "src/deep/b.ts", "src/deep/c.ts", "src/a_test.ts"]);
  assert.equal(paths(true).length, 6);
  assert.deepEqual(paths(false, "src/deep"), ["src/deep/b.ts", "src/deep/c.ts"]);
});

Deno.test("heatOf() scores as the map does: commits × lines of own code that changed twice", () => {
  assert.deepEqual([...heatOf(PART)], [0, 1, 0.25, 0, 0, 0]);
});

Deno.test("entriesOf() adds a folder's files up", () => {
  const [a, deep, test, ...rest] = entriesOf(
    PART,
    chooseRows(PART, "src", false),
    "src",
    heatOf(PART),
  );
  assert.deepEqual(rest, []);
  assert.deepEqual([a?.name, a?.file, a?.code], ["a.ts", 1, 100]);
  assert.deepEqual(
    [deep?.name, deep?.file, deep?.files, deep?.code, deep?.recent, deep?.heat],
    ["deep", null, 2, 90, 3, 0.25],
  );
  assert.equal(PART.authors[deep?.owner ?? -1], "Bob");
  assert.deepEqual([test?.name, test?.test], ["a_test.ts", 30]);
});

Deno.test("legendOf() counts what is in the picture, and names nothing else", () => {
  const { tones, ofReason } = ledgerTones({
    skipped: [{ path: "x", reason: "Binary file" }, { path: "y", reason: "Binary file" }],
  });
  const items = [0, 0, ofReason("Binary file"), ofReason("never seen")].map((group) => ({
    group,
    value: 1,
  }));
  assert.deepEqual(
    legendOf(tones, items).map(({ tone, files, share }) => [tone.label, files, share]),
    [["Analysed", 2, 0.5], ["Binary file", 1, 0.25], ["Skipped for other reasons", 1, 0.25]],
  );
});

Deno.test("ledgerRows() puts what failed first", () => {
  const rows = ledgerRows(["a/x", "a/y", "b"], {
    skipped: [{ path: "a/z", reason: "Binary file" }],
    failed: [{ path: "c/d/e", reason: "Too deep" }],
  }, "");
  assert.deepEqual(
    rows.map((
      { name, isFile, analysed, skipped, failed, reason },
    ) => [name, isFile, analysed, skipped, failed, reason]),
    [
      ["c", false, 0, 0, 1, "Too deep"],
      ["a", false, 2, 1, 0, "Binary file"],
      ["b", true, 1, 0, 0, null],
    ],
  );
});
