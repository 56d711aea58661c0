import assert from "node:assert/strict";
import { createMetrics } from "../../jobs/metrics.ts";
import { createApi } from "../support/api.ts";
import { fakeClock } from "../support/clock.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { claimOne, endOne } from "../support/queue.ts";

Deno.test("a scrape tells what waits, since when, and how attempts ended", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch, "p1");
  await addProject(scratch, "p2");
  for (const project of ["p1", "p2", "p2"]) await addJob(scratch, crypto.randomUUID(), project);
  const time = fakeClock();
  const { claim } = (await claimOne(scratch.jobs, "a", "2026-01-01T00:00:00.000Z"))!;
  await endOne(scratch.jobs, claim, { kind: "completed", result: {} }, "2026-01-01T00:00:00.000Z");
  const metrics = createMetrics({
    jobs: scratch.jobs,
    databaseBytes: () => 4096,
    clock: time.clock,
  });
  metrics.ended("analyze_repo", "completed", 1_500);
  metrics.ended("analyze_repo", "retried", 200);
  metrics.rescued(2);
  await time.advance(30_000);
  const { body, contentType } = await metrics.scrape();
  assert.match(contentType, /^text\/plain; version=0\.0\.4/);
  for (
    const line of [
      'software_factory_jobs{status="pending"} 2',
      'software_factory_jobs{status="completed"} 1',
      'software_factory_jobs_pending{type="analyze_repo"} 2',
      'software_factory_oldest_pending_job_age_seconds{type="analyze_repo"} 30',
      "software_factory_database_bytes 4096",
      'software_factory_job_attempts_total{type="analyze_repo",outcome="completed"} 1',
      'software_factory_job_attempts_total{type="analyze_repo",outcome="retried"} 1',
      'software_factory_job_attempt_duration_seconds_sum{type="analyze_repo",outcome="completed"} 1.5',
      "software_factory_jobs_rescued_total 2",
    ]
  ) assert(body.split("\n").includes(line), line);
});

Deno.test("/metrics is text for who may read, and needs the token like the API", async () => {
  using open = createApi();
  const answer = await open.call("GET", "/metrics");
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /^# HELP software_factory_info/m);
  const token = "a-long-enough-secret-token";
  using closed = createApi({ token });
  assert.equal((await closed.call("GET", "/metrics")).status, 401);
  const headers = { authorization: `Bearer ${token}` };
  assert.equal((await closed.call("GET", "/metrics", undefined, headers)).status, 200);
});

Deno.test("50 requests at once for one project are one job", async () => {
  using api = createApi();
  const url = "https://example.org/team/busy";
  const project = await (await api.call("POST", "/api/projects", { repo_url: url })).json();
  const answers = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const body = n % 2 === 0 ? { project_id: project.id } : { repo_url: url };
      const response = await api.call("POST", "/api/analyze-repo", body);
      assert.equal(response.status, 202);
      return (await response.json()).id;
    }),
  );
  assert.deepEqual([...new Set(answers)], [project.job.id]);
  assert.equal((await api.services.jobs.list({ project_id: project.id })).items.length, 1);
});
