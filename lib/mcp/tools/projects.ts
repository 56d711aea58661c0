import { z } from "zod";
import { JOB_STATUSES, JOB_TYPES } from "../../domain/job.ts";
import { FactoryError } from "../../domain/errors.ts";
import { ErrorWords, HealthStatus } from "../../domain/wire/common.ts";
import type { Job } from "../../domain/wire/job.ts";
import type { Project } from "../../domain/wire/project.ts";
import { askedWithin, charactersFor, tokens } from "../pages.ts";
import { projectOf, tool } from "../tool.ts";

export const project = z.string().max(200).optional().describe(
  "Id or name; may be left out where there is only one.",
);

const ProjectRow = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  repo_url: z.string().nullable(),
  branch: z.string().nullable(),
  health: HealthStatus,
  commit: z.string().nullable().describe("The analysed one; null: no map yet."),
  analyzed_at: z.string().nullable(),
  languages: z.array(z.string()),
  files: z.int().nullable(),
  code_lines: z.int().nullable(),
});

export const listProjects = tool({
  name: "list_projects",
  title: "List projects",
  description:
    "Which repositories are registered here, newest first, with size, main languages and health. " +
    "Start with it where you do not know the project's name.",
  input: z.object({
    q: z.string().max(200).optional().describe("Part of the name, description, address or a tag."),
    limit: z.int().min(1).max(100).default(30),
    max_tokens: tokens,
    cursor: z.string().max(200).optional(),
  }),
  output: z.object({ items: z.array(ProjectRow), next_cursor: z.string().nullable() }),
  readOnly: true,
  forProject: true,
  async run({ q, limit, max_tokens, cursor }, { services, scope }) {
    if (scope.kind === "project") {
      return { items: [rowOf(await services.projects.get(scope.projectId))], next_cursor: null };
    }
    return await askedWithin(limit, max_tokens, async (limit) => {
      const found = await services.projects.list({
        limit,
        ...(q === undefined ? {} : { q }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return { items: found.items.map(rowOf), next_cursor: found.next_cursor };
    });
  },
});

function rowOf(one: Project): z.input<typeof ProjectRow> {
  return {
    id: one.id,
    name: one.name,
    description: one.description,
    repo_url: one.repo_url,
    branch: one.branch,
    health: one.health,
    commit: one.last_commit,
    analyzed_at: one.last_analyzed_at,
    languages: (one.figures?.languages ?? []).slice(0, 5).map(({ name }) => name),
    files: one.figures?.files ?? null,
    code_lines: one.figures?.code_lines ?? null,
  };
}

const JobRow = z.object({
  id: z.string(),
  project_id: z.string(),
  job_type: z.enum(JOB_TYPES),
  status: z.enum(JOB_STATUSES),
  progress: z.int(),
  stage: z.string().nullable(),
  message: z.string().nullable(),
  seconds_left: z.int().nullable(),
  error: ErrorWords.nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
});

function jobRow(job: Job): z.input<typeof JobRow> {
  const { id, project_id, job_type, status, progress, stage, message, seconds_left } = job;
  return {
    id,
    project_id,
    job_type,
    status,
    progress,
    stage,
    message,
    seconds_left,
    error: job.error,
    result: job.result,
  };
}

export const analyze = tool({
  name: "analyze",
  title: "Analyse a repository",
  description:
    "Starts an analysis of the newest commit: of a registered project, or of a repository's address, " +
    "which is registered first. Answers the job at once; ask job_status until it has ended. Where " +
    "one is active already, that one is answered.",
  input: z.object({
    project: z.string().max(200).optional().describe("Id or name of a registered project."),
    repo_url: z.string().max(2_000).optional().describe(
      "Address of a git repository, without a password in it.",
    ),
  }),
  output: JobRow,
  readOnly: false,
  forProject: false,
  async run({ project, repo_url }, context) {
    const { analyses } = context.services;
    if ((project === undefined) === (repo_url === undefined)) {
      throw new FactoryError("invalid_fields", "Which repository is not clear.", {
        remedy: "Give either project or repo_url.",
      });
    }
    if (repo_url !== undefined) return jobRow(await analyses.request({ repo_url }));
    const { id } = await projectOf(project, context);
    return jobRow(await analyses.request({ project_id: id }));
  },
});

export const jobStatus = tool({
  name: "job_status",
  title: "How a job is doing",
  description:
    "State, progress in percent, what it is doing now, and how it failed. With a job's id: that job; " +
    "else the newest jobs of a project.",
  input: z.object({
    job: z.string().max(100).optional().describe("A job's id."),
    project,
    limit: z.int().min(1).max(50).default(5),
    max_tokens: tokens,
    cursor: z.string().max(200).optional(),
  }),
  output: z.object({ items: z.array(JobRow), next_cursor: z.string().nullable() }),
  readOnly: true,
  forProject: false,
  async run({ job, project, limit, max_tokens, cursor }, context) {
    const { jobs } = context.services;
    if (job !== undefined) return { items: [jobRow(await jobs.get(job))], next_cursor: null };
    const { id } = await projectOf(project, context);
    return await askedWithin(limit, max_tokens, async (limit) => {
      const found = await jobs.list({
        project_id: id,
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      return { items: found.items.map(jobRow), next_cursor: found.next_cursor };
    });
  },
});

export const compare = tool({
  name: "compare",
  title: "Compare two maps",
  description:
    "What changed between two analysed commits: files, components, edges between them, cycles, " +
    "packages, languages, health. Without from and to: the last two. Use it to see what a change did " +
    "to the architecture. Lists hold their first items; total says how many there are.",
  input: z.object({
    project,
    from: z.string().min(7).max(100).optional().describe("A commit (7 digits or more) or map id."),
    to: z.string().min(7).max(100).optional(),
    section: z.string().max(40).optional().describe("One part of the comparison only."),
    limit: z.int().min(1).max(200).default(10).describe("Items of each list at most."),
    max_tokens: z.int().min(200).max(20_000).default(4_000).describe(
      "About this many tokens are answered at most, taking 4 characters for one: the lists get " +
        "shorter until they fit. Ask for one section to see more of it.",
    ),
  }),
  output: z.object({
    comparison: z.record(z.string(), z.unknown()),
    sections: z.array(z.string()).describe("Parts to ask for."),
    items_shown: z.int().describe("Of each list at most."),
  }),
  readOnly: true,
  forProject: true,
  async run({ project, from, to, section, limit, max_tokens }, context) {
    const { id } = await projectOf(project, context);
    const found = await context.services.comparisons.compare(id, {
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    });
    const comparison: Record<string, unknown> = JSON.parse(await found.json());
    const sections = Object.keys(comparison);
    if (section !== undefined && !sections.includes(section)) {
      throw new FactoryError("invalid_fields", `There is no section ${JSON.stringify(section)}.`, {
        remedy: `Leave it out, or give one of: ${sections.join(", ")}.`,
      });
    }
    const chosen = section === undefined ? comparison : { [section]: comparison[section] };
    let shown = limit;
    let short = shorten(chosen, shown);
    while (shown > 0 && JSON.stringify(short).length > charactersFor(max_tokens)) {
      shown = Math.floor(shown / 2);
      short = shorten(chosen, shown);
    }
    return { comparison: short as Record<string, unknown>, sections, items_shown: shown };
  },
});

/** Every list of it, cut to its first items. */
function shorten(value: unknown, most: number): unknown {
  if (Array.isArray(value)) return value.slice(0, most).map((item) => shorten(item, most));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, shorten(item, most)]),
  );
}
