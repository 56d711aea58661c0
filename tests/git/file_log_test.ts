import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { createFileLogPort } from "../../lib/git/mod.ts";
import { scratchRepository } from "../support/repository.ts";

const SIGNAL = () => new AbortController().signal;

Deno.test("a file's commits: newest first, its very name, without merges, no more than asked for", async () => {
  await using repository = await scratchRepository({ files: { "a[1].ts": "1", "a1.ts": "1" } });
  const bob = { name: "Bob", email: "bob@example.org" };
  const second = await repository.commit({ "a[1].ts": "2" }, {
    message: "Two\n\nMore",
    author: bob,
  });
  await repository.commit({ "a1.ts": "2" }, { message: "Other" });
  const log = createFileLogPort("git", () => repository.path);
  const head = await repository.git("rev-parse", "main");
  const read = (path: string, limit = 10, commit = head) =>
    log.read("p", { commit, path, limit }, SIGNAL());
  const found = await read("a[1].ts");
  assert.deepEqual(found?.map(({ subject, author }) => [subject, author]), [
    ["Two", "Bob"],
    ["First", "Ada"],
  ]);
  assert.equal(found?.[0]?.sha, second);
  assert.equal(found?.[0]?.authored_at, new Date(1_760_000_120_000).toISOString());
  assert.deepEqual((await read("a[1].ts", 1))?.length, 1);
  assert.deepEqual(await read("none.ts"), []);
  assert.equal(await read("a1.ts", 10, "f".repeat(40)), null);
});

Deno.test("a file whose name is not UTF-8 is not said to have no commits", async () => {
  await using repository = await scratchRepository({ files: { '"caf\\351.ts"': "1" } });
  const commit = await repository.git("rev-parse", "main");
  const log = createFileLogPort("git", () => repository.path);
  const asked = { commit, path: '"caf\\351.ts"', limit: 10 };
  await assert.rejects(log.read("p", asked, SIGNAL()), { code: "git_failed", message: /UTF-8/ });
});

Deno.test("a file's commits need git, and end after their time", async () => {
  await using repository = await scratchRepository({ files: { "a.ts": "1" } });
  const head = await repository.git("rev-parse", "main");
  const options = { commit: head, path: "a.ts", limit: 10 };
  const none = createFileLogPort("isomorphic-git", () => repository.path);
  assert.equal(await none.read("p", options, SIGNAL()), null);
  const hasty = createFileLogPort("git", () => repository.path, 0);
  await assert.rejects(hasty.read("p", options, SIGNAL()), (error: unknown) => {
    assert(error instanceof FactoryError);
    assert.equal(error.code, "git_failed");
    return true;
  });
});
