import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import type { FileCommit } from "../../lib/domain/wire/file_commits.ts";
import { createFileCommitsService, WAITING_MAX } from "../../lib/services/file_commits.ts";
import type { SourcesService } from "../../lib/services/contract.ts";

const COMMIT: FileCommit = {
  sha: "a".repeat(40),
  authored_at: "2026-01-01T00:00:00.000Z",
  author: "Ada",
  subject: "First",
};
const AT_ONCE = 2;

/** A service over a git that answers a path when the test says so. */
function setUp(length = 1) {
  const asked: string[] = [];
  const answers = new Map<string, () => void>();
  const service = createFileCommitsService({
    sources: {
      locate: () => Promise.resolve({ commit_sha: "c1" }),
    } as unknown as Pick<SourcesService, "locate">,
    log: {
      read(_, { path }) {
        asked.push(path);
        return new Promise((resolve) =>
          answers.set(path, () => resolve(Array.from({ length }, () => COMMIT)))
        );
      },
    },
  });
  const { signal } = new AbortController();
  const list = (path: string, over = signal) =>
    service.list("p1", { path, commit: undefined, limit: 500 }, over);
  /** Lets what waits for a promise go on. */
  const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
  const answer = async (path: string) => {
    answers.get(path)!();
    await settle();
  };
  return { asked, list, answer, settle };
}

Deno.test("requests beyond a few wait in turn, and beyond a few more are told to come back", async () => {
  const { asked, list, answer, settle } = setUp();
  const paths = Array.from({ length: AT_ONCE + WAITING_MAX }, (_, n) => `f${n}`);
  const all = paths.map((path) => list(path));
  await settle();
  assert.deepEqual(asked, ["f0", "f1"]);

  const error = await list("one too many").catch((error) => error);
  assert.ok(error instanceof FactoryError);
  assert.deepEqual([error.code, error.remedy], ["server_busy", "Try again in a moment."]);
  assert.notEqual(error.retryAfterSeconds, null);

  for (const path of paths) await answer(path);
  assert.deepEqual(asked, paths);
  for (const { items } of await Promise.all(all)) assert.equal(items?.length, 1);
  const again = list("one too many");
  await settle();
  await answer("one too many");
  assert.equal((await again).items?.length, 1);
});

Deno.test("who waits and goes leaves the place to others", async () => {
  const { asked, list, answer, settle } = setUp();
  const running = [list("f0"), list("f1")];
  const gone = new AbortController();
  const left = list("f2", gone.signal).catch((error) => error);
  const stays = list("f3");
  await settle();
  gone.abort(new Error("gone"));
  assert.equal((await left).message, "gone");
  await answer("f0");
  await answer("f1");
  await answer("f3");
  await Promise.all([...running, stays]);
  assert.deepEqual(asked, ["f0", "f1", "f3"]);
});

Deno.test("lists are kept, but no more commits than a bound", async () => {
  const { asked, list, answer, settle } = setUp(500);
  const read = async (path: string) => {
    const before = asked.length;
    const found = list(path);
    await settle();
    if (asked.length > before) await answer(path);
    await found;
    return asked.length > before;
  };
  assert.equal(await read("f0"), true);
  assert.equal(await read("f0"), false);
  for (let n = 1; n < 40; n++) await read(`f${n}`);
  assert.equal(await read("f39"), false);
  assert.equal(await read("f0"), true, "the oldest had to go");
});
