import assert from "node:assert/strict";
import type { RawImport } from "../../../lib/analysis/facts.ts";
import { javascript } from "../../../lib/analysis/languages/javascript.ts";
import { viewOf } from "../../support/repository_view.ts";

type Files = Record<string, string | object>;

function resolverOf(files: Files) {
  const texts = Object.fromEntries(
    Object.entries(files).map((
      [path, content],
    ) => [path, typeof content === "string" ? content : JSON.stringify(content)]),
  );
  const resolver = javascript.resolver(viewOf(texts));
  return (from: string, specifier: string, more: Partial<RawImport> = {}) =>
    resolver.resolve(from, { specifier, line: 1, kind: "import", typeOnly: false, ...more });
}

/** Rows of importing file, specifier and target; a target that begins with "!" is a reason's part. */
function table(files: Files, rows: readonly [from: string, specifier: string, to: string][]): void {
  const resolve = resolverOf(files);
  for (const [from, specifier, expected] of rows) {
    const kind = from.endsWith(".cjs") ? "require" : "import";
    const [first] = resolve(from, specifier, { kind });
    const message = `${specifier} in ${from}`;
    if (expected.startsWith("!")) {
      assert.equal(first!.to, null, message);
      assert.equal(first!.resolution, "unresolved", message);
      assert.ok(first!.reason!.includes(expected.slice(1)), `${message}: ${first!.reason}`);
    } else assert.equal(first!.to, expected, `${message}: ${first!.reason}`);
  }
}

Deno.test("resolve() takes what stands for a TypeScript file that is not there, as the compiler does", () => {
  table({
    "dist/a.d.ts": "",
    "dist/b.tsx": "",
    "dist/c.mjs": "",
    "dist/d.ts": "",
    "dist/e.js": "",
  }, [
    ["dist/x.d.ts", "./a.ts", "dist/a.d.ts"],
    ["dist/x.ts", "./b.ts", "dist/b.tsx"],
    ["dist/x.mts", "./c.mts", "dist/c.mjs"],
    ["dist/x.ts", "./d.d.ts", "dist/d.ts"],
    ["dist/x.ts", "./e.ts", "dist/e.js"],
    ["dist/x.js", "./a.ts", "!no file at dist/a.ts"],
  ]);
});

Deno.test("resolve() finds relative files by TypeScript's extension rules", () => {
  table({
    "src/a.ts": "",
    "src/b.tsx": "",
    "src/c.js": "",
    "src/c.d.ts": "",
    "src/d/index.ts": "",
    "src/e.mts": "",
    "src/f.vue": "",
    "src/g.json": "",
    "src/h.service.ts": "",
    "src/i.js": "",
    "src/i.ts": "",
    "src/j.css": "",
    "src/k/package.json": { main: "lib/main.js" },
    "src/k/lib/main.js": "",
    "src/l#m.ts": "",
    "index.ts": "",
  }, [
    ["src/x.ts", "./a", "src/a.ts"],
    ["src/x.ts", "./a.js", "src/a.ts"],
    ["src/x.ts", "./a.ts", "src/a.ts"],
    ["src/x.ts", "./b", "src/b.tsx"],
    ["src/x.ts", "./b.js", "src/b.tsx"],
    ["src/x.ts", "./b.jsx", "src/b.tsx"],
    ["src/x.ts", "./c", "src/c.d.ts"],
    ["src/x.js", "./c", "src/c.js"],
    ["src/x.js", "./c.js", "src/c.js"],
    ["src/x.ts", "./d", "src/d/index.ts"],
    ["src/d/x.ts", ".", "src/d/index.ts"],
    ["src/d/x.ts", "./", "src/d/index.ts"],
    ["src/x.ts", "..", "index.ts"],
    ["src/x.ts", "./e.mjs", "src/e.mts"],
    ["src/x.ts", "./f.vue", "src/f.vue"],
    ["src/x.ts", "./g.json", "src/g.json"],
    ["src/x.ts", "./h.service", "src/h.service.ts"],
    ["src/x.ts", "./i.js", "src/i.ts"],
    ["src/x.ts", "./j.css?inline", "src/j.css"],
    ["src/x.ts", "./a?worker", "src/a.ts"],
    ["src/x.ts", "raw-loader!./j.css", "src/j.css"],
    ["src/x.ts", "./l#m", "src/l#m.ts"],
    ["src/x.ts", "./k", "src/k/lib/main.js"],
    ["src/x.ts", "./none", "!no file at src/none.ts"],
    ["src/x.ts", "./none.css", "!no file at src/none.css"],
    ["src/x.ts", "../../../etc/passwd", "!outside the repository"],
    ["src/x.ts", "/abs", "!absolute"],
  ]);
});

