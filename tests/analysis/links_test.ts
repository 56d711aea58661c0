import assert from "node:assert/strict";
import { analyseFiles, repositoryOf, type TreeItem } from "../support/analysis.ts";

/** A repository with links: path to target. */
function withLinks(files: Record<string, TreeItem>, links: Record<string, string>) {
  const repository = repositoryOf({ ...files, ...links });
  for (const entry of repository.tree) if (entry.path in links) entry.mode = "120000";
  return repository;
}

async function edges(files: Record<string, string>, links: Record<string, string>) {
  const map = await analyseFiles(withLinks(files, links));
  return map.dependencies.map(({ from, specifier, to }) => `${from} ${specifier} > ${to}`);
}

Deno.test("an import through a symbolic link is an edge to the file behind it", async () => {
  assert.deepEqual(
    await edges({
      "web/main.ts": 'import "./shared/a";\nimport "./one";\nimport "./twice/b/c";\n',
      "lib/a.ts": "",
      "lib/b/c.ts": "",
      "tools/run.py": "from pkg import mod\n",
      "python/pkg/__init__.py": "",
      "python/pkg/mod.py": "",
    }, {
      "web/shared": "../lib",
      "web/one.ts": "shared/a.ts",
      "web/twice": "shared",
      "tools/pkg": "../python/pkg",
    }),
    [
      "tools/run.py pkg.mod > python/pkg/mod.py",
      "web/main.ts ./shared/a > lib/a.ts",
      "web/main.ts ./one > lib/a.ts",
      "web/main.ts ./twice/b/c > lib/b/c.ts",
    ],
  );
});

Deno.test("links out of the repository, to nowhere and in circles lead to nothing", async () => {
  const links = {
    "a.ts": "b.ts",
    "b.ts": "a.ts",
    "c.ts": "/etc/passwd",
    "d.ts": "../../etc/passwd",
    "e.ts": "none.ts",
    "loop/self": "..",
    "deep": "deep/deep",
  };
  const map = await analyseFiles(withLinks({
    "main.ts":
      'import "./a";\nimport "./c";\nimport "./d";\nimport "./e";\nimport "./loop/self/main";\nimport "./deep/x";\n',
    "loop/x.ts": "",
  }, links));
  assert.deepEqual(map.dependencies.map(({ to }) => to), [null, null, null, null, null, null]);
  assert.deepEqual(map.coverage.skipped.map(({ path }) => path), Object.keys(links).sort());
  assert.equal(map.coverage.files, 9);
});

Deno.test("links that multiply a large directory are followed up to a bound", async () => {
  const files: Record<string, string> = { "main.ts": 'import "./l0/f0";\n' };
  for (let file = 0; file < 1_000; file++) files[`lib/f${file}.ts`] = "";
  const links: Record<string, string> = {};
  for (let link = 0; link < 500; link++) links[`l${link}`] = "lib";
  const map = await analyseFiles(withLinks(files, links));
  assert.deepEqual(map.dependencies.map(({ to }) => to), ["lib/f0.ts"]);
});
