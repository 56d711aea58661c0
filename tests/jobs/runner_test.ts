import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { Snooze } from "../../lib/domain/snooze.ts";
import { HEARTBEAT_MS, STOP_PATIENCE_MS } from "../../jobs/runner.ts";
import type { JobStore } from "../../lib/store/jobs.ts";
import { settle } from "../support/clock.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { rescueFrom } from "../support/queue.ts";
import { held, setUp } from "../support/runner.ts";

const TRY_AGAIN_MS = 2_000;

Deno.test("a job runs when woken, reports its stage, and completes with its result", async () => {
  using scratch = scratchDatabase();
  const { runner } = setUp(scratch, ({ report }) => {
    report("fetch", 0.5, "half-way");
    return Promise.resolve({ map_id: "m1" });
  });
  runner.start();
  await addJob(scratch, "j1", await addProject(scratch));
  runner.wake();
  await runner.idle();
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.status, job?.progress, job?.stage, job?.result], [
    "completed",
    100,
    "fetch",
    { map_id: "m1" },
  ]);
  await runner.stop();
});

Deno.test("no more jobs run at once than allowed, and the next starts when one ends", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { runner } = setUp(scratch, work.handler, 2);
  for (const n of [1, 2, 3]) await addJob(scratch, `j${n}`, await addProject(scratch, `p${n}`));
  runner.start();
  await settle();
  assert.equal(work.started.length, 2);
  work.finish(0);
  await settle();
  assert.equal(work.started.length, 3);
  await runner.stop();
});

Deno.test("a network failure is tried again at its time, a bad address is not", async () => {
  using scratch = scratchDatabase();
  const failures = [
    new FactoryError("git_unreachable", "No answer."),
    new FactoryError("git_not_found", "No such repository.", { remedy: "Check the address." }),
  ];
  let runs = 0;
  const { time, runner } = setUp(scratch, () => Promise.reject(failures[runs++]));
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  const waiting = await scratch.jobs.find("j1");
  assert.deepEqual([waiting?.status, waiting?.error?.code, runs], [
    "pending",
    "git_unreachable",
    1,
  ]);
  await time.advance(2_499);
  assert.equal(runs, 1);
  await time.advance(1);
  const failed = await scratch.jobs.find("j1");
  assert.deepEqual([failed?.status, runs], ["failed", 2]);
  assert.deepEqual(failed?.error, {
    code: "git_not_found",
    message: "No such repository.",
    remedy: "Check the address.",
  });
  await runner.stop();
});

Deno.test("abort() stops a running job, which ends as cancelled", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { runner } = setUp(scratch, work.handler);
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  await scratch.jobs.requestCancel("j1", "2026-01-01T00:00:01.000Z");
  await runner.abort("j1");
  assert.equal((await scratch.jobs.find("j1"))?.status, "cancelled");
  await runner.stop();
});

Deno.test("a cancel that nobody in this process heard of is seen by the next heartbeat", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { time, runner } = setUp(scratch, work.handler);
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  await scratch.jobs.requestCancel("j1", "2026-01-01T00:00:01.000Z");
  await time.advance(HEARTBEAT_MS);
  assert.equal((await scratch.jobs.find("j1"))?.status, "cancelled");
  await runner.stop();
});

Deno.test("stop() gives running jobs back without charging the attempt", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { runner } = setUp(scratch, work.handler);
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  await runner.stop();
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.status, job?.attempt], ["pending", 0]);
});

Deno.test("a job that takes too long fails and says which limit it met", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { time, runner } = setUp(scratch, work.handler);
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  await time.advance(60_000);
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.status, job?.error?.code], ["failed", "job_timeout"]);
  assert.match(job?.error?.remedy ?? "", /JOB_TIMEOUT_MINUTES/);
  await runner.stop();
});

Deno.test("a job starts at its time also while a due one waits for its project", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { time, runner } = setUp(scratch, work.handler);
  const busy = await addProject(scratch, "busy");
  await addJob(scratch, "j1", busy);
  await addJob(scratch, "j2", busy);
  await addJob(scratch, "j3", await addProject(scratch, "later"), {
    now: "2026-01-01T00:00:05.000Z",
  });
  runner.start();
  await settle();
  assert.deepEqual(work.started.map((job) => job.jobId), ["j1"]);
  await time.advance(5_000);
  assert.deepEqual(work.started.map((job) => job.jobId), ["j1", "j3"]);
  await runner.stop();
});

