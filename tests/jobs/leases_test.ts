/** Leases, crashes, restarts and clocks that are set: who may run a job, and from when on. */
import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { createRescuer } from "../../jobs/rescuer.ts";
import { HEARTBEAT_MS, LEASE_MS } from "../../jobs/runner.ts";
import { CRASHES_MAX } from "../../lib/store/jobs.ts";
import { isoTime, steadyClock } from "../../lib/platform/clock.ts";
import { fakeClock, settle } from "../support/clock.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { claimOne, endOne, rescueFrom } from "../support/queue.ts";
import { held, setUp } from "../support/runner.ts";

const WORDS = { code: "git_unreachable", message: "No answer.", remedy: null } as const;

Deno.test("heartbeats keep a long job; one that was taken back stops", async () => {
  using scratch = scratchDatabase();
  const work = held();
  const { time, runner, rescuer } = setUp(scratch, work.handler);
  await rescuer.start();
  await addJob(scratch, "j1", await addProject(scratch));
  runner.start();
  const lease = async () => (await scratch.jobs.running())[0]?.leaseExpiresAt ?? "";
  const first = await lease();
  await time.advance(LEASE_MS + HEARTBEAT_MS);
  assert.equal((await scratch.jobs.find("j1"))?.status, "running");
  assert(await lease() > first, "its lease was renewed");
  await rescueFrom(scratch.jobs, "nobody", "2026-01-01T00:05:00.000Z");
  await time.advance(HEARTBEAT_MS);
  assert.equal(work.started[0]?.signal.aborted, true);
  assert.equal((await scratch.jobs.find("j1"))?.status, "pending");
  rescuer.stop();
  await runner.stop();
});

Deno.test("a claim that nobody renews is taken back after its lease, whatever the wall clock says", async () => {
  for (const jump of [0, 3_600_000, -3_600_000]) {
    using scratch = scratchDatabase();
    const { time, rescuer } = setUp(scratch, held().handler);
    await rescuer.start();
    await addJob(scratch, "j1", await addProject(scratch));
    await claimOne(scratch.jobs, "this-process", "2026-01-01T00:00:00.000Z");
    time.jump(jump);
    await time.advance(LEASE_MS);
    assert.equal((await scratch.jobs.find("j1"))?.status, "running", "watched for a whole lease");
    await time.advance(LEASE_MS);
    assert.equal((await scratch.jobs.find("j1"))?.status, "pending");
    rescuer.stop();
  }
});

Deno.test("a clock set an hour forwards or back neither hastens a retry nor freezes the queue", async () => {
  for (const jump of [3_600_000, -3_600_000]) {
    using scratch = scratchDatabase();
    let runs = 0;
    const { time, runner, rescuer } = setUp(
      scratch,
      () =>
        runs++ === 0
          ? Promise.reject(new FactoryError("git_unreachable", "No answer."))
          : Promise.resolve({}),
    );
    await rescuer.start();
    await addJob(scratch, "j1", await addProject(scratch));
    runner.start();
    await settle();
    time.jump(jump);
    runner.wake();
    await time.advance(2_499);
    assert.equal(runs, 1, "not early");
    await time.advance(1);
    assert.equal(runs, 2, "and on time");
    assert.equal((await scratch.jobs.find("j1"))?.status, "completed");
    rescuer.stop();
    await runner.stop();
  }
});

Deno.test("after a restart behind a clock that was set back, a delay is what it was", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch), { now: "2026-01-01T01:00:00.000Z" });
  scratch.database.raw.exec(
    "UPDATE background_jobs SET run_at = '2026-01-01T01:00:30.000Z', delayed = 1, waits_ms = 30000",
  );
  const work = held();
  const { time, runner, rescuer } = setUp(scratch, work.handler);
  await rescuer.start();
  runner.start();
  await time.advance(29_999);
  assert.equal(work.started.length, 0);
  await time.advance(1);
  assert.equal(work.started.length, 1);
  rescuer.stop();
  await runner.stop();
});

Deno.test("after a restart, what is left of a wait does not depend on the former engine's clock", async () => {
  // [how far the wall clock had been set while the process ran, seconds until the restart, seconds left]
  for (const [set, passed, left] of [[-3_600, 10, 20], [3_600, 10, 20], [0, 40, 0]] as const) {
    using scratch = scratchDatabase();
    await addJob(scratch, "j1", await addProject(scratch));
    const { claim } = (await claimOne(scratch.jobs, "former", "2026-01-01T00:00:00.000Z"))!;
    const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString();
    // Now, as the test's clock has it, is the beginning of 2026.
    await scratch.jobs.turn({
      ended: [{
        claim,
        outcome: { kind: "retried", error: WORDS, runAt: at(-passed - set + 30) },
        runMs: 0,
        timings: {},
      }],
      free: new Map(),
      lockedBy: "former",
      leaseUntil: at(0),
      due: at(-passed - set),
      now: at(-passed),
    });
    const work = held();
    const { time, runner, rescuer } = setUp(scratch, work.handler);
    await rescuer.start();
    runner.start();
    await settle();
    if (left > 0) {
      await time.advance(left * 1000 - 1);
      assert.equal(work.started.length, 0, `not early, after ${set} s`);
      await time.advance(1);
    }
    assert.equal(work.started.length, 1, `and on time, after ${set} s`);
    rescuer.stop();
    await runner.stop();
  }
});

Deno.test("a job that crashes the server does not take those beside it down with it", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "bad", await addProject(scratch, "p1"));
  await addJob(scratch, "good", await addProject(scratch, "p2"));
  const time = fakeClock();
  let drawn = 0;
  for (let life = 0; life <= CRASHES_MAX; life++) {
    const instance = `process-${life}`;
    const steady = steadyClock(time.clock);
    const rescuer = createRescuer({
      jobs: scratch.jobs,
      clock: time.clock,
      steady,
      instance,
      held: () => [],
      wake: () => {},
      random: () => [0.9, 0.1][drawn++ % 2]!,
    });
    await rescuer.start();
    rescuer.stop();
    // A second of work ends the good one; the bad one ends the process while it works.
    for (;;) {
      const now = isoTime(time.clock.now());
      const { claimed, nextRunAt } = await scratch.jobs.turn({
        ended: [],
        free: new Map([["analyze_repo", 2]]),
        lockedBy: instance,
        leaseUntil: now,
        due: now,
        now,
      });
      await time.advance(1_000);
      if (claimed.some((job) => job.claim.jobId === "bad")) break;
      for (const { claim } of claimed) {
        await endOne(scratch.jobs, claim, { kind: "completed", result: {} }, now);
      }
      if (nextRunAt === null) break;
      await time.advance(Math.max(0, Date.parse(nextRunAt) - time.clock.now()));
    }
  }
  assert.equal((await scratch.jobs.find("bad"))?.error?.code, "worker_crashed");
  assert.equal((await scratch.jobs.find("good"))?.status, "completed");
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
