/** Without a git program: what is fetched, from where, and what is read, is what git would give. */
import assert from "node:assert/strict";
import type { FactoryError } from "../../lib/domain/errors.ts";
import { createBlobReader, createHistoryReader, listTree, readersOf } from "../../lib/git/mod.ts";
import { serveGit } from "../support/git_server.ts";
import { gitWorkspace } from "../support/git_workspace.ts";
import { type FileContent, scratchRepository } from "../support/repository.ts";

const { signal } = new AbortController();
const program = "isomorphic-git";
const reading = await readersOf(program);

/** One of everything that git can hold. */
const EVERYTHING: Record<string, FileContent> = {
  "b.txt": "four",
  "a-b": "",
  "a/c": "x",
  "a/deep/er/d.txt": "deep",
  'späße 日本\t\n"q"': "u",
  '"caf\\351 \\t.txt"': "latin1",
  "run.sh": { executable: "#!/bin/sh\n" },
  "link": { symlink: "../../etc/passwd" },
  "module": { gitlink: "1".repeat(40) },
  "noise.bin": crypto.getRandomValues(new Uint8Array(60_000)),
  "long.txt": "a line that repeats\n".repeat(100_000),
};

async function blobs(reader: typeof createBlobReader, gitDir: string, oids: string[]) {
  return await Array.fromAsync(reader(gitDir).read(oids, signal));
}

Deno.test("what is fetched and read without git is what git has", async () => {
  await using repository = await scratchRepository({ files: { "former.txt": "gone" } });
  // Versions that differ little are sent as deltas.
  const long = EVERYTHING["long.txt"] as string;
  const sha = await repository.commit({
    ...EVERYTHING,
    "former.txt": null,
    "long2.txt": long + "end\n",
    "long3.txt": "start\n" + long,
  });
  await using workspace = await gitWorkspace({ program });
  const server = serveGit({ root: repository.root });
  const fetched = await workspace.fetch(`${server.origin}/repo.git`);
  await server.stop();
  const { gitDir } = workspace;
  assert.deepEqual(fetched, {
    gitDir,
    commit: { sha, branch: "main", committedAt: new Date(1_760_000_120_000).toISOString() },
    shallow: true,
    changed: true,
    program,
  });
  assert.deepEqual(await workspace.left(), ["project.git"]);

  const tree = await reading.listTree(gitDir, sha, signal);
  assert.deepEqual(tree, await listTree(repository.path, sha, signal));
  const oids = tree.filter(({ size }) => size !== null).map(({ oid }) => oid);
  assert.deepEqual(
    await blobs(reading.createBlobReader, gitDir, oids),
    await blobs(createBlobReader, repository.path, oids),
  );
  const history = reading.createHistoryReader(gitDir, sha, { shallow: true });
  assert.equal(history.shallow, true);
  assert.deepEqual(await Array.fromAsync(history.log(signal)), []);

  // git, once it is installed, can read the clone.
  assert.deepEqual(await listTree(gitDir, sha, signal), tree);
  assert.deepEqual(
    await blobs(createBlobReader, gitDir, oids),
    await blobs(reading.createBlobReader, gitDir, oids),
  );
});

Deno.test("readers without git say what is not there, and stop when told", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const sha = await repository.git("rev-parse", "HEAD");
  const tree = await repository.git("rev-parse", "HEAD^{tree}");
  const gitDir = repository.path;
  const absent = "2".repeat(40);
  await assert.rejects(reading.listTree(gitDir, absent, signal), { code: "git_failed" });
  for (const oid of [absent, tree, "HEAD\nx"]) {
    await assert.rejects(blobs(reading.createBlobReader, gitDir, [oid]), { code: "git_failed" });
  }
  const stopped = AbortSignal.abort(new Error("enough"));
  await assert.rejects(reading.listTree(gitDir, sha, stopped), /enough/);
  const [a] = await reading.listTree(gitDir, sha, signal);
  const reader = reading.createBlobReader(gitDir);
  await assert.rejects(Array.fromAsync(reader.read([a!.oid], stopped)), /enough/);
});

Deno.test("branches, tags and a detached HEAD are chosen as with git", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const first = await repository.git("rev-parse", "main");
  await repository.git("tag", "v1.0");
  await repository.git("tag", "-a", "-m", "annotated", "v1.1");
  const inner = await repository.commit({ "dev.txt": "d" }, { branch: "feature/x" });
  const dev = await repository.commit({ "dev.txt": "D" }, { branch: "feature/x" });
  await repository.git("tag", "blob-tag", await repository.git("rev-parse", "main:a.txt"));
  await using server = serveGit({ root: repository.root });
  await using workspace = await gitWorkspace({ program, allowedPaths: [repository.root] });
  for (const url of [`${server.origin}/repo.git`, repository.path]) {
    const table: [ref: string | undefined, sha: string, branch: string | null][] = [
      [undefined, first, "main"],
      ["feature/x", dev, "feature/x"],
      ["v1.0", first, "v1.0"],
      ["v1.1", first, "v1.1"],
      ["refs/tags/v1.1", first, "v1.1"],
    ];
    for (const [ref, sha, branch] of table) {
      const { commit, gitDir } = await workspace.fetch(url, ref === undefined ? {} : { ref });
      assert.deepEqual([commit.sha, commit.branch], [sha, branch], `${url} ${ref}`);
      assert.ok((await reading.listTree(gitDir, sha, signal)).length > 0);
    }
    for (const ref of ["gone", "blob-tag", "--upload-pack=x", "main:evil", "HEAD~1", ""]) {
      await assert.rejects(workspace.fetch(url, { ref }), { code: "git_ref_not_found" }, ref);
    }
    await repository.git("update-ref", "--no-deref", "HEAD", inner);
    const { commit } = await workspace.fetch(url, {});
    assert.deepEqual([commit.sha, commit.branch], [inner, null]);
    await repository.git("symbolic-ref", "HEAD", "refs/heads/main");
    await repository.git("pack-refs", "--all");
  }
});

