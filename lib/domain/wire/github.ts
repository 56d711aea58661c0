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

/** Which repositories of an organisation or user of the configured GitHub. */
export const GitHubImportQuery = z.strictObject({
  owner: z.string().trim().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,98}$/, "This is no name on GitHub.")
    .describe("An organisation's or a user's name.").meta({ examples: ["preactjs"] }),
  token: z.string().trim().min(1).max(400).regex(
    /^[\x21-\x7e]+$/,
    "A token has no such characters.",
  )
    .nullish()
    .describe("Used for this request alone, and kept nowhere; default: the server's GITHUB_TOKEN."),
  archived: z.boolean().default(false).describe("Archived ones too."),
  forks: z.boolean().default(false).describe("Forks too."),
  page: z.int().min(1).max(1_000).default(1).describe("`next_page` of the answer before."),
});
export type GitHubImportQuery = z.infer<typeof GitHubImportQuery>;

export const GitHubImportPage = z.object({
  items: z.array(z.object({
    full_name: z.string(),
    clone_url: z.string().describe("To be registered by."),
    description: z.string().nullable(),
    private: z.boolean(),
    archived: z.boolean(),
    fork: z.boolean(),
    language: z.string().nullable(),
    pushed_at: z.string().nullable(),
    project_id: z.string().nullable().describe("null where it is not registered."),
  })).describe("By name; a page may be short, or empty, while there is another."),
  next_page: z.int().nullable().describe("null on the last page."),
});
export type GitHubImportPage = z.infer<typeof GitHubImportPage>;
