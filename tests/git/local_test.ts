import assert from "node:assert/strict";
import { gitWorkspace } from "../support/git_workspace.ts";
import { runGit, scratchRepository } from "../support/repository.ts";

/** Ways from a repository in an allowed path to one that is not allowed. */
const DOORS: Record<string, (inside: string, secret: string) => Promise<unknown>> = {
  async "objects/info/alternates"(inside, secret) {
    const sha = await runGit(["--git-dir", secret, "rev-parse", "main"]);
    await Deno.writeTextFile(`${inside}/objects/info/alternates`, `${secret}/objects\n`);
    await Deno.writeTextFile(`${inside}/refs/heads/main`, `${sha}\n`);
  },
  "a quoted alternate": (inside, secret) =>
    Deno.writeTextFile(`${inside}/objects/info/alternates`, `"${secret}/objects"\n`),
  "commondir": (inside, secret) => Deno.writeTextFile(`${inside}/commondir`, `${secret}\n`),
  async "a link to objects and refs"(inside, secret) {
    for (const part of ["objects", "refs"]) {
      await Deno.remove(`${inside}/${part}`, { recursive: true });
      await Deno.symlink(`${secret}/${part}`, `${inside}/${part}`);
    }
  },
  async "a link among the packs"(inside, secret) {
    await Deno.mkdir(`${inside}/objects/pack`, { recursive: true });
    await Deno.symlink(`${secret}/HEAD`, `${inside}/objects/pack/pack-1.pack`);
  },
  async "a .git file behind a link"(inside, secret) {
    await Deno.mkdir(`${inside}/way`);
    await Deno.symlink(`${secret}/refs`, `${inside}/way/link`);
    await Deno.writeTextFile(`${inside}/.git`, "gitdir: way/link/..\n");
  },
};

for (const [name, open] of Object.entries(DOORS)) {
  Deno.test(`a local repository leads nowhere else by ${name}`, async () => {
    await using secret = await scratchRepository({ files: { "secret.txt": "s3cret" } });
    await using inside = await scratchRepository({ files: { "a.txt": "A" } });
    await using workspace = await gitWorkspace({ allowedPaths: [inside.root] });
    await open(inside.path, secret.path);
    await assert.rejects(workspace.fetch(inside.path), { code: "url_refused" });
    assert.deepEqual(await workspace.left(), []);
  });
}

Deno.test("a local repository may borrow from another in an allowed path, and be a worktree", async () => {
  await using lender = await scratchRepository({ files: { "a.txt": "A" } });
  const { root, path } = lender;
  await runGit(["clone", "-q", "--bare", "--shared", path, `${root}/borrower.git`]);
  await runGit(["--git-dir", path, "worktree", "add", "-q", `${root}/tree`, "main"]);
  await using workspace = await gitWorkspace({ allowedPaths: [root] });
  const sha = await lender.git("rev-parse", "main");
  for (const at of [`${root}/borrower.git`, `${root}/tree`]) {
    assert.equal((await workspace.fetch(at)).commit.sha, sha, at);
  }
});