Deno.test("empty, missing and unreadable repositories are told apart", async () => {
  await using repository = await scratchRepository();
  await using pages = serveGit({ root: "/nowhere", intercept: () => new Response("<html>") });
  await using busy = serveGit({
    root: "/nowhere",
    intercept: () => new Response(null, { status: 429 }),
  });
  const gone = serveGit({ root: "/nowhere" });
  await gone.stop();
  await using server = serveGit({ root: repository.root });
  await using workspace = await gitWorkspace({ program, allowedPaths: [repository.root] });
  const table: [url: string, code: string][] = [
    [`${server.origin}/repo.git`, "git_empty"],
    [repository.path, "git_empty"],
    [`${server.origin}/other.git`, "git_not_found"],
    [repository.root, "git_not_found"],
    [`${repository.root}/other`, "git_not_found"],
    ["/etc", "url_refused"],
    [`${pages.origin}/repo.git`, "git_not_found"],
    [`${busy.origin}/repo.git`, "rate_limited"],
    [`${gone.origin}/repo.git`, "git_unreachable"],
    ["git@127.0.0.1:repo.git", "git_missing"],
  ];
  for (const [url, code] of table) await assert.rejects(workspace.fetch(url), { code }, url);
  assert.deepEqual(await workspace.left(), []);
});

Deno.test("an unchanged repository costs one list of refs, a changed one a new clone", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  await using workspace = await gitWorkspace({ program });
  await using server = serveGit({ root: repository.root });
  const url = `${server.origin}/repo.git`;
  const first = await workspace.fetch(url);
  server.requests.length = 0;
  assert.deepEqual(await workspace.fetch(url), { ...first, changed: false });
  assert.deepEqual(server.requests.map(({ method }) => method), ["GET"]);
  const sha = await repository.commit({ "b.txt": "B" });
  const second = await workspace.fetch(url);
  assert.deepEqual([second.commit.sha, second.changed], [sha, true]);
  assert.equal((await reading.listTree(second.gitDir, sha, signal)).length, 2);
  const fractions = workspace.progress.map(({ fraction }) => fraction);
  assert.deepEqual(fractions, [...fractions].sort((a, b) => a - b));
  assert.equal(fractions.at(-1), 1);
});

Deno.test("git replaces a clone of one commit by one with history, and the other way round", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A" } });
  const sha = await repository.commit({ "b.txt": "B" });
  await using server = serveGit({ root: repository.root });
  await using before = await gitWorkspace({ program });
  await using after = await gitWorkspace();
  const url = `${server.origin}/repo.git`;
  await before.fetch(url);
  await Deno.rename(before.gitDir, after.gitDir);
  const fetched = await after.fetch(url);
  assert.deepEqual([fetched.commit.sha, fetched.shallow, fetched.program], [sha, false, "git"]);
  const history = createHistoryReader(after.gitDir, sha, { shallow: false });
  assert.equal((await Array.fromAsync(history.log(signal))).length, 2);

  await Deno.rename(after.gitDir, before.gitDir);
  const again = await before.fetch(url);
  assert.deepEqual([again.commit.sha, again.shallow, again.program], [sha, true, program]);
  assert.equal((await reading.listTree(before.gitDir, sha, signal)).length, 2);
});

Deno.test("a repository on disk is read where it lies, packed or loose, also below a work tree", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "A", "d/b.txt": "B" } });
  const sha = await repository.git("rev-parse", "main");
  const tree = await listTree(repository.path, sha, signal);
  const work = `${repository.root}/work`;
  await Deno.mkdir(work);
  await Deno.writeTextFile(`${work}/.git`, "gitdir: ../repo.git\n");
  await using workspace = await gitWorkspace({ program, allowedPaths: [repository.root] });
  for (const url of [repository.path, work]) {
    const { gitDir, commit } = await workspace.fetch(url);
    assert.deepEqual([gitDir, commit.sha], [await Deno.realPath(repository.path), sha]);
    assert.deepEqual(await reading.listTree(gitDir, sha, signal), tree);
    await repository.git("unpack-objects", "-q").catch(() => {});
    await repository.git("repack", "-a", "-d", "-q");
  }
  assert.deepEqual(await workspace.left(), []);

  await Deno.writeTextFile(`${work}/.git`, "gitdir: /etc\n");
  await assert.rejects(workspace.fetch(work), { code: "url_refused" });
  await Deno.mkdir(`${repository.path}/objects/info`, { recursive: true });
  await Deno.writeTextFile(`${repository.path}/objects/info/alternates`, "/elsewhere\n");
  await assert.rejects(workspace.fetch(repository.path), (error: FactoryError) => {
    assert.equal(error.code, "git_missing");
    assert.match(error.remedy ?? "", /Install git/);
    return true;
  });
});
