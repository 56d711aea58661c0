import assert from "node:assert/strict";
import { CRASHES_MAX, type Outcome } from "../../lib/store/jobs.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { claimOne, endOne, reportAt, rescueFrom } from "../support/queue.ts";

const NOW = "2026-01-01T00:01:00.000Z";
const LEASE = "2026-01-01T00:01:30.000Z";
const DONE = { kind: "completed", result: {} } as const;
const WORDS = { code: "git_unreachable", message: "No answer.", remedy: null } as const;

Deno.test("claim() gives a job to one runner only", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const claims = await Promise.all(
    ["a", "b", "c"].map((runner) => claimOne(scratch.jobs, runner, NOW, LEASE)),
  );
  assert.equal(claims.filter((claim) => claim !== null).length, 1);
});

Deno.test("claim() never runs two jobs of one project at once", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch, "p1");
  await addProject(scratch, "p2");
  await addJob(scratch, "j1", "p1");
  await addJob(scratch, "j2", "p1");
  await addJob(scratch, "j3", "p2");
  const first = await claimOne(scratch.jobs, "a", NOW, LEASE);
  const second = await claimOne(scratch.jobs, "a", NOW, LEASE);
  const third = await claimOne(scratch.jobs, "a", NOW, LEASE);
  assert.deepEqual([first?.claim.jobId, second?.claim.jobId, third], ["j1", "j3", null]);
  await endOne(scratch.jobs, first!.claim, DONE, NOW);
  assert.equal((await claimOne(scratch.jobs, "a", NOW, LEASE))?.claim.jobId, "j2");
});

Deno.test("claim() leaves a job whose time has not come", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch), { now: "2026-01-01T00:02:00.000Z" });
  assert.equal(await claimOne(scratch.jobs, "a", NOW, LEASE), null);
  const turn = { ended: [], free: new Map(), lockedBy: "a", leaseUntil: LEASE, due: NOW, now: NOW };
  assert.equal((await scratch.jobs.turn(turn)).nextRunAt, "2026-01-01T00:02:00.000Z");
});

Deno.test("enqueue() answers the active job with the same key, also to 50 requests at once", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch);
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => addJob(scratch, `j${n}`, "p1", { dedupe_key: "k" })),
  );
  assert.equal(answers.filter((answer) => answer.created).length, 1);
  assert.equal(new Set(answers.map((answer) => answer.job.id)).size, 1);
});

Deno.test("a holder that lost its claim can change nothing", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const late = await claimOne(scratch.jobs, "a", NOW, LEASE);
  await rescueFrom(scratch.jobs, "nobody", NOW);
  // The same process takes it again: the fence alone tells the two claims apart.
  const newer = await claimOne(scratch.jobs, "a", NOW, LEASE);
  assert(late && newer && newer.claim.fence > late.claim.fence);
  assert.deepEqual(await scratch.jobs.heartbeat([late.claim, newer.claim], LEASE), [
    "lost",
    "held",
  ]);
  const outcomes: Outcome[] = [
    DONE,
    { kind: "failed", error: WORDS },
    { kind: "retried", error: WORDS, runAt: NOW },
    { kind: "snoozed", reason: "later", runAt: NOW },
    { kind: "released" },
    { kind: "cancelled" },
    { kind: "lost" },
  ];
  for (const outcome of outcomes) {
    assert.equal(await endOne(scratch.jobs, late.claim, outcome, NOW), false, outcome.kind);
  }
  assert.equal(
    await reportAt(scratch.jobs, late.claim, { stage: "parse", progress: 9 }, NOW),
    false,
  );
  assert.equal(await scratch.jobs.checkpoint(late.claim, {}), false);
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.status, job?.progress], ["running", 0]);
  assert.equal(await endOne(scratch.jobs, newer.claim, DONE, NOW), true);
});

Deno.test("report() never lets progress run backwards", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, LEASE))!;
  await reportAt(scratch.jobs, claim, { stage: "parse", progress: 60, message: "x" }, NOW);
  await reportAt(scratch.jobs, claim, { stage: "fetch", progress: 10, message: "again" }, NOW);
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.progress, job?.stage, job?.message], [60, "fetch", "again"]);
});