Deno.test("a job that is put off comes back at its time and was not charged", async () => {
  using scratch = scratchDatabase();
  let runs = 0;
  const { time, runner } = setUp(
    scratch,
    () => runs++ === 0 ? Promise.reject(new Snooze(60, "Waits for quota")) : Promise.resolve({}),
  );
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  const put = await scratch.jobs.find("j1");
  assert.deepEqual([put?.status, put?.attempt, put?.message, put?.error], [
    "pending",
    0,
    "Waits for quota",
    null,
  ]);
  await time.advance(59_999);
  assert.equal(runs, 1);
  await time.advance(1);
  assert.deepEqual([runs, (await scratch.jobs.find("j1"))?.status], [2, "completed"]);
  await runner.stop();
});

Deno.test("an end that cannot be stored is kept and stored later; the job does not run again", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { time, runner } = setUp(scratch, work.handler);
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  scratch.database.raw.exec("ALTER TABLE background_jobs RENAME TO away");
  work.finish(0);
  await settle();
  assert.deepEqual(runner.held(), ["j1"], "still ours");
  scratch.database.raw.exec("ALTER TABLE away RENAME TO background_jobs");
  await time.advance(2_000);
  assert.deepEqual([(await scratch.jobs.find("j1"))?.status, work.started.length], [
    "completed",
    1,
  ]);
  assert.deepEqual(runner.held(), []);
  await runner.stop();
});

Deno.test("stop() does not wait for ever for a database that takes no writes; the next start has the job", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { time, runner } = setUp(scratch, work.handler);
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  scratch.database.raw.exec("ALTER TABLE background_jobs RENAME TO away");
  let stopped = false;
  const stop = runner.stop().then(() => stopped = true);
  await settle();
  assert.equal(work.started[0]?.signal.aborted, true);
  await time.advance(STOP_PATIENCE_MS - 1);
  assert.equal(stopped, false, "it may yet be stored");
  await time.advance(TRY_AGAIN_MS);
  await stop;
  assert.equal(time.pending(), 0, "nothing is left that would try again");
  scratch.database.raw.exec("ALTER TABLE away RENAME TO background_jobs");
  assert.equal(await rescueFrom(scratch.jobs, "next-process", "2026-01-01T00:01:00.000Z"), 1);
  assert.equal((await scratch.jobs.find("j1"))?.status, "pending");
});

Deno.test("a cancel that comes while its job is being claimed is not lost", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { runner } = setUp(scratch, work.handler, 2, {
    ...scratch.jobs,
    async turn(turn) {
      const result = await scratch.jobs.turn(turn);
      if (result.claimed.length > 0) {
        // The row says running, and the runner has not heard of it yet.
        const asked = await scratch.jobs.requestCancel("j1", "2026-01-01T00:00:01.000Z");
        assert.equal(asked, "running");
        void runner.abort("j1");
      }
      return result;
    },
  });
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  assert.equal((await scratch.jobs.find("j1"))?.status, "cancelled");
  await runner.stop();
});

Deno.test("what is left by one attempt is there in the next", async () => {
  using scratch = scratchDatabase();
  const seen: unknown[] = [];
  const { time, runner } = setUp(scratch, async ({ checkpoint, leave }) => {
    seen.push(checkpoint);
    await leave({ fetched: seen.length });
    if (seen.length < 3) throw new FactoryError("worker_crashed", "It broke.");
    return {};
  });
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await settle();
  await time.advance(60_000);
  assert.deepEqual(seen, [null, { fetched: 1 }, { fetched: 2 }]);
  await runner.stop();
});

Deno.test("nothing is asked of the database while nothing is due", async () => {
  using scratch = scratchDatabase();
  let asked = 0;
  const counting = new Proxy(scratch.jobs, {
    get(store, name: keyof JobStore) {
      asked++;
      return store[name];
    },
  });
  const { time, runner } = setUp(scratch, held().handler, 2, counting);
  runner.start();
  await settle();
  assert.equal(time.pending(), 0, "no timer runs");
  await addJob(scratch, "j1", await addProject(scratch), { now: "2026-01-01T09:00:00.000Z" });
  runner.wake();
  await settle();
  assert.equal(time.pending(), 1, "but the one for the next job");
  const before = asked;
  assert(before > 0);
  await time.advance(8 * 3_600_000);
  assert.equal(asked, before, "eight hours without a question");
  await time.advance(3_600_000);
  assert(asked > before);
  await runner.stop();
});
