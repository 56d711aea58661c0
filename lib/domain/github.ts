/** GitHub's answers about a repository, as kept between two readings. */
import { z } from "zod";
import type { RepoUrl } from "./repo_url.ts";
import type { GitHubFacts } from "./wire/github.ts";

/** `owner/name` on the configured GitHub. */
export interface GitHubRepository {
  owner: string;
  name: string;
}

const etag = z.string().nullable();

/** One part per request, with the ETag that makes asking again cheap. */
export const GitHubAnswers = z.object({
  repository: z.object({
    etag,
    value: z.object({
      description: z.string().nullable(),
      default_branch: z.string(),
      topics: z.array(z.string()),
      stars: z.int(),
      /** GitHub counts both as issues. */
      open_issues_and_pull_requests: z.int(),
      license: z.object({ spdx_id: z.string().nullable(), name: z.string() }).nullable(),
    }),
  }),
  release: z.object({
    etag,
    value: z.object({
      tag: z.string(),
      name: z.string().nullable(),
      published_at: z.string().nullable(),
    }).nullable(),
  }),
  /** null where the token may not list them. */
  open_pull_requests: z.int().nullable(),
});
export type GitHubAnswers = z.infer<typeof GitHubAnswers>;

/** How one reading ended. Nothing of it is worth failing anything for. */
export type GitHubReading =
  | { kind: "answers"; answers: GitHubAnswers }
  /** There is no such repository, or the token may not see it. */
  | { kind: "absent" }
  /** Not asked, or told to wait: not before `until` (milliseconds since 1970). */
  | { kind: "paused"; reason: string; until: number }
  | { kind: "failed"; reason: string };

/** Which repositories of an organisation or user. */
export interface GitHubOwnerQuery {
  owner: string;
  /** null: the server's own, if it has one. Used for this request, and kept nowhere. */
  token: string | null;
  archived: boolean;
  forks: boolean;
  /** From 1. */
  page: number;
}

/** A repository of a list. */
export interface GitHubListed {
  full_name: string;
  clone_url: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  fork: boolean;
  language: string | null;
  pushed_at: string | null;
}

/** The GitHub whose API is configured. */
export interface GitHubPort {
  /** The repository on this GitHub; null where it lies elsewhere. */
  locate(repository: RepoUrl): GitHubRepository | null;
  /**
   * One page of GitHub's, by name; it may hold fewer than GitHub has there, since archived ones and
   * forks are left out here.
   * @throws FactoryError `github_unauthorized`, `github_owner_not_found`, `github_rate_limited`,
   *   `github_unreachable`; the signal's reason
   */
  list(
    query: GitHubOwnerQuery,
    signal: AbortSignal,
  ): Promise<{ items: GitHubListed[]; next_page: number | null }>;
  /**
   * Asks for the repository, its latest release and its open pull requests, one after the other;
   * what has not changed since `before` is not sent again. While GitHub wants to be left alone it
   * is not asked at all. Bounded in time; it throws nothing but the signal's reason.
   */
  read(
    repository: GitHubRepository,
    before: GitHubAnswers | null,
    signal: AbortSignal,
  ): Promise<GitHubReading>;
}

/** The answers as the API and the pages show them. */
export function factsOf(answers: GitHubAnswers, fetchedAt: string): GitHubFacts {
  const { open_issues_and_pull_requests: both, ...repository } = answers.repository.value;
  const pulls = answers.open_pull_requests;
  return {
    ...repository,
    // The two numbers are read a moment apart: a pull request opened in between is no issue.
    open_issues: pulls === null ? null : Math.max(0, both - pulls),
    open_pull_requests: pulls,
    latest_release: answers.release.value,
    fetched_at: fetchedAt,
  };
}