Deno.test("rescue() at start takes back every job of an earlier process without charging it", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  await claimOne(scratch.jobs, "old", NOW, LEASE);
  assert.equal(await rescueFrom(scratch.jobs, "new", NOW), 1);
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.status, job?.attempt], ["pending", 0]);
});

Deno.test("rescue() cancels what was to be cancelled, and fails what crashes the server each time", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch, "p1"));
  await addJob(scratch, "j2", await addProject(scratch, "p2"));
  await claimOne(scratch.jobs, "old", NOW, LEASE);
  assert.equal(await scratch.jobs.requestCancel("j1", NOW), "running");
  await rescueFrom(scratch.jobs, "new", NOW);
  assert.equal((await scratch.jobs.find("j1"))?.status, "cancelled");
  for (let crash = 0; crash < CRASHES_MAX; crash++) {
    const { claim } = (await claimOne(scratch.jobs, "old", NOW, LEASE))!;
    await reportAt(scratch.jobs, claim, { stage: "parse", progress: 50 }, NOW);
    await rescueFrom(scratch.jobs, "new", NOW);
  }
  const job = await scratch.jobs.find("j2");
  assert.equal(job?.status, "failed");
  assert.match(job?.error?.message ?? "", /crashed the server 10 times in stage parse/);
});

Deno.test("rescue() leaves a job whose lease was renewed, or which was claimed anew, since it was looked at", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "old", NOW, LEASE))!;
  const seen = await scratch.jobs.running();
  const at = { due: NOW, now: NOW, waitMs: () => 0 };
  await scratch.jobs.heartbeat([claim], "2026-01-01T00:05:00.000Z");
  assert.equal(await scratch.jobs.rescue(seen, at), 0, "renewed");
  assert.equal((await scratch.jobs.find("j1"))?.status, "running");
  await endOne(scratch.jobs, claim, { kind: "released" }, NOW);
  await claimOne(scratch.jobs, "old", NOW, LEASE);
  assert.equal(await scratch.jobs.rescue(seen, at), 0, "claimed anew, by the same process");
  assert.equal(await scratch.jobs.rescue(await scratch.jobs.running(), at), 1);
});

Deno.test("requestCancel() ends a pending job, marks a running one, leaves a finished one", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  await addJob(scratch, "j2", "p1");
  assert.equal(await scratch.jobs.requestCancel("j2", NOW), "pending");
  assert.equal((await scratch.jobs.find("j2"))?.status, "cancelled");
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, LEASE))!;
  assert.equal(await scratch.jobs.requestCancel("j1", NOW), "running");
  assert.deepEqual(await scratch.jobs.heartbeat([claim], LEASE), ["cancel"]);
  assert.equal(await endOne(scratch.jobs, claim, { kind: "cancelled" }, NOW), true);
  assert.equal(await scratch.jobs.requestCancel("j1", NOW), "cancelled");
  assert.equal(await scratch.jobs.requestCancel("nope", NOW), null);
});

Deno.test("the table itself refuses states that cannot be", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const change = (sql: string) => () => scratch.database.raw.exec(sql);
  assert.throws(change("UPDATE background_jobs SET status = 'stuck'"), /CHECK/);
  assert.throws(change("UPDATE background_jobs SET status = 'running'"), /CHECK/);
  assert.throws(change("UPDATE background_jobs SET status = 'completed', progress = 90"), /CHECK/);
  assert.throws(change("UPDATE background_jobs SET progress = 101"), /CHECK/);
});

Deno.test("list() pages newest first, filters, and loses none", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch, "p1");
  await addProject(scratch, "p2");
  for (let n = 0; n < 7; n++) await addJob(scratch, `j${n}`, n % 2 ? "p2" : "p1");
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await scratch.jobs.list({ limit: 3, cursor });
    seen.push(...page.items.map((job) => job.id));
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  assert.deepEqual(seen, ["j6", "j5", "j4", "j3", "j2", "j1", "j0"]);
  const mine = await scratch.jobs.list({ limit: 10, project_id: "p2", status: "pending" });
  assert.deepEqual(mine.items.map((job) => job.id), ["j5", "j3", "j1"]);
});

