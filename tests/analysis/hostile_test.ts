/** Trees that nobody would write by accident: each ends in a map, or in an error that says why. */
import assert from "node:assert/strict";
import { validateMap } from "../../lib/analysis/assemble.ts";
import { SKIPPED } from "../../lib/analysis/inventory.ts";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { mapRepository } from "../support/map_repository.ts";
import { type FileContent, scratchRepository } from "../support/repository.ts";

async function mapOf(files: Record<string, FileContent>): Promise<SystemMap> {
  await using repository = await scratchRepository({ files });
  const map = validateMap(await mapRepository(repository));
  const { coverage } = map;
  const listed = [...map.files, ...coverage.skipped, ...coverage.failed].map(({ path }) => path);
  const inTree = (await repository.git("ls-tree", "-r", "-z", "--name-only", "main"))
    .split("\0").filter((path) => path !== "");
  assert.equal(listed.length, inTree.length, "every entry is in one list");
  assert.equal(new Set(listed).size, inTree.length);
  return map;
}

Deno.test("a file of 200 MB is skipped by its size, without being read", async () => {
  const before = Deno.memoryUsage().rss;
  const map = await mapOf({
    "data/huge.csv": new Uint8Array(200_000_000),
    "a.ts": "export {};\n",
  });
  assert.deepEqual(map.coverage.skipped, [
    { path: "data/huge.csv", reason: SKIPPED.large(4_000_000) },
  ]);
  assert.deepEqual(map.files.map(({ path }) => path), ["a.ts"]);
  assert.ok(
    Deno.memoryUsage().rss - before < 350_000_000,
    "the test's own copy, and no second one",
  );
});

Deno.test("a minified line of 1 MB is mapped in every language", async () => {
  const line = (piece: string) => piece.repeat(Math.ceil(1_000_000 / piece.length));
  const map = await mapOf({
    "a.min.js": `import"./b.js";${line("a=function(b){return b/2+`${b}`};")}`,
    "b.js": line('var x="y",/z/g;'),
    "c.css": line("a{color:red}"),
    "d.json": `[${line('{"a":1},')}0]`,
    "e.html": line("<p>a<script>b()</script>"),
    "f.py": `a = "${line("word ")}"\n`,
    "g.go": `package a;var x = "${line("word ")}"`,
    "h.svg": line("<g/>"),
    "i.php": `<?php ${line("f();")}`,
    "j.sh": line("echo 'a';"),
    "k.rb": line("a;"),
    "l.rs": line("fn a(){}"),
    "m.java": line("class A{}"),
    "n.txt": line("word "),
    "o.yaml": line("a: "),
    "p.md": line("*a* "),
    "q.ts": line("type A<B>=C<D>;"),
    "r.tsx": line("<a>{b}</a>;"),
    "s.c": line("int a;"),
  });
  assert.deepEqual(map.coverage.failed, []);
  assert.equal(map.files.length, 19);
  assert.ok(map.files.find(({ path }) => path === "a.min.js")?.generated);
  assert.deepEqual(map.dependencies.map(({ from, to }) => [from, to]), [["a.min.js", "b.js"]]);
});

const OPEN: Readonly<Record<string, readonly string[]>> = {
  "astro": ["{", "<a>"],
  "c": ["{", "(", "/*", "#if 1\n"],
  "cpp": ["{", "a<", "namespace a{"],
  "cs": ["{", "(", "namespace a{"],
  "css": ["a{", "("],
  "go": ["{", "(", "func(){"],
  "html": ["<div>", "<script>", "<!--"],
  "java": ["{", "(", "class A{"],
  "js": ["{", "(", "[", "`${", "/*", "=>"],
  "json": ["[", '{"a":'],
  "jsx": ["<a>", "<a b={"],
  "kt": ["{", "/*", '"${'],
  "md": ["> ", "- "],
  "php": ["<?php ", "{", "("],
  "py": ["(", "[", "if a:\n ", 'f"{'],
  "rb": ["(", "do\n", '"#{', "class A\n"],
  "rs": ["/*", "{", "mod a {"],
  "scala": ["{", "/*", "("],
  "sh": ["(", "$(", '"$(', "{ "],
  "sql": ["(", "/*"],
  "svelte": ["{#if a}", "<script>"],
  "swift": ["{", "/*", '"\\('],
  "toml": ["[", "a={"],
  "ts": ["{", "<", "(", "type A=[", "`${"],
  "vue": ["<template>", "<script>"],
  "xml": ["<a>"],
  "yaml": ["[", "- ", "{a: "],
};

