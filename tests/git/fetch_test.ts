import assert from "node:assert/strict";
import { createBlobReader, listTree } from "../../lib/git/mod.ts";
import type { FactoryError } from "../../lib/domain/errors.ts";
import { serveGit } from "../support/git_server.ts";
import { gitWorkspace } from "../support/git_workspace.ts";
import { runGit, scratchRepository } from "../support/repository.ts";

const { signal } = new AbortController();

/** Path -> text of all files of a commit, read from the clone alone. */
async function contents(gitDir: string, sha: string): Promise<Record<string, string>> {
  const entries = (await listTree(gitDir, sha, signal)).filter((entry) => entry.size !== null);
  const texts: Record<string, string> = {};
  let at = 0;
  const reader = createBlobReader(gitDir);
  for await (const { bytes } of reader.read(entries.map(({ oid }) => oid), signal)) {
    texts[entries[at++]!.path] = new TextDecoder().decode(bytes);
  }
  return texts;
}

Deno.test("fetch() leaves every file of the commit readable without the server", async () => {
  await using repository = await scratchRepository({ files: { "old.txt": "gone soon" } });
  const sha = await repository.commit({ "old.txt": null, "a.txt": "A", "d/b.txt": "B" });
  await using workspace = await gitWorkspace();
  const server = serveGit({ root: repository.root });
  const fetched = await workspace.fetch(`${server.origin}/repo.git`);
  await server.stop();
  assert.deepEqual({ ...fetched, commit: { ...fetched.commit, committedAt: "" } }, {
    gitDir: workspace.gitDir,
    commit: { sha, branch: "main", committedAt: "" },
    shallow: false,
    changed: true,
    program: "git",
  });
  assert.equal(fetched.commit.committedAt, new Date(1_760_000_120_000).toISOString());
  assert.deepEqual(await contents(workspace.gitDir, sha), { "a.txt": "A", "d/b.txt": "B" });
  assert.deepEqual(await workspace.left(), ["project.git"]);
});

Deno.test("a first clone takes history but no blobs of former commits", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "former" } });
  const former = await repository.git("rev-parse", "HEAD:a.txt");
  const sha = await repository.commit({ "a.txt": "present" });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  await workspace.fetch(`${server.origin}/repo.git`);
  await assert.rejects(
    Array.fromAsync(createBlobReader(workspace.gitDir).read([former], signal)),
    { code: "git_failed" },
  );
  assert.deepEqual(await contents(workspace.gitDir, sha), { "a.txt": "present" });
});

Deno.test("progress rises from 0 to 1", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  await workspace.fetch(`${server.origin}/repo.git`);
  const fractions = workspace.progress.map(({ fraction }) => fraction);
  assert.deepEqual(fractions, [...fractions].sort((a, b) => a - b));
  assert.equal(fractions.at(-1), 1);
  assert.ok(workspace.progress.some(({ message }) => /history/.test(message)));
});

Deno.test("a later fetch takes what is new, and says whether anything is", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  await workspace.fetch(url);
  assert.equal((await workspace.fetch(url)).changed, false);
  const sha = await repository.commit({ "b.txt": "B" });
  const fetched = await workspace.fetch(url);
  assert.equal(fetched.changed, true);
  assert.equal(fetched.commit.sha, sha);
  await server.stop();
  assert.deepEqual(await contents(workspace.gitDir, sha), { "a.txt": "A", "b.txt": "B" });
});

Deno.test("a rewritten history and a deleted branch are followed", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  await workspace.fetch(url);
  const rewritten = await repository.commit({ "new.txt": "N" }, { orphan: true });
  assert.equal((await workspace.fetch(url)).commit.sha, rewritten);
  assert.deepEqual(await contents(workspace.gitDir, rewritten), { "new.txt": "N" });

  const trunk = await repository.commit({ "t.txt": "T" }, { branch: "trunk" });
  await repository.git("symbolic-ref", "HEAD", "refs/heads/trunk");
  await repository.git("update-ref", "-d", "refs/heads/main");
  const fetched = await workspace.fetch(url);
  assert.deepEqual([fetched.commit.sha, fetched.commit.branch], [trunk, "trunk"]);
});

