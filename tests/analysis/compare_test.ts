import assert from "node:assert/strict";
import fc from "fast-check";
import { compareMaps } from "../../lib/analysis/compare.ts";
import { Comparison } from "../../lib/domain/wire/compare.ts";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { analyseFiles } from "../support/analysis.ts";

const BODY = (name: string) => `export function ${name}(): number {\n  return 1; // ${name}\n}\n`;

async function compared(before: Record<string, string>, after: Record<string, string>) {
  const comparison = compareMaps(await analyseFiles(before), await analyseFiles(after));
  assert.deepEqual(Comparison.parse(comparison), comparison, "as the wire has it");
  return comparison;
}

const SHOP = {
  "package.json": '{ "name": "shop", "dependencies": { "preact": "^10.0.0", "zod": "^4.0.0" } }',
  "src/main.ts": 'import { cart } from "./cart.ts";\ncart();\n',
  "src/cart.ts": 'import { price } from "./price.ts";\n' + BODY("cart"),
  "src/price.ts": BODY("price"),
  "src/old.ts": BODY("old"),
};

Deno.test("compareMaps() tells files that were added, removed, moved and changed", async () => {
  const { files, empty } = await compared(SHOP, {
    ...without(SHOP, "src/old.ts", "src/price.ts", "src/main.ts"),
    "src/money/price.ts": BODY("price"),
    "src/cart.ts": 'import { price } from "./money/price.ts";\n' + BODY("cart"),
    "app/main.ts": 'import { cart } from "../src/cart.ts";\ncart();\n',
    "src/new.ts": "export const brandNew = [1, 2, 3];\nexport const another = 4;\n",
  });
  assert.equal(empty, false);
  assert.deepEqual(files.added.items.map(({ path }) => path), ["app/main.ts", "src/new.ts"]);
  assert.deepEqual(files.removed.items.map(({ path }) => path), ["src/main.ts", "src/old.ts"]);
  // That a main.ts is somewhere else now, with another content, says little.
  assert.deepEqual(files.moved.items, [
    { from: "src/price.ts", to: "src/money/price.ts", same_content: true },
  ]);
  assert.deepEqual(files.changed.items, [{ path: "src/cart.ts", code: { from: 4, to: 4 } }]);
});

Deno.test("compareMaps() takes a file that kept its name, and half of its size, for moved", async () => {
  const changed = BODY("price") + BODY("discount").slice(0, 20);
  const { files } = await compared(
    { "a/price.ts": BODY("price"), "a/big.ts": BODY("big") },
    { "b/price.ts": changed, "b/big.ts": BODY("big").repeat(20) },
  );
  assert.deepEqual(files.moved.items, [
    { from: "a/price.ts", to: "b/price.ts", same_content: false },
  ]);
  assert.deepEqual(files.added.items.map(({ path }) => path), ["b/big.ts"]);
});

Deno.test("compareMaps() sees through a move: its imports are the same edges", async () => {
  const { file_edges, cycles } = await compared(
    { "a.ts": 'import "./b.ts";\n' + BODY("a"), "b.ts": 'import "./a.ts";\n' + BODY("bbbbbb") },
    {
      "a.ts": 'import "./x/b.ts";\n' + BODY("a"),
      "x/b.ts": 'import "../a.ts";\n' + BODY("bbbbbb"),
    },
  );
  assert.deepEqual([file_edges.added.total, file_edges.removed.total], [0, 0]);
  assert.deepEqual([cycles.added.total, cycles.removed.total], [0, 0]);
});

Deno.test("compareMaps() tells new and gone edges and cycles", async () => {
  const { file_edges, cycles } = await compared(SHOP, {
    ...SHOP,
    "src/price.ts": 'import { cart } from "./cart.ts";\n' + BODY("price"),
    "src/main.ts": "export {};\n",
  });
  assert.deepEqual(file_edges.added.items, [{ from: "src/price.ts", to: "src/cart.ts" }]);
  assert.deepEqual(file_edges.removed.items, [{ from: "src/main.ts", to: "src/cart.ts" }]);
  assert.deepEqual(cycles.added.items, [
    { files: ["src/cart.ts", "src/price.ts"], total: 2, type_only: false },
  ]);
  assert.equal(cycles.removed.total, 0);
});

Deno.test("compareMaps() tells packages, frameworks and languages that differ", async () => {
  const { packages, frameworks, languages } = await compared(SHOP, {
    ...SHOP,
    "package.json": '{ "name": "shop", "dependencies": { "preact": "^11.0.0", "hono": "^4.0.0" } }',
    "tool.py": "import os\n\nprint(os.name)\n",
  });
  const place = { path: "package.json", ecosystem: "npm", scope: "runtime" };
  const version = (requirement: string) => ({ requirement, resolved: null });
  assert.deepEqual(packages, {
    added: { total: 1, items: [{ ...place, name: "hono", to: version("^4.0.0") }] },
    removed: { total: 1, items: [{ ...place, name: "zod", from: version("^4.0.0") }] },
    changed: {
      total: 1,
      items: [{ ...place, name: "preact", from: version("^10.0.0"), to: version("^11.0.0") }],
    },
  });
  assert.deepEqual(frameworks.added.items, [{ name: "Hono" }]);
  assert.deepEqual(languages.items.map(({ name, from, to }) => [name, from.code, to.code]), [
    ["Python", 0, 2],
  ]);
});

