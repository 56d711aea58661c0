import assert from "node:assert/strict";
import type { MapDraft } from "../../lib/store/maps.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";

const NOW = "2026-01-01T00:01:00.000Z";

function draft(id: string, branch: string): MapDraft {
  return {
    id,
    project_id: "p1",
    content: new TextEncoder().encode(branch),
    view: new TextEncoder().encode(branch),
    commit_sha: "a".repeat(40),
    committed_at: NOW,
    branch,
    schema_version: 1,
    analyzer_version: 1,
    content_hash: branch,
    shallow: 0,
    health: "green",
    figures: {
      files: 0,
      code_lines: 0,
      components: 0,
      dependencies: 0,
      cycles: 0,
      health_score: 100,
      languages: [],
    },
  };
}

Deno.test("publish() keeps one map of a commit: the newest, with the branch that it says", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await scratch.jobs.claim("a", NOW, NOW))!;
  assert.equal(await scratch.maps.publish(draft("m1", "main"), claim, NOW), true);
  assert.equal(await scratch.maps.publish(draft("m2", "v1.0"), claim, NOW), true);
  const current = await scratch.maps.document("p1");
  assert.deepEqual([current?.id, current?.content_hash], ["m2", "v1.0"]);
  const count = scratch.database.raw.prepare("SELECT count(*) AS n FROM system_maps").get();
  assert.equal(count?.["n"], 1);
});

Deno.test("publish() stores nothing once its job is to be cancelled", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await scratch.jobs.claim("a", NOW, NOW))!;
  await scratch.jobs.requestCancel("j1", NOW);
  assert.equal(await scratch.maps.publish(draft("m1", "main"), claim, NOW), false);
  assert.equal(await scratch.maps.document("p1"), null);
});
