import assert from "node:assert/strict";
import { workTreeChanges } from "../../lib/git/mod.ts";
import { runGit, scratchRepository } from "../support/repository.ts";

const FILES = { "a.txt": "A\n", "b.txt": "B\n", "c.txt": "C\n", ".gitignore": "*.log\n" };

/** The index of the work tree before it is looked at. */
const INDEXES: Record<string, (git: (...args: string[]) => Promise<string>) => Promise<unknown>> = {
  "as git left it": (git) => git("status"),
  "in two parts": (git) => git("update-index", "--split-index"),
};

for (const [name, prepare] of Object.entries(INDEXES)) {
  Deno.test(`a work tree is compared with its commit, its index ${name}`, async () => {
    await using repository = await scratchRepository({ files: FILES });
    const { root, path } = repository;
    const tree = `${root}/tree`;
    await runGit(["clone", "-q", path, tree]);
    const compare = async () => {
      const sha = await repository.git("rev-parse", "main");
      return await workTreeChanges(path, tree, sha, AbortSignal.timeout(60_000));
    };
    await prepare((...args) => runGit(["-C", tree, ...args]));
    assert.deepEqual(await compare(), { changed: 0, untracked: 0 });
    await Deno.writeTextFile(`${tree}/a.txt`, "Z\n");
    await Deno.remove(`${tree}/b.txt`);
    await Deno.writeTextFile(`${tree}/new.txt`, "");
    await Deno.writeTextFile(`${tree}/new.log`, "");
    const index = await Deno.readFile(`${tree}/.git/index`);
    assert.deepEqual(await compare(), { changed: 2, untracked: 1 });
    assert.deepEqual(await Deno.readFile(`${tree}/.git/index`), index);
  });
}

Deno.test("a file that changed in the moment in which it was added is seen to have changed", async () => {
  await using repository = await scratchRepository({ files: FILES });
  const tree = `${repository.root}/tree`;
  await runGit(["clone", "-q", repository.path, tree]);
  // As if all had been written within one second, a while ago.
  const then = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 60_000);
  await Deno.utime(`${tree}/a.txt`, then, then);
  await runGit(["-C", tree, "update-index", "--refresh"]);
  await Deno.writeTextFile(`${tree}/a.txt`, "Z\n");
  await Deno.utime(`${tree}/a.txt`, then, then);
  await Deno.utime(`${tree}/.git/index`, then, then);
  const sha = await repository.git("rev-parse", "main");
  const found = await workTreeChanges(repository.path, tree, sha, AbortSignal.timeout(60_000));
  assert.deepEqual(found, { changed: 1, untracked: 0 });
});

Deno.test("what is staged is compared as it lies in the work tree, what is to be taken for unchanged is not", async () => {
  await using repository = await scratchRepository({ files: FILES });
  const tree = `${repository.root}/tree`;
  await runGit(["clone", "-q", repository.path, tree]);
  await runGit(["-C", tree, "rm", "-q", "--cached", "a.txt"]);
  for (const name of ["new.txt", "newer.txt"]) {
    await Deno.writeTextFile(`${tree}/${name}`, "");
    await runGit(["-C", tree, "add", name]);
  }
  for (const [name, take] of [["b.txt", "--assume-unchanged"], ["c.txt", "--skip-worktree"]]) {
    await runGit(["-C", tree, "update-index", take!, name!]);
    await Deno.writeTextFile(`${tree}/${name}`, "Z\n");
  }
  const sha = await repository.git("rev-parse", "main");
  const found = await workTreeChanges(repository.path, tree, sha, AbortSignal.timeout(60_000));
  assert.deepEqual(found, { changed: 0, untracked: 2 });
});
