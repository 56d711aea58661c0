import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { Sparkline, WeeklyBars } from "../../../components/portfolio/pictures.tsx";
import { PortfolioRow } from "../../../components/portfolio/row.tsx";
import type { Job } from "../../../lib/domain/wire/job.ts";
import type { Project } from "../../../lib/domain/wire/project.ts";

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
  tags: ["blue"],
  created_at: "2026-01-01T00:00:00.000Z",
  updated_at: "2026-01-01T00:00:00.000Z",
};
const MAPPED: Project = {
  ...PROJECT,
  last_analyzed_at: "2026-01-02T00:00:00.000Z",
  figures: {
    files: 3,
    code_lines: 1_234,
    components: 1,
    dependencies: 1,
    cycles: 0,
    health_score: 80,
    languages: [],
    weekly_commits: [0, 3],
  },
};
const FAILURE = {
  id: "j1",
  status: "failed",
  error: { code: "git_not_found", message: "There is no such repository.", remedy: null },
} as Job;

const row = (project: Project, job: Job | null, failure: Job | null = null) =>
  renderToString(
    <PortfolioRow
      project={project}
      trend={[]}
      job={job}
      failure={failure}
      tagHref={(tag) => `/?tag=${tag}`}
    />,
  );

Deno.test("a failed analysis says why, with and without a map before it", () => {
  assert.match(row(PROJECT, null, FAILURE), /The analysis failed<\/a>: There is no such/);
  assert.match(row(PROJECT, null, FAILURE), /href="\/jobs\/j1"/);
  const later = row(MAPPED, null, FAILURE);
  assert.match(later, /The last analysis failed/);
  assert.match(later, />80</, "the older map's health stays");
});

Deno.test("while an analysis runs, its progress is shown and not the former failure", () => {
  const running = { id: "j2", status: "running", stage: "fetch", progress: 40 } as Job;
  const shown = row(MAPPED, running, FAILURE);
  assert.match(shown, /data-job="j2"/);
  assert.match(shown, /40%/);
  assert.doesNotMatch(shown, /failed/);
});

Deno.test("a project without a repository lacks nothing, and tags are links", () => {
  const plain = row({ ...PROJECT, repo_url: null }, null);
  assert.match(plain, /No repository/);
  assert.match(plain, /<a class="tag"[^>]*href="\/\?tag=blue"/);
});

Deno.test("pictures say what they show", () => {
  const falling = renderToString(<Sparkline scores={[90, 80, 60]} />);
  assert.match(falling, /aria-label="Health from 90 to 60 over 3 maps"/);
  assert.match(falling, /points="3\.0,3\.0 44\.0,9\.0 85\.0,21\.0"/);
  assert.match(renderToString(<Sparkline scores={[50, 50]} />), /points="3\.0,12\.0 85\.0,12\.0"/);
  const bars = renderToString(<WeeklyBars weeks={[0, 1, 22]} />);
  assert.match(bars, /23 commits in 3 weeks, at most 22 in one/);
  assert.match(bars, /d="M0 21h2v1h-2zM3 19h2v3h-2zM6 0h2v22h-2z"/);
  assert.match(renderToString(<WeeklyBars weeks={[0, 0]} />), /No commits in 2 weeks/);
});
