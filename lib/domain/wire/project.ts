import { z } from "zod";
import { BRANCH_MAX, DESCRIPTION_MAX, NAME_MAX, SCHEDULE_MAX, URL_MAX } from "../limits.ts";
import { HealthStatus, listOf, PageQuery, Timestamp } from "./common.ts";
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

/** `name` may be left out where `repo_url` is given: it is taken from the address. */
export const ProjectCreate = z.strictObject({
  name: name.optional().describe("Taken from the repository's address where it is left out."),
  description: description.default(""),
  repo_url: repoUrl.nullish(),
  branch: branch.nullish(),
  schedule: schedule.nullish(),
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

export const ProjectQuery = PageQuery.extend({
  q: z.string().trim().max(200).optional().describe(
    "Matches name, description and address, case-insensitively.",
  ),
  health: HealthStatus.optional(),
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