Deno.test("compareMaps() takes a component that took its files along for the same one", async () => {
  const workspace = (at: string) => ({
    "package.json": '{ "name": "all", "workspaces": ["packages/*"] }',
    [`packages/${at}/package.json`]: `{ "name": "@all/${at}" }`,
    [`packages/${at}/one.ts`]: BODY("one"),
    [`packages/${at}/two.ts`]: 'import { app } from "../app/app.ts";\n' + BODY("two"),
    [`packages/${at}/three.ts`]: BODY("three"),
    "packages/app/package.json": '{ "name": "@all/app" }',
    "packages/app/app.ts": BODY("app"),
  });
  const { components, component_edges } = await compared(workspace("core"), {
    ...workspace("kernel"),
    "packages/app/more.ts": BODY("more"),
  });
  assert.deepEqual([components.added.total, components.removed.total], [0, 0]);
  assert.deepEqual(components.moved.items.map(({ from, to }) => [from.root, to.root]), [
    ["packages/core", "packages/kernel"],
  ]);
  const app = components.changed.items.find(({ name }) => name === "@all/app");
  assert.deepEqual([app?.files.from, app?.files.to], [2, 3]);
  assert.deepEqual(
    [component_edges.added.total, component_edges.removed.total, component_edges.changed.total],
    [0, 0, 0],
  );
});

Deno.test("compareMaps() tells what health says otherwise", async () => {
  const { health } = await compared(SHOP, {
    ...SHOP,
    "README.md": "# Shop\n\nWhat it sells.\n",
    "src/cart_test.ts": 'import "./cart.ts";\n',
  });
  assert.ok(health.score.to > health.score.from);
  assert.ok(health.signals.every(({ from, to }) => from !== to));
  assert.ok(health.signals.length > 0);
});

const paths = fc.constantFrom(
  "a.ts",
  "b.ts",
  "x/a.ts",
  "x/b.ts",
  "y/c.ts",
  "y/package.json",
  "d.py",
);
const texts = fc.constantFrom(
  'import "./b.ts";\nexport const first = 1;\n',
  'import "../a.ts";\nexport const second = 2;\n',
  '{ "name": "y", "dependencies": { "zod": "^4.0.0" } }',
  "import os\nprint(os.name, 'hello')\n",
  "",
);
const trees = fc.dictionary(paths, texts, { noNullPrototype: true });

Deno.test("a map differs from itself in nothing, and the other way round everything is mirrored", async () => {
  await fc.assert(
    fc.asyncProperty(trees, trees, async (before, after) => {
      const [a, b] = [await analyseFiles(before), await analyseFiles(after)];
      assert.equal(compareMaps(a, a).empty, true);
      const [there, back] = [compareMaps(a, b), compareMaps(b, a)];
      assert.equal(there.empty, equalButForNothing(a, b));
      assert.deepEqual(back.files.added, there.files.removed);
      assert.deepEqual(back.files.removed, there.files.added);
      const moves = ({ files }: typeof there, from: "from" | "to", to: "from" | "to") =>
        files.moved.items.map((move) => `${move[from]} ${move[to]}`).sort();
      assert.deepEqual(moves(back, "to", "from"), moves(there, "from", "to"));
      for (
        const part of ["components", "component_edges", "file_edges", "cycles", "packages"] as const
      ) {
        assert.equal(back[part].added.total, there[part].removed.total, part);
        assert.equal(back[part].removed.total, there[part].added.total, part);
      }
      assert.deepEqual(back.languages.total, there.languages.total);
      assert.deepEqual(back.health.score, {
        from: there.health.score.to,
        to: there.health.score.from,
      });
    }),
    { numRuns: 150 },
  );
});

/** All that a comparison looks at. */
function equalButForNothing(a: SystemMap, b: SystemMap): boolean {
  const seen = ({ files, dependencies, packages, components }: SystemMap) =>
    JSON.stringify([files, dependencies, packages, components]);
  return seen(a) === seen(b);
}

Deno.test("lists of a comparison are bounded, and say how long they are", async () => {
  const many = (prefix: string) =>
    Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`${prefix}${n}.ts`, BODY(`${prefix}${n}`)]),
    );
  const { files } = await compared(many("a"), many("b"));
  assert.deepEqual([files.added.total, files.added.items.length], [300, 200]);
});

function without(files: Record<string, string>, ...paths: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));
}
