import { z } from "zod";
import {
  BRANCH_MAX,
  BULK_MAX,
  DESCRIPTION_MAX,
  NAME_MAX,
  SCHEDULE_MAX,
  TAG_MAX,
  TAGS_MAX,
  URL_MAX,
} from "../limits.ts";
import { ErrorWords, HealthStatus, listOf, PageQuery, Timestamp } from "./common.ts";
import { Job } from "./job.ts";

/** The few numbers of the latest map that lists and cards show. */
export const ProjectFigures = z.object({
  files: z.int(),
  code_lines: z.int().describe("Lines of code in programming and markup languages."),
  components: z.int(),
  dependencies: z.int(),
  cycles: z.int(),
  health_score: z.int(),
  languages: z.array(z.object({
    name: z.string(),
    share: z.number(),
    colour: z.string().nullish().describe("`#rrggbb`; null where the language has none."),
  })).describe(
    "Programming and markup languages, or all where there is none of these; largest first, by " +
      "lines of code; `share` is 0–1.",
  ),
  weekly_commits: z.array(z.int()).optional().describe(
    "Commits of the last 26 weeks, oldest first, the last week being that of the commit's date; " +
      "left out in maps of older versions.",
  ),
});
export type ProjectFigures = z.infer<typeof ProjectFigures>;

/** A registered project as the API shows it. `repo_url` never holds credentials. */
export const Project = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  repo_url: z.string().nullable().meta({
    description: "Without credentials.",
    examples: ["https://github.com/preactjs/signals"],
  }),
  branch: z.string().nullable().describe(
    "Branch or tag to analyse; null means the repository's default.",
  ),
  schedule: z.string().nullable().describe(
    "Cron pattern in UTC by which it is analysed again; `off` for never; null means the server's.",
  ),
  next_run_at: Timestamp.nullable().describe("When that will be next; null for never."),
  health: HealthStatus,
  last_commit: z.string().nullable().describe("The analysed commit's id."),
  last_commit_at: Timestamp.nullable().describe("When it was committed."),
  last_analyzed_at: Timestamp.nullable(),
  figures: ProjectFigures.nullable().describe("null until a map exists."),
  tags: z.array(z.string()).describe("Sorted."),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Project = z.infer<typeof Project>;

export const ProjectList = listOf(Project);

/** POST answers the project and, if one was enqueued, its first job. */
export const ProjectWithJob = Project.extend({ job: Job.optional() });

const name = z.string().trim().min(1, "Give the project a name.").max(NAME_MAX)
  .meta({ examples: ["Signals"] });
const description = z.string().trim().max(DESCRIPTION_MAX)
  .meta({ examples: ["State of our user interfaces"] });
const repoUrl = z.string().trim().min(1).max(URL_MAX).meta({
  description: "An https, http or ssh address, or an absolute path on the server.",
  examples: ["https://github.com/preactjs/signals", "git@github.com:preactjs/signals.git"],
});
const branch = z.string().trim().min(1).max(BRANCH_MAX)
  .regex(/^[^-\s~^:?*\[\\][^\s~^:?*\[\\]*$/, "This is not a valid branch or tag name.")
  .meta({
    description: "Branch or tag; the repository's default where it is null.",
    examples: ["main"],
  });

const schedule = z.string().trim().min(1).max(SCHEDULE_MAX).meta({
  description:
    "A cron pattern of five fields in UTC, a nickname such as `@daily`, or `off`; null: " +
    "the server's REANALYZE_CRON.",
  examples: ["0 3 * * *"],
});

/** One word in lower case, so that a list of them may be written with commas or spaces. */
export const Tag = z.string().trim().toLowerCase().min(1).max(TAG_MAX)
  // deno-lint-ignore no-control-regex -- these are the characters to refuse
  .regex(/^[^\s,\x00-\x1f\x7f]+$/, "A tag is one word without commas.")
  .meta({ examples: ["payments", "team-blue"] });
const tags = z.array(Tag).max(TAGS_MAX, `A project has at most ${TAGS_MAX} tags.`)
  .transform((all) => [...new Set(all)].sort());

/** `name` may be left out where `repo_url` is given: it is taken from the address. */
export const ProjectCreate = z.strictObject({
  name: name.optional().describe("Taken from the repository's address where it is left out."),
  description: description.default(""),
  repo_url: repoUrl.nullish(),
  branch: branch.nullish(),
  schedule: schedule.nullish(),
  tags: tags.default([]),
}).refine((body) => body.name !== undefined || body.repo_url != null, {
  path: ["name"],
  message: "Give a name, or a repo_url to take it from.",
});
export type ProjectCreate = z.infer<typeof ProjectCreate>;

/** PUT replaces: what is left out goes back to its default. */
export const ProjectReplace = z.strictObject({
  name,
  description: description.default(""),
  branch: branch.nullish(),
  schedule: schedule.nullish(),
});
export type ProjectReplace = z.infer<typeof ProjectReplace>;

/** PATCH changes what it names, and nothing else. */
export const ProjectChange = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  branch: branch.nullable().optional(),
  schedule: schedule.nullable().optional(),
  tags: tags.optional().describe("All tags of the project: those left out go."),
});
export type ProjectChange = z.infer<typeof ProjectChange>;

