import assert from "node:assert/strict";
import { createProgressWriter } from "../../jobs/progress.ts";
import { fakeClock, settle } from "../support/clock.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { claimOne } from "../support/queue.ts";

async function setUp() {
  const scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "a", "2026-01-01T00:00:00.000Z"))!;
  const time = fakeClock();
  const progress = createProgressWriter({
    type: "analyze_repo",
    jobs: scratch.jobs,
    claim,
    clock: time.clock,
    expected: () => Promise.resolve({ fetch: 2_000, publish: 1_000 }),
  });
  const job = async () => (await scratch.jobs.find("j1"))!;
  return { scratch, time, progress, job, [Symbol.dispose]: () => scratch[Symbol.dispose]() };
}

Deno.test("a new stage is written at once, more of the same at most every 300 ms, the last always", async () => {
  using set = await setUp();
  set.progress.report("fetch", 0, "one");
  await settle();
  assert.deepEqual([(await set.job()).stage, (await set.job()).message], ["fetch", "one"]);
  set.progress.report("fetch", 0.2, "two");
  set.progress.report("fetch", 0.4, "three");
  await set.time.advance(299);
  assert.equal((await set.job()).message, "one");
  await set.time.advance(1);
  const { message, progress, seconds_left } = await set.job();
  assert.deepEqual([message, progress, seconds_left], ["three", 14, 3]);
});

Deno.test("within an attempt the stage never runs backwards, and each stage's time is kept", async () => {
  using set = await setUp();
  set.progress.report("fetch", 0, "a");
  await set.time.advance(1_500);
  set.progress.report("parse", 0, "b");
  set.progress.report("fetch", 1, "late news of another thread");
  await set.time.advance(500);
  assert.deepEqual(await set.progress.settled(), { fetch: 1_500, parse: 500 });
  assert.equal((await set.job()).stage, "parse");
});

Deno.test("notes and stages are lines of the job's log; one that runs wild is cut off", async () => {
  using set = await setUp();
  set.progress.report("fetch", 0, "a");
  await settle();
  for (let n = 0; n < 1_000; n++) set.progress.note("git", `line ${n} ${"x".repeat(600)}`);
  await set.progress.settled();
  const { items } = await set.scratch.jobs.events("j1", { limit: 200 });
  assert.equal(items.length, 102);
  assert.equal(items[0]?.message.length, 500);
  assert.deepEqual(items.slice(-2).map((one) => `${one.kind}: ${one.message}`), [
    "stage: Fetch the repository",
    "state: Attempt 1 of 3 started",
  ]);
});
