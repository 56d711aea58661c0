import assert from "node:assert/strict";
import { Project, ProjectList, ProjectWithJob } from "../../lib/domain/wire/project.ts";
import { Job, JobList } from "../../lib/domain/wire/job.ts";
import { createApi } from "../support/api.ts";

const URL_A = "https://example.org/team/shop.git";

Deno.test("POST /api/projects registers a repository and enqueues its first analysis", async () => {
  using api = createApi();
  const response = await api.call("POST", "/api/projects", { repo_url: URL_A, description: "d" });
  assert.equal(response.status, 201);
  const project = ProjectWithJob.parse(await response.json());
  assert.equal(response.headers.get("location"), `/api/projects/${project.id}`);
  assert.deepEqual([project.name, project.health, project.job?.status], [
    "shop",
    "amber",
    "pending",
  ]);
  assert(api.calls.includes("wake"));
  const got = Project.parse(await (await api.call("GET", `/api/projects/${project.id}`)).json());
  assert.equal(got.repo_url, URL_A);
});

Deno.test("POST /api/projects without a repository registers and enqueues nothing", async () => {
  using api = createApi();
  const project = ProjectWithJob.parse(
    await (await api.call("POST", "/api/projects", { name: "Plan" })).json(),
  );
  assert.deepEqual([project.repo_url, project.job], [null, undefined]);
  const analyse = await api.call("POST", "/api/analyze-repo", { project_id: project.id });
  assert.deepEqual([analyse.status, (await analyse.json()).code], [422, "repository_missing"]);
});

Deno.test("the same repository is registered once, however it is written", async () => {
  using api = createApi();
  await api.call("POST", "/api/projects", { repo_url: URL_A });
  for (
    const repo_url of [
      URL_A,
      "https://EXAMPLE.org/team/shop",
      "http://example.org:80/team/shop/",
      "git@example.org:team/shop.git",
      "https://user:secret@example.org/team/shop.git",
    ]
  ) {
    const response = await api.call("POST", "/api/projects", { repo_url });
    const body = await response.json();
    assert.deepEqual([response.status, body.code], [409, "repository_taken"], repo_url);
  }
});

Deno.test("credentials in an address are kept, and shown nowhere", async () => {
  using api = createApi();
  const response = await api.call("POST", "/api/projects", {
    repo_url: "https://bot:s3cr3t-t0ken@example.org/team/shop.git",
  });
  const text = await response.text();
  assert(!text.includes("s3cr3t-t0ken") && !text.includes("bot"), text);
  const { id } = JSON.parse(text);
  for (const path of [`/api/projects/${id}`, "/api/projects", "/api/jobs", "/api/status?since=0"]) {
    assert(!(await (await api.call("GET", path)).text()).includes("s3cr3t"), path);
  }
  assert.equal((await api.scratch.projects.credentials(id))?.password, "s3cr3t-t0ken");
});

Deno.test("PUT replaces name, description and branch; another branch is analysed", async () => {
  using api = createApi();
  const { id } = await (await api.call("POST", "/api/projects", { repo_url: URL_A })).json();
  const path = `/api/projects/${id}`;
  const renamed = await api.call("PUT", path, { name: "Shop", description: "Sells" });
  const project = Project.parse(await renamed.json());
  assert.deepEqual([project.name, project.description, project.branch], ["Shop", "Sells", null]);
  await api.call("PUT", path, { name: "Shop", branch: "release/2" });
  const jobs = JobList.parse(await (await api.call("GET", `/api/jobs?project_id=${id}`)).json());
  assert.deepEqual(
    jobs.items.map((job) => job.status),
    ["pending", "cancelled"],
    "that of release/2, and the first one, which nobody wants any more",
  );
});

Deno.test("GET /api/projects pages through all of them and filters", async () => {
  using api = createApi();
  for (let n = 0; n < 5; n++) await api.call("POST", "/api/projects", { name: `Project ${n}` });
  const seen: string[] = [];
  let path = "/api/projects?limit=2";
  for (;;) {
    const list = ProjectList.parse(await (await api.call("GET", path)).json());
    seen.push(...list.items.map((project) => project.name));
    if (list.next_cursor === null) break;
    path = `/api/projects?limit=2&cursor=${list.next_cursor}`;
  }
  assert.equal(new Set(seen).size, 5);
  const found = ProjectList.parse(
    await (await api.call("GET", "/api/projects?q=project%203")).json(),
  );
  assert.deepEqual(found.items.map((project) => project.name), ["Project 3"]);
});

Deno.test("DELETE stops the project's jobs and removes clone, jobs and maps", async () => {
  using api = createApi();
  const project = await (await api.call("POST", "/api/projects", { repo_url: URL_A })).json();
  const response = await api.call("DELETE", `/api/projects/${project.id}`);
  assert.equal(response.status, 204);
  assert.deepEqual(api.calls.slice(-2), [`abort ${project.job.id}`, `remove ${project.id}`]);
  assert.equal((await api.call("GET", `/api/projects/${project.id}`)).status, 404);
  assert.equal((await api.call("GET", `/api/jobs/${project.job.id}`)).status, 404);
  assert.equal((await api.call("POST", "/api/projects", { repo_url: URL_A })).status, 201);
});

Deno.test("POST /api/analyze-repo with a new repo_url registers it once, also for 20 at once", async () => {
  using api = createApi();
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const response = await api.call("POST", "/api/analyze-repo", { repo_url: URL_A });
      return [response.status, (await response.json()).id];
    }),
  );
  const [first] = answers;
  assert.equal(first?.[0], 202);
  assert.deepEqual(answers, answers.map(() => first));
});

Deno.test("POST /api/analyze-repo answers the same job while one is active, also to 50 at once", async () => {
  using api = createApi();
  const { id, job } = await (await api.call("POST", "/api/projects", { repo_url: URL_A })).json();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => api.call("POST", "/api/analyze-repo", { project_id: id })),
  );
  const ids = await Promise.all(answers.map(async (answer) => {
    assert.equal(answer.status, 202);
    return Job.parse(await answer.json()).id;
  }));
  assert.deepEqual([...new Set(ids)], [job.id]);
});

Deno.test("POST /api/analyze-repo with an address registers it, or finds its project", async () => {
  using api = createApi();
  const first = Job.parse(
    await (await api.call("POST", "/api/analyze-repo", { repo_url: URL_A })).json(),
  );
  const again = Job.parse(
    await (await api.call("POST", "/api/analyze-repo", { repo_url: "git@example.org:team/shop" }))
      .json(),
  );
  assert.equal(again.id, first.id);
});

Deno.test("POST /api/jobs/{id}/cancel cancels a pending job once", async () => {
  using api = createApi();
  const { job } = await (await api.call("POST", "/api/projects", { repo_url: URL_A })).json();
  const response = await api.call("POST", `/api/jobs/${job.id}/cancel`);
  assert.deepEqual([response.status, Job.parse(await response.json()).status], [202, "cancelled"]);
  const again = await api.call("POST", `/api/jobs/${job.id}/cancel`);
  assert.deepEqual([again.status, (await again.json()).code], [409, "job_finished"]);
});
