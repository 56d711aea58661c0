import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { ProjectCard } from "../../components/project_card.tsx";
import type { Job } from "../../lib/domain/wire/job.ts";
import type { Project } from "../../lib/domain/wire/project.ts";

const PROJECT: Project = {
  id: "01a20d63-8a5f-7267-9285-79e75b68282a",
  name: "shop",
  description: "",
  repo_url: "https://example.org/shop",
  branch: null,
  schedule: null,
  next_run_at: null,
  health: "amber",
  last_commit: null,
  last_commit_at: null,
  last_analyzed_at: null,
  figures: null,
  created_at: "2026-01-01T00:00:00.000Z",
  updated_at: "2026-01-01T00:00:00.000Z",
};
const card = (project: Project, job: Job | null) =>
  renderToString(<ProjectCard project={project} job={job} />);

Deno.test("a project whose analysis came to nothing says where the reason is", () => {
  assert.match(card(PROJECT, null), /Open the project to see why/);
});

Deno.test("a project that is being analysed, or has no repository, lacks nothing", () => {
  const running = { id: "1", status: "running", stage: "fetch", progress: 0 } as Job;
  assert.doesNotMatch(card(PROJECT, running), /see why/);
  assert.doesNotMatch(card({ ...PROJECT, repo_url: null }, null), /see why/);
});
