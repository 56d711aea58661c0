import assert from "node:assert/strict";
import { CRASHES_MAX } from "../../lib/store/jobs.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";

const NOW = "2026-01-01T00:01:00.000Z";
const LEASE = "2026-01-01T00:01:30.000Z";
const WORDS = { code: "git_unreachable", message: "No answer.", remedy: null } as const;

Deno.test("claim() gives a job to one runner only", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const claims = await Promise.all(
    ["a", "b", "c"].map((runner) => scratch.jobs.claim(runner, NOW, LEASE)),
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
  const first = await scratch.jobs.claim("a", NOW, LEASE);
  const second = await scratch.jobs.claim("a", NOW, LEASE);
  const third = await scratch.jobs.claim("a", NOW, LEASE);
  assert.deepEqual([first?.claim.jobId, second?.claim.jobId, third], ["j1", "j3", null]);
  await scratch.jobs.complete(first!.claim, {}, NOW);
  assert.equal((await scratch.jobs.claim("a", NOW, LEASE))?.claim.jobId, "j2");
});

Deno.test("claim() leaves a job whose time has not come", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch), { now: "2026-01-01T00:02:00.000Z" });
  assert.equal(await scratch.jobs.claim("a", NOW, LEASE), null);
  assert.equal(await scratch.jobs.nextRunAt(NOW), "2026-01-01T00:02:00.000Z");
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
  const late = await scratch.jobs.claim("a", NOW, LEASE);
  await scratch.jobs.rescue({ expiredBefore: "2026-01-01T01:00:00.000Z", except: [] }, NOW);
  // The same process takes it again: the fence alone tells the two claims apart.
  const newer = await scratch.jobs.claim("a", NOW, LEASE);
  assert(late && newer && newer.claim.fence > late.claim.fence);
  assert.equal(await scratch.jobs.heartbeat(late.claim, LEASE), "lost");
  assert.equal(await scratch.jobs.complete(late.claim, {}, NOW), false);
  assert.equal(await scratch.jobs.fail(late.claim, WORDS, NOW), false);
  assert.equal(await scratch.jobs.release(late.claim, NOW), false);
  assert.equal((await scratch.jobs.find("j1"))?.status, "running");
  assert.equal(await scratch.jobs.complete(newer.claim, { ok: 1 }, NOW), true);
});

Deno.test("report() never lets progress run backwards", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await scratch.jobs.claim("a", NOW, LEASE))!;
  await scratch.jobs.report(claim, { stage: "parse", progress: 60, message: "x" }, NOW);
  await scratch.jobs.report(claim, { stage: "fetch", progress: 10, message: "again" }, NOW);
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.progress, job?.stage, job?.message], [60, "fetch", "again"]);
});

Deno.test("rescue() at start takes back every job of an earlier process without charging it", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  await scratch.jobs.claim("old", NOW, LEASE);
  assert.equal(await scratch.jobs.rescue({ notHeldBy: "new" }, NOW), 1);
  const job = await scratch.jobs.find("j1");
  assert.deepEqual([job?.status, job?.attempt], ["pending", 0]);
});

Deno.test("rescue() cancels what was to be cancelled, and fails what crashes the server each time", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch, "p1"));
  await addJob(scratch, "j2", await addProject(scratch, "p2"));
  await scratch.jobs.claim("old", NOW, LEASE);
  assert.equal(await scratch.jobs.requestCancel("j1", NOW), "running");
  await scratch.jobs.rescue({ notHeldBy: "new" }, NOW);
  assert.equal((await scratch.jobs.find("j1"))?.status, "cancelled");
  for (let crash = 0; crash < CRASHES_MAX; crash++) {
    const { claim } = (await scratch.jobs.claim("old", NOW, LEASE))!;
    await scratch.jobs.report(claim, { stage: "parse", progress: 50, message: "" }, NOW);
    await scratch.jobs.rescue({ notHeldBy: "new" }, NOW);
  }
  const job = await scratch.jobs.find("j2");
  assert.equal(job?.status, "failed");
  assert.match(job?.error?.message ?? "", /crashed the server 10 times in stage "parse"/);
});

Deno.test("requestCancel() ends a pending job, marks a running one, leaves a finished one", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  await addJob(scratch, "j2", "p1");
  assert.equal(await scratch.jobs.requestCancel("j2", NOW), "pending");
  assert.equal((await scratch.jobs.find("j2"))?.status, "cancelled");
  const { claim } = (await scratch.jobs.claim("a", NOW, LEASE))!;
  assert.equal(await scratch.jobs.requestCancel("j1", NOW), "running");
  assert.equal(await scratch.jobs.heartbeat(claim, LEASE), "cancel");
  assert.equal(await scratch.jobs.finishCancel(claim, NOW), true);
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
  const claimed = await scratch.jobs.claim("a", NOW, LEASE);
  await scratch.jobs.requestCancel("j1", NOW);
  assert.deepEqual((await addJob(scratch, "j2", "p1", { dedupe_key: "k" })).created, true);
  await scratch.jobs.finishCancel(claimed!.claim, NOW);
  assert.equal((await scratch.jobs.claim("a", NOW, LEASE))?.claim.jobId, "j2");
});
