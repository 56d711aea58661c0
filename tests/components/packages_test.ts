import assert from "node:assert/strict";
import { declaredPackages, isDuplicated, matches } from "../../components/packages/declared.ts";
import { slicePage } from "../../components/pager.tsx";
import type { PackagesPart } from "../../lib/domain/wire/map_parts.ts";

type Declaration = [name: string, resolved: string | null, files?: number];

function manifest(path: string, declarations: Declaration[], ecosystem = "npm" as const) {
  return {
    path,
    ecosystem,
    name: null,
    version: null,
    license: null,
    aside: false,
    dependencies: declarations.map(([name, resolved, files = 0], at) => ({
      name,
      purl: null,
      requirement: "*",
      resolved,
      scope: "runtime" as const,
      line: at + 1,
      files,
    })),
  };
}

Deno.test("declaredPackages() finds one package in several resolved versions, in their order", () => {
  const part: PackagesPart = {
    manifests: [
      manifest("package.json", [["zod", "4.10.0", 3], ["preact", "10.0.0", 9], ["ms", null]]),
      manifest("a/package.json", [["zod", "4.9.0", 3], ["preact", "10.0.0", 9], ["ms", "1.0.0"]]),
      manifest("b/package.json", [["zod", "4.9.0", 3]]),
    ],
    undeclared: [],
  };
  const all = declaredPackages(part.manifests);
  assert.deepEqual(all.map(({ name }) => name), ["preact", "zod", "ms"]);
  const [zod] = all.filter(isDuplicated);
  assert.deepEqual(all.filter(isDuplicated).length, 1);
  assert.deepEqual(zod?.versions, ["4.9.0", "4.10.0"]);
  assert.deepEqual(zod?.uses.map((use) => `${use.manifest}:${use.line}`), [
    "package.json:1",
    "a/package.json:1",
    "b/package.json:1",
  ]);
  assert.equal(zod?.files, 3);
  assert.equal(all.filter((one) => matches(one, { duplicates: true })).length, 1);
  assert.equal(all.filter((one) => matches(one, { q: "PRE", ecosystem: "npm" })).length, 1);
  assert.equal(all.filter((one) => matches(one, { ecosystem: "cargo" })).length, 0);
  assert.equal(all.filter((one) => matches(one, { scope: "peer" })).length, 0);
});

Deno.test("slicePage() bounds the page that was asked for, and says what is left", () => {
  const all = Array.from({ length: 250 }, (_, at) => at);
  const second = slicePage(all, 2);
  assert.deepEqual([second.rows[0], second.rows.length, second.rest], [100, 100, 50]);
  const beyond = slicePage(all, 99);
  assert.deepEqual([beyond.page, beyond.rows.length, beyond.rest], [3, 50, 0]);
  assert.deepEqual(slicePage([], 1), { page: 1, pages: 1, rows: [], total: 0, rest: 0 });
});
