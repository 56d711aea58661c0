import { z } from "zod";
import { Timestamp } from "./common.ts";
import { Project } from "./project.ts";

/** What GitHub says about a project's repository: its facts, not ours. */
export const GitHubFacts = z.object({
  description: z.string().nullable(),
  default_branch: z.string(),
  topics: z.array(z.string()),
  stars: z.int(),
  open_issues: z.int().nullable().describe(
    "Without pull requests; null where GitHub does not tell them apart.",
  ),
  open_pull_requests: z.int().nullable(),
  latest_release: z.object({
    tag: z.string(),
    name: z.string().nullable(),
    published_at: Timestamp.nullable(),
  }).nullable().describe("null where nothing is released."),
  license: z.object({
    spdx_id: z.string().nullable().describe("null where GitHub knows no SPDX id."),
    name: z.string(),
  }).nullable(),
  fetched_at: Timestamp.describe("When GitHub last confirmed all of this."),
});
export type GitHubFacts = z.infer<typeof GitHubFacts>;

/** One project in full. */
export const ProjectDetail = Project.extend({
  github: GitHubFacts.nullable().describe(
    "null where the repository is not on the configured GitHub, or nothing was read yet.",
  ),
});
export type ProjectDetail = z.infer<typeof ProjectDetail>;