Deno.test("a branch or a tag can be chosen, and a missing one is answered with some that exist", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const first = await repository.git("rev-parse", "main");
  await repository.git("tag", "v1.0");
  await repository.git("tag", "-a", "-m", "annotated", "v1.1");
  const dev = await repository.commit({ "dev.txt": "D" }, { branch: "feature/x" });
  await repository.git("tag", "blob-tag", await repository.git("rev-parse", "main:a.txt"));
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  const table: [ref: string, sha: string, branch: string][] = [
    ["feature/x", dev, "feature/x"],
    ["v1.0", first, "v1.0"],
    ["v1.1", first, "v1.1"],
    ["refs/tags/v1.1", first, "v1.1"],
    ["refs/heads/main", first, "main"],
  ];
  for (const [ref, sha, branch] of table) {
    const { commit } = await workspace.fetch(url, { ref });
    assert.deepEqual([commit.sha, commit.branch], [sha, branch], ref);
  }
  await assert.rejects(workspace.fetch(url, { ref: "gone" }), (error: FactoryError) => {
    assert.equal(error.code, "git_ref_not_found");
    assert.match(error.remedy ?? "", /main.*feature\/x.*v1\.1/);
    return true;
  });
  for (const ref of ["blob-tag", "--upload-pack=x", "main:evil", "ma*", "HEAD~1", ""]) {
    await assert.rejects(workspace.fetch(url, { ref }), { code: "git_ref_not_found" }, ref);
  }
});

Deno.test("a detached HEAD is analysed as it is", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const first = await repository.git("rev-parse", "main");
  await repository.commit({ "b.txt": "B" });
  await repository.git("update-ref", "--no-deref", "HEAD", first);
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const { commit } = await workspace.fetch(`${server.origin}/repo.git`);
  assert.deepEqual([commit.sha, commit.branch], [first, null]);
});

Deno.test("an empty repository and a missing one are told apart", async () => {
  await using repository = await scratchRepository();
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  await assert.rejects(workspace.fetch(`${server.origin}/repo.git`), { code: "git_empty" });
  await assert.rejects(workspace.fetch(`${server.origin}/none.git`), { code: "git_not_found" });
  const { origin } = server;
  await server.stop();
  await assert.rejects(workspace.fetch(`${origin}/repo.git`), { code: "git_unreachable" });
  assert.deepEqual(await workspace.left(), []);
});

Deno.test("a server without filters serves as well", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const sha = await repository.commit({ "a.txt": "A2" });
  await using workspace = await gitWorkspace();
  const server = serveGit({ root: repository.root, filter: false });
  await workspace.fetch(`${server.origin}/repo.git`);
  const next = await repository.commit({ "b.txt": "B" });
  await workspace.fetch(`${server.origin}/repo.git`);
  await server.stop();
  assert.deepEqual(await contents(workspace.gitDir, sha), { "a.txt": "A2" });
  assert.deepEqual(await contents(workspace.gitDir, next), { "a.txt": "A2", "b.txt": "B" });
});

Deno.test("a damaged clone is replaced", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  const damage: ((gitDir: string) => Promise<void>)[] = [
    (gitDir) => Deno.remove(`${gitDir}/HEAD`),
    (gitDir) => Deno.writeTextFile(`${gitDir}/config`, "[broken"),
    async (gitDir) => {
      await Deno.remove(`${gitDir}/objects/pack`, { recursive: true });
      await Deno.mkdir(`${gitDir}/objects/pack`);
    },
    async (gitDir) => {
      await Deno.remove(gitDir, { recursive: true });
      await Deno.writeTextFile(gitDir, "not a directory");
    },
    (gitDir) => Deno.writeTextFile(`${gitDir}/refs/factory/head.lock`, ""),
  ];
  await workspace.fetch(url);
  for (const harm of damage) {
    await harm(workspace.gitDir);
    const sha = await repository.commit({ "n.txt": String(damage.indexOf(harm)) });
    assert.equal((await workspace.fetch(url)).commit.sha, sha);
    assert.equal((await contents(workspace.gitDir, sha))["a.txt"], "A");
    assert.deepEqual(await workspace.left(), ["project.git"]);
  }
});

