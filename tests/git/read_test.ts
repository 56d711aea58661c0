import assert from "node:assert/strict";
import type { HistoryCommit, TreeEntry } from "../../lib/domain/ports.ts";
import { createBlobReader, createHistoryReader, listTree } from "../../lib/git/mod.ts";
import { addRows } from "../../lib/git/tree.ts";
import { runGit, scratchRepository } from "../support/repository.ts";

const { signal } = new AbortController();

Deno.test("listTree() gives every kind of entry, sorted, with names of any bytes", async () => {
  await using repository = await scratchRepository();
  const gitlink = "1".repeat(40);
  const sha = await repository.commit({
    "b.txt": "four",
    "a-b": "",
    "a/c": "x",
    'späße 日本\t\n"q"': "u",
    '"caf\\351 \\t.txt"': "latin1",
    "run.sh": { executable: "#!/bin/sh\n" },
    "link": { symlink: "../../etc/passwd" },
    "module": { gitlink },
  });
  const entries = await listTree(repository.path, sha, signal);
  assert.deepEqual(
    entries.map(({ path, validUtf8, mode, size }) => [path, validUtf8, mode, size]),
    [
      ['"caf\\351 \\t.txt"', false, "100644", 6],
      ["a-b", true, "100644", 0],
      ["a/c", true, "100644", 1],
      ["b.txt", true, "100644", 4],
      ["link", true, "120000", 16],
      ["module", true, "160000", null],
      ["run.sh", true, "100755", 10],
      ['späße 日本\t\n"q"', true, "100644", 1],
    ],
  );
  assert.equal(entries.find(({ path }) => path === "module")?.oid, gitlink);
  await assert.rejects(listTree(repository.path, "2".repeat(40), signal), { code: "git_failed" });
  await assert.rejects(listTree(repository.path, "--help", signal), { code: "git_failed" });
});

Deno.test("addRows() refuses a last row without a path", () => {
  const row = `100644 blob ${"1".repeat(40)}       4\ta.txt\0`;
  const broken = row.replace("\t", " ");
  for (const text of [broken, row + broken]) {
    const entries: TreeEntry[] = [];
    assert.throws(() => addRows(new TextEncoder().encode(text), entries), { code: "git_failed" });
  }
});

Deno.test("listTree() takes twenty thousand files", async () => {
  await using repository = await scratchRepository();
  const files = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`d${index % 200}/f${index}.txt`, "same"]),
  );
  const sha = await repository.commit(files);
  const entries = await listTree(repository.path, sha, signal);
  assert.deepEqual(entries.map(({ path }) => path), Object.keys(files).sort());
});

Deno.test("a blob reader gives bytes as they are, in the order asked for", async () => {
  const noise = crypto.getRandomValues(new Uint8Array(60_000));
  const big = new Uint8Array(3_000_000).fill(10);
  await using repository = await scratchRepository({
    files: { "1": "one\ntwo\n", "2": "", "3": noise, "4": big },
  });
  const entries = await listTree(repository.path, "HEAD", signal);
  const oids = ["4", "2", "1", "3", "1"].map((path) =>
    entries.find((entry) => entry.path === path)!.oid
  );
  const blobs = await Array.fromAsync(createBlobReader(repository.path).read(oids, signal));
  assert.deepEqual(blobs.map(({ oid }) => oid), oids);
  assert.deepEqual(blobs[0]?.bytes, big);
  assert.equal(blobs[1]?.bytes.length, 0);
  assert.equal(new TextDecoder().decode(blobs[2]?.bytes), "one\ntwo\n");
  assert.deepEqual(blobs[3]?.bytes, noise);
  assert.deepEqual(await Array.fromAsync(createBlobReader(repository.path).read([], signal)), []);
});