Deno.test("what is asked for again while it is being cancelled is a new job", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch), { dedupe_key: "k" });
  const claimed = await claimOne(scratch.jobs, "a", NOW, LEASE);
  await scratch.jobs.requestCancel("j1", NOW);
  assert.deepEqual((await addJob(scratch, "j2", "p1", { dedupe_key: "k" })).created, true);
  await endOne(scratch.jobs, claimed!.claim, { kind: "cancelled" }, NOW);
  assert.equal((await claimOne(scratch.jobs, "a", NOW, LEASE))?.claim.jobId, "j2");
});

Deno.test("turn() serves the project that was served longest ago, whatever its neighbours queue", async () => {
  using scratch = scratchDatabase();
  for (const project of ["big", "small"]) await addProject(scratch, project);
  for (let n = 0; n < 5; n++) await addJob(scratch, `b${n}`, "big");
  for (let n = 0; n < 2; n++) await addJob(scratch, `s${n}`, "small");
  const order: string[] = [];
  for (;;) {
    const job = await claimOne(scratch.jobs, "a", NOW);
    if (job === null) break;
    order.push(job.claim.jobId);
    await endOne(scratch.jobs, job.claim, DONE, NOW);
  }
  assert.deepEqual(order, ["b0", "s0", "b1", "s1", "b2", "b3", "b4"]);
});

Deno.test("turn() takes the higher priority first, and it is never starved by fairness", async () => {
  using scratch = scratchDatabase();
  for (const project of ["p1", "p2", "p3"]) await addProject(scratch, project);
  await addJob(scratch, "low", "p1");
  await addJob(scratch, "high", "p2", { priority: 10 });
  await addJob(scratch, "first", "p3", { priority: 20 });
  const { claimed } = await scratch.jobs.turn({
    ended: [],
    free: new Map([["analyze_repo", 2]]),
    lockedBy: "a",
    leaseUntil: LEASE,
    due: NOW,
    now: NOW,
  });
  assert.deepEqual(claimed.map((job) => job.claim.jobId).sort(), ["first", "high"]);
});

Deno.test("turn() is all or nothing: an end that cannot be stored claims nothing either", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch, "p1");
  await addProject(scratch, "p2");
  await addJob(scratch, "j1", "p1");
  const { claim } = (await claimOne(scratch.jobs, "a", NOW))!;
  await addJob(scratch, "j2", "p2");
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  await assert.rejects(scratch.jobs.turn({
    ended: [{ claim, outcome: { kind: "completed", result: cyclic }, runMs: 0, timings: {} }],
    free: new Map([["analyze_repo", 2]]),
    lockedBy: "a",
    leaseUntil: LEASE,
    due: NOW,
    now: NOW,
  }));
  assert.equal((await scratch.jobs.find("j1"))?.status, "running");
  assert.equal((await scratch.jobs.find("j2"))?.status, "pending");
});

Deno.test("crashes are forgotten once a job gets further than ever, and counted where it stays", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const crashIn = async (stage: "fetch" | "parse") => {
    const { claim } = (await claimOne(scratch.jobs, "old", NOW))!;
    await reportAt(scratch.jobs, claim, { stage: "fetch", progress: 1 }, NOW);
    if (stage === "parse") await reportAt(scratch.jobs, claim, { stage, progress: 50 }, NOW);
    await rescueFrom(scratch.jobs, "new", NOW);
    return (await scratch.jobs.find("j1"))?.crashes;
  };
  assert.deepEqual([await crashIn("fetch"), await crashIn("fetch")], [1, 2]);
  assert.deepEqual([await crashIn("parse"), await crashIn("parse"), await crashIn("fetch")], [
    1,
    2,
    3,
  ]);
});

Deno.test("retry() begins a failed or cancelled job anew, and no other", async () => {
  using scratch = scratchDatabase();
  const by = { maxAttempts: 4, priority: 10, runAt: NOW, now: NOW };
  await addJob(scratch, "j1", await addProject(scratch), { dedupe_key: "k" });
  assert.deepEqual(await scratch.jobs.retry("j1", by), { kind: "refused", status: "pending" });
  const { claim } = (await claimOne(scratch.jobs, "a", NOW))!;
  await reportAt(scratch.jobs, claim, { stage: "parse", progress: 60 }, NOW);
  await endOne(scratch.jobs, claim, { kind: "failed", error: WORDS }, NOW);
  assert.deepEqual(await scratch.jobs.retry("j1", by), { kind: "enqueued" });
  const job = await scratch.jobs.find("j1");
  assert.deepEqual(
    [job?.status, job?.progress, job?.error, job?.attempt, job?.max_attempts, job?.finished_at],
    ["pending", 0, null, 1, 5, null],
  );
  await scratch.jobs.requestCancel("j1", NOW);
  await addJob(scratch, "j2", "p1", { dedupe_key: "k" });
  assert.deepEqual(await scratch.jobs.retry("j1", by), { kind: "superseded", by: "j2" });
  assert.equal(await scratch.jobs.retry("nope", by), null);
});