Deno.test("a shallow remote is read as far as it goes", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const sha = await repository.commit({ "b.txt": "B" });
  await Deno.writeTextFile(`${repository.path}/shallow`, `${sha}\n`);
  await using workspace = await gitWorkspace();
  await using server = serveGit({ root: repository.root });
  const fetched = await workspace.fetch(`${server.origin}/repo.git`);
  assert.deepEqual([fetched.commit.sha, fetched.shallow], [sha, true]);
});

Deno.test("a local path is read where it is allowed", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using refusing = await gitWorkspace();
  await assert.rejects(refusing.fetch(repository.path), { code: "url_refused" });
  await using workspace = await gitWorkspace({ allowedPaths: [repository.root] });
  for (const url of [repository.path, `file://${repository.path}`]) {
    const { commit } = await workspace.fetch(url);
    assert.deepEqual(await contents(workspace.gitDir, commit.sha), { "a.txt": "A" });
  }
  await Deno.mkdir(`${repository.root}/empty`);
  await assert.rejects(workspace.fetch(`${repository.root}/empty`), { code: "git_not_found" });
  // A work tree whose .git names a repository that nobody allowed.
  await using other = await scratchRepository({ files: { secret: "S" } });
  await Deno.mkdir(`${repository.root}/work`);
  await Deno.writeTextFile(`${repository.root}/work/.git`, `gitdir: ${other.path}\n`);
  await assert.rejects(workspace.fetch(`${repository.root}/work`), { code: "url_refused" });
});

/** Every file below, with its size and when it was written. */
async function listed(directory: string): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(directory)) {
    const path = `${directory}/${name}`;
    const { size, mtime } = await Deno.stat(path);
    files.push(`${path} ${isDirectory ? "" : size} ${mtime?.getTime()}`);
    if (isDirectory) files.push(...await listed(path));
  }
  return files.sort();
}

Deno.test("a clone that borrows reads the repository where it lies, and writes nothing there", async () => {
  await using lender = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace({ allowedPaths: [lender.root] });
  const before = await listed(lender.path);
  const { commit } = await workspace.fetch(lender.path, { borrow: true });
  assert.deepEqual(await contents(workspace.gitDir, commit.sha), { "a.txt": "A" });
  assert.deepEqual(await listed(lender.path), before);
  const alternates = `${workspace.gitDir}/objects/info/alternates`;
  assert.equal(
    await Deno.readTextFile(alternates),
    `${await Deno.realPath(lender.path)}/objects\n`,
  );
  const counted = await runGit(["--git-dir", workspace.gitDir, "count-objects", "-v"]);
  assert.match(counted, /^count: 0$[^]*^in-pack: 0$/m, "no object is copied");

  // a shallow one is copied: where its history ends stands in a file of its own
  await runGit([
    "clone",
    "-q",
    "--bare",
    "--depth=1",
    `file://${lender.path}`,
    `${lender.root}/s.git`,
  ]);
  await using other = await gitWorkspace({ allowedPaths: [lender.root] });
  await other.fetch(`${lender.root}/s.git`, { borrow: true });
  await assert.rejects(Deno.stat(`${other.gitDir}/objects/info/alternates`), Deno.errors.NotFound);

  await Deno.remove(lender.path, { recursive: true });
  await assert.rejects(workspace.fetch(lender.path, { borrow: true }), { code: "git_not_found" });
});
