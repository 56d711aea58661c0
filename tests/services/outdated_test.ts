import assert from "node:assert/strict";
import { ANALYZER_VERSION } from "../../lib/domain/version.ts";
import { createApi } from "../support/api.ts";
import { publishSample } from "../support/published.ts";

Deno.test("after an upgrade maps of the older analyser are made anew, and none twice", async () => {
  using api = createApi();
  const { services, scratch } = api;
  const { project } = await services.projects.register({
    repo_url: "https://example.org/team/shop",
    description: "",
    tags: [],
  });
  await publishSample(scratch);
  assert.notEqual(await services.maps.view(project.id), null);
  assert.equal(await services.analyses.renewOutdated(), 0);

  scratch.database.raw.exec(`UPDATE system_maps SET analyzer_version = ${ANALYZER_VERSION - 1}`);
  assert.equal(await services.maps.view(project.id), null, "its shape is another one");
  assert.equal(await services.analyses.renewOutdated(), 1);
  assert.equal(await services.analyses.renewOutdated(), 1);
  const { items } = await services.jobs.list({ status: "pending" });
  assert.deepEqual(items.map((job) => [job.project_id, job.priority]), [[project.id, 0]]);
});