/** A leading minus turns the order round; ties are newest first, and what is unknown comes last. */
export const PROJECT_SORTS = [
  "-added",
  "added",
  "name",
  "-name",
  "health",
  "-health",
  "size",
  "-size",
  "activity",
  "-activity",
  "analysed",
  "-analysed",
] as const;
export type ProjectSort = (typeof PROJECT_SORTS)[number];

export const ProjectQuery = PageQuery.extend({
  q: z.string().trim().max(200).optional().describe(
    "Matches name, description, address and tags, case-insensitively.",
  ),
  health: HealthStatus.optional(),
  tag: z.string().trim().toLowerCase().max(TAG_MAX).optional().describe("One of its tags."),
  language: z.string().trim().max(60).optional().describe(
    "One of its largest six languages, by its whole name.",
  ),
  sort: z.enum(PROJECT_SORTS).default("-added").describe(
    "By time of registration, name, health score, lines of code, commits of 26 weeks or time of " +
      "the last analysis; a minus turns the order round.",
  ),
});
export type ProjectQuery = z.infer<typeof ProjectQuery>;

export const AnalyzeRequest = z.strictObject({
  project_id: z.string().min(1).max(100).optional(),
  repo_url: repoUrl.optional(),
}).refine((body) => (body.project_id === undefined) !== (body.repo_url === undefined), {
  path: ["project_id"],
  message: "Give either project_id or repo_url.",
});
export type AnalyzeRequest = z.infer<typeof AnalyzeRequest>;

/** Many repositories at once; each is registered, is there already, or is refused for itself. */
export const ProjectBulkCreate = z.strictObject({
  repo_urls: z.array(z.string().max(URL_MAX).meta({ examples: ["https://example.org/a/b"] }))
    .min(1).max(BULK_MAX, `At most ${BULK_MAX} addresses at once.`),
  tags: tags.default([]).describe("Given to those that are added."),
});
export type ProjectBulkCreate = z.infer<typeof ProjectBulkCreate>;

export const ProjectBulkItem = z.object({
  index: z.int().describe("Place in `repo_urls`, from 0."),
  repo_url: z.string().nullable().describe("Without credentials; null where it is no address."),
  outcome: z.enum(["added", "exists", "refused"]),
  project_id: z.string().nullable(),
  name: z.string().nullable().describe("The project's."),
  job_id: z.string().nullable().describe("The first analysis of an added one."),
  error: ErrorWords.nullable().describe("Why it was refused."),
});
export type ProjectBulkItem = z.infer<typeof ProjectBulkItem>;

export const ProjectBulkResult = z.object({
  items: z.array(ProjectBulkItem).describe("One for each address, in their order."),
  added: z.int(),
  exists: z.int(),
  refused: z.int(),
});
export type ProjectBulkResult = z.infer<typeof ProjectBulkResult>;
