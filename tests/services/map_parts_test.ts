import assert from "node:assert/strict";
import { buildMapParts, withoutVersion } from "../../lib/services/map_parts.ts";
import { buildMapView } from "../../lib/services/map_view.ts";
import { FILE_FLAGS } from "../../lib/domain/wire/map_parts.ts";
import { analyseFiles } from "../support/analysis.ts";

Deno.test("withoutVersion() names a package URL as edges do", () => {
  for (
    const [purl, name] of [
      ["pkg:npm/%40scope/name@1.2.3", "pkg:npm/%40scope/name"],
      ["pkg:npm/zod", "pkg:npm/zod"],
      ["pkg:maven/g/a@1?type=jar#x", "pkg:maven/g/a"],
      ["pkg:golang/example.org/a%40b@v1.0.0", "pkg:golang/example.org/a%40b"],
    ]
  ) assert.equal(withoutVersion(purl!), name);
});

Deno.test("the parts of a map hold its files, packages, ledger and imports", async () => {
  const map = await analyseFiles({
    "package.json": '{ "name": "shop", "dependencies": { "preact": "^11.0.0", "zod": "4.0.0" } }',
    "src/main.ts": 'import "preact";\nimport "./gone.ts";\nimport "left-out";\nimport "node:fs";\n',
    "src/cart.ts": 'import "preact";\nexport const cart = 1;\n',
    "notes.md": "# Notes\n",
    "lib/data.bin": new Uint8Array([0, 1, 2, 3]),
  });
  const { files, packages, coverage } = buildMapParts(map);
  assert.deepEqual(files.path, map.files.map(({ path }) => path));
  for (const [at, file] of map.files.entries()) {
    assert.equal(files.code[at], file.lines.code);
    assert.equal(files.languages[files.language[at]!]?.name ?? null, file.language);
    assert.equal(files.components[files.component[at]!]?.id, file.component);
    assert.equal((files.flags[at]! & FILE_FLAGS.code) !== 0, file.path.endsWith(".ts"));
  }
  const [manifest] = packages.manifests;
  assert.deepEqual(manifest?.dependencies.map(({ name, files }) => [name, files]), [
    ["preact", 2],
    ["zod", 0],
  ]);
  assert.deepEqual(coverage.skipped.map(({ path }) => path), ["lib/data.bin"]);
  const language = (name: string) => coverage.languages.find((one) => one.name === name);
  assert.equal(language("Markdown")?.reads_imports, false);
  assert.equal(language("TypeScript")?.reads_imports, true);
  const imports = language("TypeScript")?.imports;
  assert.equal(imports?.builtin, 1);
  assert.equal(
    Object.values(imports ?? {}).reduce((sum, value) => sum + value, 0),
    map.dependencies.length,
  );
  assert.equal(coverage.unresolved_total, coverage.unresolved.length);
  assert.ok(coverage.unresolved.some(({ specifier }) => specifier === "./gone.ts"));
});

Deno.test("manifests of tests and vendored code are set apart, those of .gitattributes too", async () => {
  const manifest = '{ "name": "one" }';
  const map = await analyseFiles({
    ".gitattributes": "third/** linguist-vendored\n",
    "package.json": manifest,
    "tests/package.json": manifest,
    "third/a/package.json": manifest,
  });
  const { packages } = buildMapParts(map);
  const own = packages.manifests.filter(({ aside }) => !aside).map(({ path }) => path);
  assert.deepEqual(own, ["package.json"]);
  const view = await buildMapView(map, { map_id: "m", created_at: "2026-01-01T00:00:00.000Z" });
  assert.equal(view.totals.packages_aside, 2);
});
