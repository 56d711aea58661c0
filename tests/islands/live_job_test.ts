import assert from "node:assert/strict";
import { newerJob } from "../../islands/live_job.ts";
import type { Job } from "../../lib/domain/wire/job.ts";

function job(more: Partial<Job>): Job {
  return {
    id: "j1",
    project_id: "p1",
    project_name: "p",
    job_type: "analyze_repo",
    status: "running",
    progress: 40,
    stage: "parse",
    message: null,
    result: null,
    error: null,
    attempt: 1,
    max_attempts: 3,
    crashes: 0,
    priority: 0,
    seconds_left: null,
    run_seconds: 0,
    stage_seconds: null,
    run_at: "2026-01-01T00:00:00.000Z",
    cancel_requested_at: null,
    started_at: null,
    finished_at: null,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:10.000Z",
    ...more,
  };
}

Deno.test("newerJob() ignores an answer that is older than what is shown", () => {
  const shown = job({ status: "completed", progress: 100 });
  const late = job({ updated_at: "2026-01-01T00:00:05.000Z" });
  assert.equal(newerJob(shown, late), shown);
});

Deno.test("newerJob() never lets a bar run backwards within an attempt", () => {
  assert.equal(newerJob(job({ progress: 60 }), job({ progress: 50 })).progress, 60);
  assert.equal(newerJob(job({ progress: 60 }), job({ progress: 3, attempt: 2 })).progress, 3);
});

Deno.test("newerJob() takes another job as it is", () => {
  const next = job({ id: "j2", progress: 1 });
  assert.equal(newerJob(job({ progress: 60 }), next), next);
});