Deno.test("resolve() takes an exact pattern, else the wildcard with the longest prefix", () => {
  table({
    "tsconfig.json": {
      compilerOptions: {
        paths: {
          "*": ["./any/*"],
          "@lib/*": ["./wide/*"],
          "@lib/core/*": ["./narrow/*"],
          "@lib/*.css": ["./styles/*.css"],
          "@lib/core/exact": ["./exact.ts"],
        },
      },
    },
    "any/x.ts": "",
    "wide/a.ts": "",
    "wide/core/b.ts": "",
    "narrow/b.ts": "",
    "exact.ts": "",
    "styles/s.css": "",
    "wide/t.css": "",
  }, [
    ["m.ts", "x", "any/x.ts"],
    ["m.ts", "@lib/a", "wide/a.ts"],
    ["m.ts", "@lib/core/b", "narrow/b.ts"],
    ["m.ts", "@lib/core/exact", "exact.ts"],
    ["m.ts", "@lib/core/none", '!alias "@lib/core/*"'],
  ]);
});

Deno.test("resolver() parses settings once that thousands of projects share", () => {
  const files: Record<string, string> = {
    "tsconfig.base.json": '{"compilerOptions": {"paths": {"@a/*": ["lib/*"]}}}',
    "lib/x.ts": "",
  };
  for (let at = 0; at < 50; at++) {
    files[`p${at}/tsconfig.json`] = '{"extends": "../tsconfig.base.json"}';
  }
  const view = viewOf(files);
  let reads = 0;
  const counted = {
    ...view,
    text: (path: string) => {
      if (path === "tsconfig.base.json") reads++;
      return view.text(path);
    },
  };
  const resolver = javascript.resolver(counted);
  for (let at = 0; at < 50; at++) {
    const imported = { specifier: "@a/x", line: 1, kind: "import", typeOnly: false } as const;
    assert.equal(resolver.resolve(`p${at}/m.ts`, imported)[0]!.to, "lib/x.ts");
  }
  assert.equal(reads, 1);
});

Deno.test("resolve() gives every platform's variant of a React Native module", () => {
  const resolve = resolverOf({ "a.ios.js": "", "a.android.js": "" });
  assert.deepEqual(resolve("x.js", "./a").map(({ to }) => to), ["a.ios.js", "a.android.js"]);
});

Deno.test("resolve() tells builtins, packages and names that are neither", () => {
  table({ "x.ts": "", "package.json": { dependencies: { aliased: "npm:@real/name@^1" } } }, [
    ["x.ts", "fs", "node:fs"],
    ["x.ts", "fs/promises", "node:fs/promises"],
    ["x.ts", "node:test", "node:test"],
    ["x.ts", "bun:test", "bun:test"],
    ["x.ts", "cloudflare:workers", "cloudflare:workers"],
    ["x.ts", "react", "pkg:npm/react"],
    ["x.ts", "react/jsx-runtime", "pkg:npm/react"],
    ["x.ts", "@scope/name/sub", "pkg:npm/%40scope/name"],
    ["x.ts", "aliased", "pkg:npm/%40real/name"],
    ["x.ts", "npm:preact@10/hooks", "pkg:npm/preact"],
    ["x.ts", "npm:@scope/name@1.2.3", "pkg:npm/%40scope/name"],
    ["x.ts", "jsr:@std/assert@1/equals", "jsr:@std/assert"],
    ["x.ts", "https://deno.land/std@0.1.0/a.ts?x", "deno.land/std@0.1.0/a.ts"],
    ["x.ts", "@/components/a", "!no tsconfig.json"],
    ["x.ts", "~/a", "!no tsconfig.json"],
    ["x.ts", "$lib/a", "!no tsconfig.json"],
    ["x.ts", "#a", "!no tsconfig.json"],
    ["x.ts", "virtual:icons", "!a tool makes"],
    ["x.ts", "", "!empty"],
  ]);
  const [computed] = resolverOf({})("x.ts", "`./${a}`", { dynamic: "computed at run time" });
  assert.deepEqual(computed, {
    to: null,
    resolution: "unresolved",
    reason: "computed at run time",
  });
});

