import assert from "node:assert/strict";
import { buildComponentGraph } from "../../lib/analysis/component_graph.ts";
import type { MapDependency, MapFile, SystemMap } from "../../lib/domain/wire/system_map.ts";
import { buildMapView } from "../../lib/services/map_view.ts";
import { VIEW_LIMITS } from "../../lib/services/map_view/limits.ts";
import { NO_HISTORY, plainComponent, plainFile } from "../support/map_parts.ts";

const META = { map_id: "m1", created_at: "2026-01-02T03:04:05.000Z" };

function imports(from: string, to: string, more: Partial<MapDependency> = {}): MapDependency {
  return {
    from,
    to,
    specifier: to,
    line: 1,
    kind: "import",
    type_only: false,
    resolution: "file",
    ...more,
  };
}

function mapOf(files: MapFile[], dependencies: MapDependency[] = []): SystemMap {
  const roots = [...new Set(files.map((one) => one.component))];
  const graph = buildComponentGraph(roots.map((root) => plainComponent(root)), files, dependencies);
  return {
    schema_version: 1,
    generator: { name: "software-factory", version: "0", analyzer_version: 1 },
    project: { id: "p", name: "p", repo_url: null },
    commit: { sha: "a".repeat(40), branch: "main", committed_at: "2026-01-01T00:00:00Z" },
    languages: [],
    frameworks: [],
    routes: [],
    services: [],
    packages: [],
    components: graph.components,
    component_dependencies: graph.dependencies,
    component_cycles: graph.cycles,
    files,
    dependencies,
    cycles: [],
    history: NO_HISTORY,
    hotspots: [],
    co_changes: [],
    owners: [],
    health: { status: "green", score: 90, signals: [] },
    coverage: { files: files.length, analysed: files.length, skipped: [], failed: [] },
  };
}

Deno.test("buildMapView() shows the edges between components, those of most files first", async () => {
  const view = await buildMapView(
    mapOf([plainFile("a/1"), plainFile("a/2"), plainFile("b/1"), plainFile("b/2")], [
      imports("a/1", "b/1"),
      imports("a/1", "b/1", { kind: "reexport" }),
      imports("a/2", "b/1"),
      imports("a/1", "a/2"),
      imports("b/1", "b/2"),
      imports("b/1", "a/2"),
    ]),
    META,
  );
  assert.deepEqual(view.component_edges, [
    { from: "a", to: "b", count: 2, cyclic: true },
    { from: "b", to: "a", count: 1, cyclic: true },
  ]);
  assert.deepEqual(view.component_cycles, [
    { components: ["a", "b"], type_only: false, break_edges: [{ from: "b", to: "a" }] },
  ]);
  assert.equal(view.components.find((one) => one.id === "b")?.fan_in, 1);
  assert.equal(view.components.find((one) => one.id === "a")?.fan_out, 1);
  assert.equal(view.totals.dependencies.file, 6);
  assert.equal(view.totals.lines.code, 40);
});

Deno.test("buildMapView() counts a file's dependents once each and its packages by files", async () => {
  const view = await buildMapView(
    mapOf([plainFile("a/1"), plainFile("a/2"), plainFile("a/3")], [
      imports("a/1", "a/3"),
      imports("a/1", "a/3", { kind: "dynamic" }),
      imports("a/2", "a/3"),
      imports("a/1", "pkg:npm/%40scope/name", { resolution: "package" }),
      imports("a/2", "pkg:npm/%40scope/name", { resolution: "package" }),
      imports("a/2", "pkg:npm/bad%", { resolution: "package" }),
    ]),
    META,
  );
  assert.deepEqual(view.most_depended_on, [
    { path: "a/3", dependents: 2, language: "TypeScript", code: 10 },
  ]);
  assert.deepEqual(view.external.items, [
    { name: "@scope/name", ecosystem: "npm", files: 2 },
    { name: "bad%", ecosystem: "npm", files: 1 },
  ]);
});

Deno.test("buildMapView() bounds the treemap and loses no line of code", async () => {
  const files = Array.from(
    { length: 4_000 },
    (_, index) => plainFile(`a/dir${index % 900}/file${index}.ts`, 1 + index),
  );
  const vendored = plainFile("a/vendor/huge.js", 1_000_000, { vendored: true });
  const data = plainFile("a/huge.json", 1_000_000, { language: "JSON" });
  const view = await buildMapView(mapOf([...files, vendored, data]), META);
  assert.ok(view.tree.length <= VIEW_LIMITS.treeFiles + VIEW_LIMITS.treeRests);
  const drawn = view.tree.reduce((sum, leaf) => sum + leaf.code, 0);
  assert.equal(drawn, files.reduce((sum, one) => sum + one.lines.code, 0));
  assert.equal(view.tree.reduce((sum, leaf) => sum + leaf.files, 0), 4_000);
  assert.deepEqual(view.tree_left_out, { foreign: 1, data: 1 });
});