Deno.test("a blob reader may be left early, aborted, or asked for what is not there", async () => {
  await using repository = await scratchRepository({ files: { a: "A", b: "B".repeat(200_000) } });
  const [a, b] = (await listTree(repository.path, "HEAD", signal)).map(({ oid }) => oid);
  const reader = createBlobReader(repository.path);
  const many = Array.from({ length: 5_000 }, () => b!);
  for await (const blob of reader.read(many, signal)) {
    assert.equal(blob.bytes.length, 200_000);
    break;
  }
  const controller = new AbortController();
  await assert.rejects(async () => {
    for await (const _ of reader.read(many, controller.signal)) {
      controller.abort(new Error("enough"));
    }
  }, /enough/);
  const absent = Array.fromAsync(reader.read([a!, "3".repeat(40), a!], signal));
  await assert.rejects(absent, { code: "git_failed" });
  const tree = await repository.git("rev-parse", "HEAD^{tree}");
  await assert.rejects(Array.fromAsync(reader.read([tree], signal)), { code: "git_failed" });
  await assert.rejects(Array.fromAsync(reader.read(["HEAD\nx"], signal)), TypeError);
});

Deno.test("history tells who changed what, newest first, merges without changes", async () => {
  await using repository = await scratchRepository();
  await repository.commit({ "a.txt": "1", "d/\nb": "1" }, { time: 1_000, message: "" });
  await repository.commit({ "a.txt": null, '"caf\\351"': "2" }, {
    time: 2_000,
    author: { name: "Old Näme", email: "" },
    message: "subject\n\nbody\0nul".replace("\0", " "),
  });
  await repository.commit({}, { time: 3_000 });
  const side = await repository.commit({ "s.txt": "S" }, { branch: "side", time: 3_500 });
  await repository.commit({ "s.txt": "S" }, { time: 4_000, merge: side });
  const sha = await repository.commit({
    ".mailmap": "Ada Lovelace <ada@lovelace.example> <ada@example.org>\n",
  }, { time: 5_000 });
  const reader = createHistoryReader(repository.path, sha, { shallow: false });
  const commits = await Array.fromAsync(reader.log(signal));
  const ada = ["Ada Lovelace", "ada@lovelace.example"];
  assert.deepEqual(
    commits.map((
      { authorName, authorEmail, time, paths, added },
    ) => [authorName, authorEmail, time, paths, added]),
    [
      [...ada, 5_000, [".mailmap"], [".mailmap"]],
      [...ada, 4_000, [], []],
      [...ada, 3_500, ["s.txt"], ["s.txt"]],
      [...ada, 3_000, [], []],
      ["Old Näme", "", 2_000, ["a.txt", '"caf\\351"'], ['"caf\\351"']],
      [...ada, 1_000, ["a.txt", "d/\nb"], ["a.txt", "d/\nb"]],
    ],
  );
  assert.equal(commits[0]?.sha, sha);
  assert.equal(commits[1]?.parents.length, 2);
});

Deno.test("history pairs what was deleted and added with the same content", async () => {
  await using repository = await scratchRepository();
  const link = { symlink: "x.ts" };
  await repository.commit({
    "a/x.ts": "x",
    "a/y.ts": "y",
    "b/y.ts": "y",
    "z.ts": "z",
    "l.ts": link,
    "e/.keep": "",
    "f/.gitkeep": "",
    "twin1": "t",
    "twin2": "t",
  });
  const sha = await repository.commit({
    "a/x.ts": null,
    "new/X.ts": "x",
    "a/y.ts": null,
    "b/y.ts": null,
    "c/a/y.ts": "y",
    "c/b/y.ts": "y",
    // Not what it was: a file is no link, whatever it says.
    "l.ts": null,
    "file": "x.ts",
    "e/.keep": null,
    "g/__init__.py": "",
    "f/.gitkeep": null,
    "h/.gitkeep": "",
    // Two of one content, and other names: nobody knows which is which.
    "twin1": null,
    "twin2": null,
    "twin3": "t",
    "twin4": "t",
  });
  const reader = createHistoryReader(repository.path, sha, { shallow: false });
  const [commit] = await Array.fromAsync(reader.log(signal));
  assert.deepEqual(
    commit!.renames.map(({ from, to }) => `${from} ${to}`).sort(),
    ["a/x.ts new/X.ts", "a/y.ts c/a/y.ts", "b/y.ts c/b/y.ts", "f/.gitkeep h/.gitkeep"],
  );
  // Nothing was moved: both are empty.
  const head = await repository.commit({ "h/.gitkeep": null, "h/__init__.py": "" });
  const next = createHistoryReader(repository.path, head, { shallow: false });
  assert.deepEqual((await Array.fromAsync(next.log(signal, sha)))[0]!.renames, []);
});