Deno.test("resolve() follows tsconfig paths, baseUrl, extends, references and rootDirs", () => {
  table({
    "tsconfig.base.json":
      `{ // comments and trailing commas\n "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["libs/*/src"], "exact": ["libs/exact.ts"], "@lib/special/*": ["special/*"], }, }, }`,
    "apps/web/tsconfig.json": {
      extends: "../../tsconfig.base",
      files: [],
      references: [{ path: "./tsconfig.app.json" }],
    },
    "apps/web/tsconfig.app.json": {
      include: ["src"],
      compilerOptions: { paths: { "@/*": ["./src/*"] } },
    },
    "apps/web/src/main.ts": "",
    "apps/web/src/view/index.tsx": "",
    "apps/web/tool.ts": "",
    "libs/ui/src/index.ts": "",
    "libs/exact.ts": "",
    "special/a.ts": "",
    "js/jsconfig.json": { compilerOptions: { baseUrl: "./src" } },
    "js/src/deep/a.js": "",
    "loop/tsconfig.json": { extends: ["./tsconfig.json", "./other.json", "../../../x"] },
    "loop/a.ts": "",
    "roots/tsconfig.json": { compilerOptions: { rootDirs: ["src", "gen"] } },
    "roots/gen/view.ts": "",
    "many/tsconfig.json": { extends: ["./tsconfig.first.json", "./tsconfig.last.json"] },
    "many/tsconfig.first.json": { compilerOptions: { paths: { "~/*": ["./first/*"] } } },
    "many/tsconfig.last.json": { compilerOptions: { paths: { "~/*": ["./last/*"] } } },
    "many/first/a.ts": "",
    "many/last/a.ts": "",
    "shared/tsconfig/package.json": { name: "@org/tsconfig" },
    "shared/tsconfig/base.json": { compilerOptions: { paths: { "~/*": ["${configDir}/src/*"] } } },
    "pkg/tsconfig.json": { extends: "@org/tsconfig/base.json" },
    "pkg/src/a.ts": "",
  }, [
    ["apps/web/src/main.ts", "@/view", "apps/web/src/view/index.tsx"],
    ["apps/web/src/main.ts", "@/none", `!alias "@/*"`],
    ["apps/web/tool.ts", "@lib/ui", "libs/ui/src/index.ts"],
    ["apps/web/tool.ts", "exact", "libs/exact.ts"],
    ["apps/web/tool.ts", "@lib/special/a", "special/a.ts"],
    ["apps/web/tool.ts", "exactly", "pkg:npm/exactly"],
    ["js/src/x.js", "deep/a", "js/src/deep/a.js"],
    ["js/src/x.js", "react", "pkg:npm/react"],
    ["loop/a.ts", "react", "pkg:npm/react"],
    ["roots/src/x.ts", "./view", "roots/gen/view.ts"],
    ["many/x.ts", "~/a", "many/last/a.ts"],
    ["pkg/src/x.ts", "~/a", "pkg/src/a.ts"],
  ]);
});

