import assert from "node:assert/strict";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { claimOne, reportAt } from "../support/queue.ts";

const NOW = "2026-01-01T00:01:00.000Z";

Deno.test("since() tells each changed thing once, and nothing when nothing changed", async () => {
  using scratch = scratchDatabase();
  const start = await scratch.changes.cursor();
  await addProject(scratch);
  await addJob(scratch, "j1", "p1");
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, NOW))!;
  await reportAt(scratch.jobs, claim, { stage: "parse", progress: 50 }, NOW);
  assert.deepEqual((await scratch.changes.since(start)).map((c) => [c.entity, c.id]), [
    ["project", "p1"],
    ["job", "j1"],
  ]);
  const cursor = await scratch.changes.cursor();
  await scratch.jobs.heartbeat([claim], "2026-01-01T00:09:00.000Z");
  assert.equal(await scratch.changes.cursor(), cursor, "a heartbeat is no news");
  assert.deepEqual(await scratch.changes.since(cursor), []);
});

Deno.test("a deleted project is told as deleted, its jobs with it", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch);
  await addJob(scratch, "j1", "p1");
  const cursor = await scratch.changes.cursor();
  await scratch.projects.remove("p1");
  assert.deepEqual(await scratch.changes.since(cursor), [
    { entity: "project", id: "p1", project_id: "p1", deleted: true },
  ]);
  assert.deepEqual(await scratch.changes.since(0), [
    { entity: "project", id: "p1", project_id: "p1", deleted: true },
  ]);
  assert.equal(await scratch.jobs.find("j1"), null);
});