Deno.test("buildMapView() survives a chain of components deeper than any call stack", async () => {
  const files = Array.from({ length: 30_000 }, (_, index) => plainFile(`c${index}/f.ts`));
  const chain = files.slice(1).map((one, index) => imports(files[index]?.path ?? "", one.path));
  const view = await buildMapView(mapOf(files, chain), META);
  assert.equal(view.components.length, VIEW_LIMITS.components);
  assert.equal(view.totals.components, 30_000);
  assert.equal(view.component_edges.length, VIEW_LIMITS.componentEdges);
});

Deno.test("buildMapView() cuts long lists and keeps their totals", async () => {
  const map = mapOf([plainFile("a/1")]);
  map.coverage.skipped = Array.from({ length: 500 }, (_, index) => ({
    path: `x${index}`,
    reason: index % 5 === 0 ? "symlink" : "binary",
  }));
  const cycle = { runtime_files: [], break_edges: [{ from: "a", to: "b" }] };
  map.cycles = [
    { ...cycle, files: ["a", "b"], type_only: true },
    {
      files: Array.from({ length: 70 }, (_, index) => `f${index}`),
      type_only: false,
      runtime_files: [],
      break_edges: Array.from({ length: 20 }, (_, index) => ({ from: `f${index}`, to: "f" })),
    },
  ];
  const view = await buildMapView(map, META);
  assert.equal(view.coverage.skipped.total, 500);
  assert.equal(view.coverage.skipped.items.length, VIEW_LIMITS.ledger);
  assert.deepEqual(view.coverage.skipped.reasons, [
    { reason: "binary", count: 400 },
    { reason: "symlink", count: 100 },
  ]);
  assert.equal(view.cycles.runtime, 1);
  assert.equal(view.cycles.type_only, 1);
  assert.equal(view.cycles.items[0]?.total, 70);
  assert.equal(view.cycles.items[0]?.breaks, 20);
  assert.equal(view.cycles.items[0]?.break_edges.length, VIEW_LIMITS.breakEdges);
  assert.equal(view.cycles.items[0]?.files.length, VIEW_LIMITS.cycleFiles);
});

Deno.test("buildMapView() puts code before larger data and counts its lines apart", async () => {
  const language = (name: string, code: number) => ({
    name,
    files: 1,
    bytes: code * 10,
    lines: { code, comment: 3, blank: 0 },
  });
  const map = {
    ...mapOf([plainFile("a/1")]),
    languages: [language("Gettext Catalog", 900), language("Python", 100), language("HTML", 20)],
  };
  const view = await buildMapView(map, META);
  assert.deepEqual(view.languages.map(({ name, source }) => [name, source]), [
    ["Python", true],
    ["HTML", true],
    ["Gettext Catalog", false],
  ]);
  assert.deepEqual(view.totals.source, { code: 120, comment: 6, blank: 0 });
});

Deno.test("buildMapView() draws data and prose where there is nothing else", async () => {
  const prose = plainFile("a/README.md", 10, { language: "Markdown" });
  const view = await buildMapView(mapOf([prose]), META);
  assert.deepEqual(view.tree.map((leaf) => leaf.path), ["a/README.md"]);
  assert.deepEqual(view.tree_left_out, { foreign: 0, data: 0 });
});

Deno.test("buildMapView() sets manifests of tests and vendored code apart, behind the others", async () => {
  const packages = [
    "Cargo.toml",
    "tests/fixtures/Cargo.toml",
    "vendor/x/Cargo.toml",
    "a/b/Cargo.toml",
  ]
    .map((path) => ({
      path,
      ecosystem: "cargo",
      name: null,
      version: null,
      license: null,
      dependencies: [],
    }));
  const view = await buildMapView({ ...mapOf([]), packages } as unknown as SystemMap, META);
  assert.deepEqual([view.totals.packages, view.totals.packages_aside], [4, 2]);
  assert.deepEqual(view.packages.map(({ path, aside }) => [path, aside]), [
    ["Cargo.toml", undefined],
    ["a/b/Cargo.toml", undefined],
    ["tests/fixtures/Cargo.toml", true],
    ["vendor/x/Cargo.toml", true],
  ]);
});