Deno.test("resolve() finds workspace members by exports, main, types or their unbuilt sources", () => {
  table({
    "package.json": { workspaces: { packages: ["packages/*", "!packages/hidden"] } },
    "packages/exports/package.json": {
      name: "@org/exports",
      exports: {
        ".": { require: "./index.cjs", import: "./index.mjs" },
        "./null/*": null,
        "./feature/*": "./src/features/*.js",
        "./feature/own/*": "./src/own/*.js",
        "./built": { types: "./dist/built.d.ts", default: "./dist/built.js" },
        "./source": { "@org/source": "./src/features/a.ts", default: "./dist/source.js" },
      },
      imports: { "#internal/*": "./src/internal/*.js", "#dep": "react" },
    },
    "packages/exports/index.cjs": "",
    "packages/exports/index.mjs": "",
    "packages/exports/src/features/a.ts": "",
    "packages/exports/src/internal/b.ts": "",
    "packages/exports/src/built.ts": "",
    "packages/exports/src/own/c.ts": "",
    "packages/exports/src/features/own/c.ts": "",
    "packages/dist/package.json": { name: "dist-only", main: "dist/index.js" },
    "packages/dist/src/index.ts": "",
    "packages/dist/src/utils/a.ts": "",
    "packages/outdir/package.json": { name: "outdir", main: "./out/js/start.js" },
    "packages/outdir/tsconfig.build.json": {
      compilerOptions: { outDir: "out/js", rootDir: "code" },
    },
    "packages/outdir/code/start.ts": "",
    "packages/bundle/package.json": { name: "bundle", main: "dist/bundle.cjs.js" },
    "packages/bundle/src/index.js": "",
    "packages/empty/package.json": { name: "empty", main: "dist/index.js" },
    "packages/hidden/package.json": { name: "hidden" },
    "packages/hidden/index.js": "",
    "packages/old/package.json": { name: "old", version: "5.0.0" },
    "packages/old/index.js": "",
    "packages/app/package.json": { name: "app", dependencies: { old: "^4.0.0" } },
    "outside/package.json": { name: "outside", dependencies: { linked: "file:../linked" } },
    "linked/package.json": { name: "other-name" },
    "linked/index.ts": "",
  }, [
    ["packages/app/a.ts", "@org/exports", "packages/exports/index.mjs"],
    ["packages/app/a.cjs", "@org/exports", "packages/exports/index.cjs"],
    ["packages/app/a.ts", "@org/exports/feature/a", "packages/exports/src/features/a.ts"],
    ["packages/app/a.ts", "@org/exports/feature/own/c", "packages/exports/src/own/c.ts"],
    ["packages/app/a.ts", "@org/exports/built", "packages/exports/src/built.ts"],
    ["packages/app/a.ts", "@org/exports/source", "packages/exports/src/features/a.ts"],
    ["packages/app/a.ts", "@org/exports/null/a", "!does not export"],
    ["packages/app/a.ts", "@org/exports/src/built", "!does not export"],
    ["packages/exports/x.ts", "@org/exports/built", "packages/exports/src/built.ts"],
    ["packages/exports/x.ts", "#internal/b", "packages/exports/src/internal/b.ts"],
    ["packages/exports/x.ts", "#dep", "pkg:npm/react"],
    ["packages/app/a.ts", "dist-only", "packages/dist/src/index.ts"],
    ["packages/app/a.ts", "dist-only/dist/utils/a", "packages/dist/src/utils/a.ts"],
    ["packages/app/a.ts", "outdir", "packages/outdir/code/start.ts"],
    ["packages/app/a.ts", "bundle", "packages/bundle/src/index.js"],
    ["packages/app/a.ts", "empty", "!not committed"],
    ["packages/app/a.ts", "hidden", "pkg:npm/hidden"],
    ["packages/app/a.ts", "old", "pkg:npm/old"],
    ["packages/exports/a.ts", "old", "packages/old/index.js"],
    ["outside/a.ts", "@org/exports", "pkg:npm/%40org/exports"],
    ["outside/a.ts", "linked", "linked/index.ts"],
  ]);
});

Deno.test("resolve() reads the workspaces of pnpm, lerna and rush", () => {
  for (
    const [name, content] of [
      ["pnpm-workspace.yaml", "packages:\n  - 'libs/**'\n"],
      ["lerna.json", { packages: ["libs/*"] }],
      ["rush.json", { projects: [{ projectFolder: "libs/a" }, { projectFolder: "libs/b" }] }],
    ] as const
  ) {
    table({
      [name]: content,
      "libs/a/package.json": { name: "a", dependencies: { b: "workspace:*", c: "workspace:*" } },
      "libs/b/package.json": { name: "b", types: "./types.d.ts", main: "./main.js" },
      "libs/b/types.d.ts": "",
      "libs/b/main.js": "",
    }, [
      ["libs/a/x.ts", "b", "libs/b/types.d.ts"],
      ["libs/a/x.js", "b", "libs/b/main.js"],
      ["libs/a/x.js", "c", "!no member has that name"],
    ]);
  }
});