Deno.test("a person's request makes the waiting job urgent and ends its wait for another attempt", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch), { dedupe_key: "k" });
  const { claim } = (await claimOne(scratch.jobs, "a", NOW))!;
  const later = "2026-01-01T00:09:00.000Z";
  await endOne(scratch.jobs, claim, { kind: "retried", error: WORDS, runAt: later }, NOW);
  const same = await addJob(scratch, "j2", "p1", { dedupe_key: "k", priority: 10, now: NOW });
  assert.deepEqual([same.created, same.job.id, same.job.priority, same.job.run_at], [
    false,
    "j1",
    10,
    NOW,
  ]);
  const again = (await claimOne(scratch.jobs, "a", NOW))!;
  const limited = { code: "rate_limited", message: "Later.", remedy: null } as const;
  await endOne(scratch.jobs, again.claim, { kind: "retried", error: limited, runAt: later }, NOW);
  const kept = await addJob(scratch, "j3", "p1", { dedupe_key: "k", priority: 20, now: NOW });
  assert.equal(kept.job.run_at, later, "the other side asked for this wait");
});

Deno.test("cancelPending() cancels what waits of one project, and nothing else", async () => {
  using scratch = scratchDatabase();
  for (const project of ["p1", "p2"]) await addProject(scratch, project);
  for (const id of ["j1", "j2", "j3"]) await addJob(scratch, id, "p1");
  await addJob(scratch, "j4", "p2");
  await claimOne(scratch.jobs, "a", NOW);
  assert.equal(await scratch.jobs.cancelPending("p1", NOW), 2);
  const { items } = await scratch.jobs.list({ limit: 10 });
  assert.deepEqual(items.map((job) => job.status), [
    "pending",
    "cancelled",
    "cancelled",
    "running",
  ]);
});

Deno.test("a job's log tells each change of state, and holds its last 300 lines", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "a", NOW))!;
  await endOne(scratch.jobs, claim, { kind: "retried", error: WORDS, runAt: NOW }, NOW);
  const again = (await claimOne(scratch.jobs, "a", NOW))!;
  const lines = Array.from({ length: 10 }, (_, n) => ({
    at: NOW,
    kind: "git" as const,
    message: `line ${n}`,
  }));
  await scratch.jobs.report(again.claim, null, lines.slice(0, 2), NOW);
  const { items } = await scratch.jobs.events("j1", { limit: 50 });
  assert.deepEqual(items.map(({ kind, message }) => `${kind}: ${message}`), [
    "git: line 1",
    "git: line 0",
    "state: Attempt 2 of 3 started",
    "warning: Waiting to try again: No answer.",
    "state: Attempt 1 of 3 started",
  ]);
  for (let n = 0; n < 40; n++) await scratch.jobs.report(again.claim, null, lines, NOW);
  const page = await scratch.jobs.events("j1", { limit: 200 });
  const rest = await scratch.jobs.events("j1", { limit: 200, cursor: page.next_cursor! });
  assert.equal(page.items.length + rest.items.length, 300);
});

Deno.test("counts() agrees with the table after every kind of change", async () => {
  using scratch = scratchDatabase();
  for (const project of ["p1", "p2"]) await addProject(scratch, project);
  for (const id of ["j1", "j2"]) await addJob(scratch, id, "p1");
  await addJob(scratch, "j3", "p2");
  const { claim } = (await claimOne(scratch.jobs, "a", NOW))!;
  await endOne(scratch.jobs, claim, DONE, NOW);
  await scratch.jobs.requestCancel("j2", NOW);
  assert.deepEqual(await scratch.jobs.counts(), {
    pending: 1,
    running: 0,
    completed: 1,
    failed: 0,
    cancelled: 1,
  });
  await scratch.projects.remove("p1");
  assert.deepEqual(Object.values(await scratch.jobs.counts()), [1, 0, 0, 0, 0]);
});