Deno.test("history goes on from an ancestor, and knows what is none", async () => {
  await using repository = await scratchRepository();
  const shas: string[] = [];
  for (let index = 0; index < 4; index++) {
    shas.push(await repository.commit({ [`${index}`]: "x" }));
  }
  const other = await repository.commit({ "o": "x" }, { branch: "other", orphan: true });
  const reader = createHistoryReader(repository.path, shas[3]!, { shallow: false });
  const rest = await Array.fromAsync(reader.log(signal, shas[1]));
  assert.deepEqual(rest.map(({ sha }) => sha), [shas[3], shas[2]]);
  // Of what is no ancestor, or no longer there, no commit is a child.
  for (const since of [other, "1".repeat(40)]) {
    const all = await Array.fromAsync(reader.log(signal, since));
    assert.deepEqual(all.map(({ sha }) => sha), shas.toReversed());
    assert.ok(!all.some(({ parents }) => parents.includes(since)));
  }
  assert.ok(rest.some(({ parents }) => parents.includes(shas[1]!)));
  assert.equal(await reader.basis(), "");
  await Deno.writeTextFile(`${repository.path}/shallow`, `${shas[1]}\n`);
  assert.equal(await reader.basis(), shas[1]);
});

Deno.test("history ends at its limit, when left, and before a cut commit", async () => {
  await using repository = await scratchRepository();
  const shas: string[] = [];
  for (let index = 0; index < 5; index++) {
    shas.push(await repository.commit({ [`${index}`]: "x" }));
  }
  const head = shas[4]!;
  const read = (shallow: boolean, maxCommits = 100) =>
    createHistoryReader(repository.path, head, { shallow, maxCommits }).log(signal);
  const ids = (commits: HistoryCommit[]) => commits.map(({ sha }) => sha);
  assert.deepEqual(ids(await Array.fromAsync(read(false, 2))), [shas[4], shas[3]]);
  for await (const commit of read(false)) {
    assert.equal(commit.sha, head);
    break;
  }
  await Deno.writeTextFile(`${repository.path}/shallow`, `${shas[2]}\n`);
  assert.deepEqual(ids(await Array.fromAsync(read(true))), [shas[4], shas[3]]);
});

Deno.test("a deleted commit of billions of files ends the walk instead of the memory", async () => {
  await using repository = await scratchRepository({ files: { "a.txt": "1" } });
  const git = (args: string[], input: string[] = []) =>
    runGit(["--git-dir", repository.path, ...args], input);
  const blob = await git(["hash-object", "-w", "--stdin"], ["x"]);
  let tree = await git(["mktree"], [`100644 blob ${blob}\tf\n`]);
  // Each level names the one below sixteen times: 16^9 files in ten small objects.
  for (let level = 0; level < 9; level++) {
    const names = Array.from({ length: 16 }, (_, n) => `040000 tree ${tree}\t${n}\n`);
    tree = await git(["mktree"], [names.join("")]);
  }
  const first = await git(["rev-parse", "main"]);
  const bomb = await git(["commit-tree", tree, "-p", first, "-m", "bomb"]);
  const clean = await git(["rev-parse", "main^{tree}"]);
  const head = await git(["commit-tree", clean, "-p", bomb, "-m", "gone"]);
  const reader = createHistoryReader(repository.path, head, { shallow: false, silenceMs: 300 });
  await assert.rejects(Array.fromAsync(reader.log(signal)), {
    code: "git_failed",
    message: "A commit of the history changes too much to be read.",
  });
});
