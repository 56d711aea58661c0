import assert from "node:assert/strict";
import { canonicalBytes, validateMap } from "../../lib/analysis/assemble.ts";
import { SKIPPED } from "../../lib/analysis/inventory.ts";
import { FactoryError } from "../../lib/domain/errors.ts";
import { analyseFiles, memoryCache, repositoryOf, type TreeItem } from "../support/analysis.ts";
import { canonicalJson } from "../support/canonical.ts";

const NASTY: Record<string, TreeItem> = {
  "a.ts": 'import { b } from "./src/b.ts";\nb();\n',
  "src/b.ts": "// comment\r\nexport const b = () => 1;\r\n",
  "src/B.ts": "export {};\n",
  "same.ts": "export {};\n",
  "empty.py": "",
  "link": { mode: "120000", size: 5 },
  "sub": { mode: "160000", size: null },
  '"bad\\377name.c"': { validUtf8: false, size: 3 },
  "logo.png": new Uint8Array([0x89, 0x50, 0, 0, 1]),
  "big.bin": { size: 5_000_000 },
  "lfs.psd": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n",
  "latin.c": new Uint8Array([0x2f, 0x2f, 0x20, 0xe9, 0x0a]),
  "wide.txt": new Uint8Array([0xff, 0xfe, 0x61, 0, 0x0a, 0]),
  "gone.js": { oid: "f".repeat(40), size: 10 },
  [`${"d/".repeat(10_000)}deep.ts`]: "export {};\n",
  ["__proto__"]: "x",
  "constructor/toString.js": "export {};\n",
};

Deno.test("analyse() puts every entry of a nasty tree into exactly one list, with a reason", async () => {
  const repository = repositoryOf(NASTY);
  const map = validateMap(await analyseFiles(repository));
  const { coverage } = map;
  const listed = [
    ...map.files.map((file) => file.path),
    ...coverage.skipped.map((entry) => entry.path),
    ...coverage.failed.map((entry) => entry.path),
  ];
  assert.deepEqual(listed.sort(), repository.tree.map((entry) => entry.path).sort());
  assert.equal(coverage.files, repository.tree.length);
  assert.equal(coverage.analysed, map.files.length);
  const reasons = Object.fromEntries(coverage.skipped.map(({ path, reason }) => [path, reason]));
  assert.deepEqual(reasons, {
    '"bad\\377name.c"': SKIPPED.name,
    "big.bin": "Larger than the limit of 4 MB",
    "lfs.psd": SKIPPED.lfs,
    "link": SKIPPED.symlink,
    "logo.png": SKIPPED.binary,
    "sub": SKIPPED.submodule,
  });
  assert.deepEqual(coverage.failed.map((entry) => entry.path), ["gone.js"]);
});

Deno.test("analyse() counts lines of empty, CRLF, Latin-1 and UTF-16 files", async () => {
  const map = await analyseFiles(NASTY);
  const lines = (path: string) => map.files.find((file) => file.path === path)!.lines;
  assert.deepEqual(lines("empty.py"), { code: 0, comment: 0, blank: 0 });
  assert.deepEqual(lines("src/b.ts"), { code: 1, comment: 1, blank: 0 });
  assert.deepEqual(lines("latin.c"), { code: 0, comment: 1, blank: 0 });
  assert.deepEqual(lines("wide.txt"), { code: 1, comment: 0, blank: 0 });
});

Deno.test("analyse() gives the same bytes whatever the order, the batches and the cache", async () => {
  const items: Record<string, TreeItem> = { ...NASTY };
  for (let at = 0; at < 150; at++) {
    items[`src/m${at % 7}/f${at}.ts`] = `import "../m${(at + 1) % 7}/f${at + 1}.ts";\n`;
  }
  const json = canonicalJson(await analyseFiles(items));
  const cache = memoryCache();
  for (const batchBlobs of [1, 7]) {
    const shuffled = Object.fromEntries(
      Object.entries(items).sort(([a], [b]) => hash(a + batchBlobs) - hash(b + batchBlobs)),
    );
    const again = await analyseFiles(shuffled, {
      limits: { batchBlobs, batchBytes: 100 },
      concurrency: batchBlobs,
      cache,
    });
    assert.equal(canonicalJson(again), json);
  }
});

Deno.test("analyse() reads a content once, and nothing that the cache knows", async () => {
  const files = { "a.ts": "export {};\n", "b.ts": "export {};\n", "c.txt": "export {};\n" };
  const cache = memoryCache();
  const first = repositoryOf(files);
  await analyseFiles(first, { cache });
  assert.equal(first.blobs.asked.length, 1);
  assert.equal(cache.entries.size, 2, "one content under two hints");
  const second = repositoryOf(files);
  await analyseFiles(second, { cache });
  assert.deepEqual(second.blobs.asked, []);
});

Deno.test("analyse() stops with the signal's reason", async () => {
  const stop = new AbortController();
  stop.abort(new FactoryError("job_cancelled", "cancelled"));
  await assert.rejects(
    analyseFiles({ "a.ts": "" }, { signal: stop.signal }),
    { code: "job_cancelled" },
  );
});