Deno.test("brackets, comments and blocks nested 10,000 deep, closed or not, hold nothing up", async () => {
  const files: Record<string, string> = {};
  for (const [extension, pieces] of Object.entries(OPEN)) {
    for (const [index, piece] of pieces.entries()) {
      files[`open${index}.${extension}`] = piece.repeat(10_000);
      files[`noise${index}.${extension}`] = `${piece}a `.repeat(10_000) + "\n";
    }
  }
  const brackets = { js: "()", py: "()", go: "()", json: "[]", rs: "{}", c: "{}" };
  for (const [extension, [open, close]] of Object.entries(brackets)) {
    files[`closed.${extension}`] = open!.repeat(10_000) + close!.repeat(10_000);
  }
  files["deep.json"] = '{"a":'.repeat(10_000) + "1" + "}".repeat(10_000);
  for (const manifest of ["package.json", "deno.json", "tsconfig.json", "composer.json"]) {
    files[`${manifest.split(".")[0]}/${manifest}`] = files["deep.json"]!;
    files[`${manifest.split(".")[0]}/open/${manifest}`] = "[".repeat(10_000);
  }
  for (const manifest of ["pyproject.toml", "Cargo.toml", "Pipfile"]) {
    files[`${manifest}.d/${manifest}`] = `a = ${"[".repeat(10_000)}`;
  }
  for (const manifest of ["pnpm-lock.yaml", "compose.yaml", ".github/workflows/ci.yml"]) {
    files[manifest] = "[".repeat(10_000);
    files[`nested/${manifest}`] = Array.from({ length: 1_000 }, (_, at) => `${" ".repeat(at)}a:`)
      .join("\n");
  }
  const map = await mapOf(files);
  for (const { reason } of map.coverage.failed) {
    assert.doesNotMatch(reason, /RangeError|thread|time/, reason);
  }
});

Deno.test("names and contents that are not UTF-8, names that differ in case, links in circles", async () => {
  const map = await mapOf({
    '"bad\\377.ts"': "export {};\n",
    "content.ts": new Uint8Array([0x2f, 0x2f, 0xff, 0xfe, 0x0a, 0xc3]),
    "README.md": "a\n",
    "readme.md": "b\n",
    "Readme.md": "c\n",
    "src/A.ts": 'import "./a.ts";\n',
    "src/a.ts": 'import "./A.ts";\n',
    "one": { symlink: "two" },
    "two": { symlink: "one" },
    "self": { symlink: "self" },
    "dir/up": { symlink: ".." },
    "dir/out": { symlink: "../../../etc/passwd" },
    "dir/root": { symlink: "/etc" },
    "dir/a.ts": 'import "./up/dir/up/dir/a.ts";\nimport "./out";\n',
    "new\nline.ts": "export {};\n",
    "tab\tand \u202e right.ts": "export {};\n",
  });
  assert.deepEqual(map.coverage.failed, []);
  assert.equal(map.coverage.skipped.filter(({ reason }) => reason === SKIPPED.symlink).length, 6);
  assert.equal(map.coverage.skipped.filter(({ reason }) => reason === SKIPPED.name).length, 1);
  assert.deepEqual(
    map.dependencies.filter(({ from }) => from.startsWith("src/")).map(({ to }) => to),
    ["src/a.ts", "src/A.ts"],
  );
});

Deno.test("an empty tree has an empty map", async () => {
  const map = await mapOf({});
  assert.equal(map.coverage.files, 0);
  assert.deepEqual([map.files, map.components.length, map.languages], [[], 0, []]);
});

Deno.test("directories nested 10,000 deep end in a map, or in git's refusal", async () => {
  await using repository = await scratchRepository({
    files: { [`${"d/".repeat(10_000)}a.ts`]: "export {};\n" },
  });
  const outcome = await mapRepository(repository).then(
    (map) => map.coverage.analysed,
    // git 2.44 and later walk 2,048 levels at most (core.maxTreeDepth).
    (error) => error.code,
  );
  assert.ok(outcome === 1 || outcome === "git_failed", String(outcome));
});
