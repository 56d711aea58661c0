import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import type { JobContext, JobHandler } from "../../jobs/registry.ts";
import { createRescuer } from "../../jobs/rescuer.ts";
import { createRunner, HEARTBEAT_MS, LEASE_MS } from "../../jobs/runner.ts";
import { fakeClock, settle } from "../support/clock.ts";
import { addJob, addProject, type ScratchDatabase, scratchDatabase } from "../support/database.ts";

function setUp(scratch: ScratchDatabase, handler: JobHandler, concurrency = 2) {
  const time = fakeClock();
  const runner = createRunner({
    jobs: scratch.jobs,
    handlers: { analyze_repo: handler },
    clock: time.clock,
    instance: "this-process",
    concurrency,
    timeoutMs: 60_000,
    random: () => 0.5,
  });
  const rescuer = createRescuer({
    jobs: scratch.jobs,
    clock: time.clock,
    instance: "this-process",
    held: runner.held,
    wake: runner.wake,
  });
  return { time, runner, rescuer };
}

/** A handler that runs until it is told to end, or is aborted. */
function held() {
  const started: JobContext[] = [];
  const gates: (() => void)[] = [];
  const handler: JobHandler = (context) => {
    started.push(context);
    return new Promise((resolve, reject) => {
      gates.push(() => resolve({ done: true }));
      context.signal.addEventListener("abort", () => reject(context.signal.reason));
    });
  };
  return { handler, started, finish: (n: number) => gates[n]?.() };
}

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

Deno.test("heartbeats keep a long job; a lost lease is rescued and its holder stops", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { time, runner, rescuer } = setUp(scratch, work.handler);
  await rescuer.start();
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  await time.advance(LEASE_MS + HEARTBEAT_MS);
  assert.equal((await scratch.jobs.find("j1"))?.status, "running");
  const now = "2027-01-01T00:00:00.000Z";
  await scratch.jobs.rescue({ expiredBefore: now, except: [] }, now);
  await time.advance(HEARTBEAT_MS);
  assert.equal(work.started[0]?.signal.aborted, true);
  assert.equal((await scratch.jobs.find("j1"))?.status, "pending");
  rescuer.stop();
  await runner.stop();
});

Deno.test("a machine that slept keeps its job: it is neither taken back nor started twice", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { time, runner, rescuer } = setUp(scratch, work.handler);
  await addJob(scratch, "j1", await addProject(scratch));
  await rescuer.start();
  runner.start();
  // Between two heartbeats the machine sleeps; the rescuer is the first to wake up.
  await time.advance(LEASE_MS - 1);
  time.jump(8 * 60 * 60_000);
  await time.advance(LEASE_MS);
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.status, work.started.length, work.started[0]?.signal.aborted], [
    "running",
    1,
    false,
  ]);
  rescuer.stop();
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