Deno.test("resolve() applies deno.json import maps, scopes and workspaces", () => {
  table({
    "deno.jsonc": {
      workspace: ["./a", "./b"],
      imports: {
        "@std/": "jsr:/@std/",
        "@luca/flag": "jsr:@luca/flag@^1",
        "ours": "jsr:@org/a@^1",
        "preact": "npm:preact@10",
        "~/": "./shared/",
      },
      scopes: { "./b/": { "~/": "./b/own/" } },
    },
    "shared/x.ts": "",
    "b/own/x.ts": "",
    "a/deno.json": { name: "@org/a", exports: { ".": "./mod.ts", "./sub": "./sub.ts" } },
    "a/mod.ts": "",
    "a/sub.ts": "",
    "b/deno.json": { name: "@org/b", imports: { "local": "./local.ts" } },
    "b/local.ts": "",
    "map/deno.json": { importMap: "./import_map.json" },
    "map/import_map.json": {
      imports: { "up": "../shared/x.ts", "out": "../../x.ts", "@q/r": "jsr:@q/r" },
    },
  }, [
    ["b/x.ts", "@org/a", "a/mod.ts"],
    ["b/x.ts", "@org/a/sub", "a/sub.ts"],
    ["b/x.ts", "jsr:@org/a@^1.0.0/sub", "a/sub.ts"],
    ["b/x.ts", "@org/a/none", "!does not export"],
    ["b/x.ts", "local", "b/local.ts"],
    ["b/x.ts", "preact", "pkg:npm/preact"],
    ["b/x.ts", "@std/assert", "jsr:@std/assert"],
    // deno.json expands what names a package, an import map file does not
    ["b/x.ts", "@luca/flag/deep/sub", "jsr:@luca/flag"],
    ["b/x.ts", "ours/sub", "a/sub.ts"],
    ["map/x.ts", "@q/r", "jsr:@q/r"],
    ["map/x.ts", "@q/r/sub", "pkg:npm/%40q/r"],
    ["b/x.ts", "~/x.ts", "b/own/x.ts"],
    ["a/x.ts", "~/x.ts", "shared/x.ts"],
    ["a/x.ts", "local", "pkg:npm/local"],
    ["map/x.ts", "up", "shared/x.ts"],
    ["map/x.ts", "out", "!outside the repository"],
  ]);
});

Deno.test("resolve() finds packages that were committed under node_modules", () => {
  table({
    "node_modules/dep/package.json": { main: "lib/a" },
    "node_modules/dep/lib/a.js": "",
    "src/x.js": "",
  }, [
    ["src/x.js", "dep", "node_modules/dep/lib/a.js"],
    ["node_modules/dep/lib/a.js", "dep/lib/a", "node_modules/dep/lib/a.js"],
    ["src/x.js", "other", "pkg:npm/other"],
  ]);
});

Deno.test("resolver() survives malformed and hostile manifests", () => {
  table({
    "package.json": `{"name": 1, "workspaces": {"packages": 5}, "exports": [[[[null]]]], "main": {`,
    "a/package.json": "[".repeat(100_000),
    "b/package.json": { name: "b", exports: { "./*": "../../../etc/*" }, main: "../../x" },
    "deno.json": `{"imports": [], "workspace": {"members": {}}, "scopes": 3`,
    "tsconfig.json": {
      extends: {},
      references: [1, {}],
      compilerOptions: { paths: { "*": "x", "a*": 4 }, baseUrl: "../../.." },
    },
    "pnpm-workspace.yaml": "packages: [&a *a",
    "x.ts": "",
  }, [
    ["x.ts", "react", "pkg:npm/react"],
    ["b/x.ts", "b", "!does not export"],
    ["b/x.ts", "b/passwd", "!not committed"],
    ["a/x.ts", "./none", "!no file"],
  ]);
  const stars = `${"*a".repeat(200)}b`;
  table({
    "package.json": { workspaces: [`${"**/".repeat(500)}x`, stars, "{a,b}".repeat(30)] },
    [`${"a".repeat(200)}/package.json`]: { name: "a" },
  }, [["x.ts", "a", "pkg:npm/a"]]);
});
