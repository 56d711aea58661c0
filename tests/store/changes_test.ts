import assert from "node:assert/strict";
import { addJob, addProject, news, scratchDatabase } from "../support/database.ts";
import { claimOne, reportAt } from "../support/queue.ts";

const NOW = "2026-01-01T00:01:00.000Z";

Deno.test("since() tells each changed thing once, and nothing when nothing changed", async () => {
  using scratch = scratchDatabase();
  const start = await scratch.changes.cursor();
  await addProject(scratch);
  await addJob(scratch, "j1", "p1");
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, NOW))!;
  await reportAt(scratch.jobs, claim, { stage: "parse", progress: 50 }, NOW);
  assert.deepEqual((await news(scratch, start)).map((c) => [c.entity, c.id]), [
    ["project", "p1"],
    ["job", "j1"],
  ]);
  const cursor = await scratch.changes.cursor();
  await scratch.jobs.heartbeat([claim], "2026-01-01T00:09:00.000Z");
  assert.equal(await scratch.changes.cursor(), cursor, "a heartbeat is no news");
  assert.deepEqual(await news(scratch, cursor), []);
});

Deno.test("a deleted project is told as deleted, its jobs with it", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch);
  await addJob(scratch, "j1", "p1");
  const cursor = await scratch.changes.cursor();
  await scratch.projects.remove("p1");
  assert.deepEqual(await news(scratch, cursor), [
    { entity: "project", id: "p1", project_id: "p1", deleted: true },
  ]);
  assert.deepEqual(await news(scratch, 0), [
    { entity: "project", id: "p1", project_id: "p1", deleted: true },
  ]);
  assert.equal(await scratch.jobs.find("j1"), null);
});

Deno.test("since() lists the last 2,000 changes, and says when it cannot tell", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch);
  await addProject(scratch, "p2");
  const early = await scratch.changes.cursor();
  const touch = scratch.database.raw.prepare("UPDATE projects SET description = ? WHERE id = 'p1'");
  scratch.database.raw.exec("UPDATE projects SET description = 'once' WHERE id = 'p2'");
  for (let n = 0; n < 1_999; n++) touch.run(String(n));
  assert.deepEqual((await news(scratch, early)).map((one) => one.id), ["p2", "p1"]);
  for (let n = 0; n < 1_000; n++) touch.run(String(n));
  const cursor = await scratch.changes.cursor();
  assert.equal(cursor, early + 3_000, "a number is never given twice");
  assert.equal(await scratch.changes.since(early, cursor), null, "too long ago");
  assert.equal((await scratch.changes.since(cursor - 2_000, cursor))?.length, 1);
  assert.equal(await scratch.changes.since(cursor + 1, cursor), null, "of another database");
  const { kept } = scratch.database.raw.prepare("SELECT count(*) AS kept FROM changes").get()!;
  assert.ok(Number(kept) < 2_500, `${kept} rows`);
  for (let n = 0; n < 501; n++) await addJob(scratch, `j${n}`, "p2");
  assert.equal(await scratch.changes.since(cursor, cursor + 501), null, "too many");
});
