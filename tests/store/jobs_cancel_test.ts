/** What a cancel and a clock that was set back must not lose. */
import assert from "node:assert/strict";
import type { Outcome } from "../../lib/store/jobs.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { claimOne, endOne } from "../support/queue.ts";

const NOW = "2026-01-01T00:00:00.000Z";
const LATER = "2026-01-01T01:00:00.000Z";
const error = { code: "git_unreachable", message: "away", remedy: null } as const;

const ENDS: Outcome[] = [
  { kind: "retried", error, runAt: LATER },
  { kind: "released" },
  { kind: "snoozed", reason: "later", runAt: LATER },
];

for (const outcome of ENDS) {
  Deno.test(`a cancel holds although the attempt ends as ${outcome.kind}`, async () => {
    using scratch = scratchDatabase();
    await addJob(scratch, "j1", await addProject(scratch));
    const { claim } = (await claimOne(scratch.jobs, "a", NOW))!;
    assert.equal(await scratch.jobs.requestCancel("j1", NOW), "running");
    await endOne(scratch.jobs, claim, outcome, NOW);
    const job = await scratch.jobs.find("j1");
    assert.deepEqual([job?.status, job?.finished_at], ["cancelled", NOW]);
    assert.equal(await claimOne(scratch.jobs, "a", LATER), null);
  });
}

Deno.test("a job that was asked for by a clock that ran ahead is due after a restart", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  scratch.database.raw.prepare("UPDATE background_jobs SET run_at = ?").run(LATER);
  assert.equal(await claimOne(scratch.jobs, "a", NOW), null);
  assert.equal(await scratch.jobs.correctDelays(NOW, NOW), 1);
  assert.notEqual(await claimOne(scratch.jobs, "a", NOW), null);
});
