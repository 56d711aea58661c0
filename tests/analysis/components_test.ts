import assert from "node:assert/strict";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { analyseFiles } from "../support/analysis.ts";

function rows(map: SystemMap): string[] {
  return map.components.map((one) => `${one.id} ${one.kind} ${one.files}`);
}

function sources(directory: string, count: number, extension = "ts"): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `${directory}/f${at}.${extension}`,
      extension === "go" ? `package ${directory.split("/").at(-1)}\n` : `f(${at});\n`,
    ]),
  );
}

Deno.test("components: a single package is split by its source directories", async () => {
  const map = await analyseFiles({
    "package.json": '{ "name": "one", "main": "dist/index.js" }',
    "README.md": "# One\n",
    "src/index.ts": "export {};\n",
    ...sources("src/parser", 5),
    ...sources("src/printer", 5),
    ...sources("test", 3),
    ...sources(".github/scripts", 1),
    "docs/guide.md": "text\n",
  });
  assert.deepEqual(
    rows(map),
    [
      "root library 3",
      "docs docs 1",
      "src module 1",
      "src-parser module 5",
      "src-printer module 5",
      "test tests 3",
    ],
  );
  assert.deepEqual(map.components.find((one) => one.id === "src")!.entry_points, ["src/index.ts"]);
  assert.equal(map.components[0]!.name, "one");
});

Deno.test("components: workspace members own their subtrees, samples are one component", async () => {
  const map = await analyseFiles({
    "package.json": '{ "name": "all", "private": true, "workspaces": ["packages/*"] }',
    "packages/core/package.json": '{ "name": "@x/core", "exports": "./src/mod.ts" }',
    "packages/core/src/mod.ts": "export {};\n",
    "packages/app/package.json": '{ "name": "@x/app", "bin": "./cli.js" }',
    "packages/app/cli.js": "#!/usr/bin/env node\n",
    "packages/app/Dockerfile": "FROM node\n",
    "examples/a/package.json": '{ "name": "a" }',
    "examples/a/index.js": "",
    "examples/b/package.json": '{ "name": "b" }',
    "tests/fixtures/x/package.json": '{ "name": "x" }',
  });
  assert.deepEqual(rows(map), [
    "root module 1",
    "examples module 3",
    "packages-app application 3",
    "packages-core library 2",
    "tests tests 1",
  ]);
  const app = map.components.find((one) => one.id === "packages-app")!;
  assert.deepEqual([app.name, app.entry_points], ["@x/app", ["packages/app/cli.js"]]);
});

Deno.test("components: a Go module is split into its commands and packages", async () => {
  const map = await analyseFiles({
    "go.mod": "module example.com/m\n\ngo 1.22\n",
    "cmd/server/main.go": "package main\n\nfunc main() {}\n",
    "cmd/tool/main.go": "package main\n\nfunc main() {}\n",
    ...sources("internal/store", 4, "go"),
    ...sources("internal/web", 4, "go"),
  });
  assert.deepEqual(
    rows(map),
    [
      "root application 1",
      "cmd-server application 1",
      "cmd-tool application 1",
      "internal-store module 4",
      "internal-web module 4",
    ],
  );
});

Deno.test("components: helpers of go run and exported manifests are no entry points", async () => {
  const map = await analyseFiles({
    "go.mod": "module example.com/m\n",
    "gen/main.go": "//go:build ignore\n\npackage main\n",
    "api/a.go": "package api\n",
    "js/package.json":
      '{ "name": "j", "exports": { ".": "./i.js", "./package.json": "./package.json" } }',
    "js/i.js": "",
  });
  assert.deepEqual(
    map.components.map(({ id, kind, entry_points }) => [id, kind, ...entry_points]),
    [["root", "library"], ["js", "library", "js/i.js"]],
  );
});

Deno.test("components: tests and docs are told from code of that name", async () => {
  const map = await analyseFiles({
    "go.mod": "module example.com/m\n",
    "m.go": "package m\n",
    ...sources("doc", 4, "go"),
    ...sources("internal/site", 4, "go"),
    ...sources("internal/run", 4, "go"),
    "website/index.md": "# Site\n",
    "tests/run.sh": "echo\n",
  });
  assert.deepEqual(map.components.map(({ id, kind }) => `${id} ${kind}`), [
    "root library",
    "doc module",
    "internal-run module",
    "internal-site module",
    "tests tests",
    "website docs",
  ]);
});

Deno.test("components: a Python src layout is split into its subpackages", async () => {
  const map = await analyseFiles({
    "pyproject.toml": '[project]\nname = "p"\n[project.scripts]\np = "p.cli:main"\n',
    "src/p/__init__.py": "",
    "src/p/cli.py": "def main():\n    pass\n",
    ...sources("src/p/io", 5, "py"),
    ...sources("src/p/net", 5, "py"),
  });
  assert.deepEqual(map.components.map((one) => one.root), [
    "",
    "src/p",
    "src/p/io",
    "src/p/net",
  ]);
  assert.deepEqual(map.components[1]!.entry_points, ["src/p/cli.py"]);
});

Deno.test("components: every file is in exactly one, and ids do not clash", async () => {
  const map = await analyseFiles({
    ...sources("src/a-b", 5),
    ...sources("src/a/b", 5),
    ...sources("src/a_b", 5),
    "x.txt": "x\n",
  });
  const ids = map.components.map((one) => one.id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { id, files, lines } of map.components) {
    const own = map.files.filter((file) => file.component === id);
    assert.equal(own.length, files);
    assert.equal(own.reduce((sum, file) => sum + file.lines.code, 0), lines.code);
  }
  assert.equal(map.components.reduce((sum, one) => sum + one.files, 0), map.files.length);
});