Deno.test("analyse() takes a tree of 50,000 files with constant contents", async () => {
  const items: Record<string, TreeItem> = {};
  for (let at = 0; at < 50_000; at++) {
    items[`p${at % 100}/d${at % 1_000}/f${at}.ts`] = `import "./f${at + 1_000}.ts";\n`.slice(
      0,
      at % 5 === 0 ? undefined : 0,
    );
  }
  const map = await analyseFiles(items);
  assert.equal(map.coverage.analysed, 50_000);
  assert.equal(map.dependencies.length, 10_000);
});

Deno.test("analyse() flags vendored and generated files and reads their imports, minified or not", async () => {
  const map = await analyseFiles({
    ".gitattributes": "gen/* linguist-generated\nnode_modules/own/** -linguist-vendored\n",
    "gen/a.ts": "export {};\n",
    "node_modules/x/index.js": 'require("./y");\n',
    "node_modules/x/y.js": "",
    "node_modules/own/a.js": "",
    "app.js": `import"./gen/a";${"a=1;".repeat(2_000)}\n`,
    // browserify's: "./inner" names a part of the bundle, never a file
    "bundle.js": `(function(require,module,exports){require("./inner");${"a=1;".repeat(2_000)}})\n`,
    "api.pb.go": "package a\n",
  });
  const flags = Object.fromEntries(
    map.files.map((file) => [file.path, `${file.generated ? "g" : ""}${file.vendored ? "v" : ""}`]),
  );
  assert.deepEqual(flags, {
    ".gitattributes": "",
    "api.pb.go": "g",
    "app.js": "g",
    "bundle.js": "g",
    "gen/a.ts": "g",
    "node_modules/own/a.js": "",
    "node_modules/x/index.js": "v",
    "node_modules/x/y.js": "v",
  });
  assert.deepEqual(map.dependencies.map((one) => [one.from, one.to]), [
    ["app.js", "gen/a.ts"],
    ["node_modules/x/index.js", "node_modules/x/y.js"],
  ]);
});

Deno.test("analyse() reads settings of any name that tsconfig.json and deno.json point to", async () => {
  const map = await analyseFiles({
    "web/tsconfig.json": '{"extends": "../settings/web.json"}',
    "settings/web.json": '{"extends": "./common.json"}',
    "settings/common.json": '{"compilerOptions": {"paths": {"@lib/*": ["../lib/*"]}}}',
    "web/a.ts": 'import "@lib/x";\n',
    "preset/package.json": '{"name": "@org/preset", "exports": {"./strict": "./set/strict.json"}}',
    "preset/set/strict.json": '{"compilerOptions": {"paths": {"@/*": ["${configDir}/src/*"]}}}',
    "app/tsconfig.json": '{"extends": "@org/preset/strict"}',
    "app/main.ts": 'import "@/y";\n',
    "app/src/y.ts": "",
    "deno/deno.json": '{"importMap": "./names.json"}',
    "deno/names.json": '{"imports": {"$x": "../lib/x.ts"}}',
    "deno/b.ts": 'import "$x";\n',
    "lib/x.ts": "",
  });
  assert.deepEqual(map.dependencies.map(({ from, to }) => [from, to]), [
    ["app/main.ts", "app/src/y.ts"],
    ["deno/b.ts", "lib/x.ts"],
    ["web/a.ts", "lib/x.ts"],
  ]);
});

Deno.test("analyse() refuses a repository whose dependencies multiply", async () => {
  const items: Record<string, string> = { "go.mod": "module example.com/m\n" };
  for (let at = 0; at < 20; at++) {
    items[`a/${at}.go`] = "package a\n";
    items[`b/${at}.go`] = 'package b\n\nimport "example.com/m/a"\n';
  }
  assert.equal(
    (await analyseFiles(items, { limits: { dependencies: 400 } })).dependencies.length,
    400,
  );
  await assert.rejects(
    analyseFiles(items, { limits: { dependencies: 399 } }),
    (error) => error instanceof FactoryError && error.code === "repository_too_large",
  );
});

Deno.test("canonicalBytes() writes keys in their order; validateMap() names the wrong field", async () => {
  const map = await analyseFiles({ ...NASTY, "a.ts": "" });
  for (const one of [map, await analyseFiles({})]) {
    const bytes = canonicalBytes(one);
    assert.equal(new TextDecoder().decode(bytes), canonicalJson(one));
  }
  assert.throws(
    () => validateMap({ ...map, files: [{ ...map.files[0]!, bytes: -1 }] }),
    (error) =>
      error instanceof FactoryError && error.code === "map_invalid" &&
      error.message.includes("/files/0/bytes"),
  );
});

function hash(text: string): number {
  let value = 7;
  for (let at = 0; at < text.length; at++) value = (value * 31 + text.charCodeAt(at)) % 1_000_003;
  return value;
}
