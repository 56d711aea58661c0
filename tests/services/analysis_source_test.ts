import assert from "node:assert/strict";
import { ANALYZER_VERSION } from "../../lib/domain/version.ts";
import { createAnalysisSource } from "../../lib/services/analysis_source.ts";
import type { ProjectsService } from "../../lib/services/contract.ts";
import { fakeClock } from "../support/clock.ts";
import { addJob, addProject, mapDraft, scratchDatabase } from "../support/database.ts";
import { claimOne } from "../support/queue.ts";

const NOW = "2026-01-01T00:00:01.000Z";

Deno.test("confirmCurrent() keeps a map of this commit, branch and analyser, and no other", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, NOW))!;
  await scratch.maps.publish(
    mapDraft({ analyzer_version: ANALYZER_VERSION, shallow: 1 }),
    claim,
    NOW,
  );
  const { clock } = fakeClock(Date.parse("2026-02-01T00:00:00.000Z"));
  const source = createAnalysisSource({
    projects: {} as ProjectsService, // asked by load() alone
    projectStore: scratch.projects,
    maps: scratch.maps,
    clock,
  });
  const confirm = (sha: string, branch: string, shallow = true) =>
    source.confirmCurrent("p1", { sha, branch }, shallow);
  assert.equal(await confirm("b".repeat(40), "main"), null);
  assert.equal(await confirm("a".repeat(40), "v1.0"), null, "the map names its branch");
  assert.equal(await confirm("a".repeat(40), "main", false), null, "now there is more history");
  assert.equal((await scratch.projects.find("p1"))?.last_analyzed_at, NOW);
  assert.equal(await confirm("a".repeat(40), "main"), "m1");
  assert.equal((await scratch.projects.find("p1"))?.last_analyzed_at, "2026-02-01T00:00:00.000Z");
});
