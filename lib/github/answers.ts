/** GitHub's documented responses, as far as they are read; anything else does not pass. */
import { z } from "zod";
import type { GitHubAnswers } from "../domain/github.ts";
import { isoTime } from "../platform/clock.ts";

/** Texts come from strangers and are shown: none is longer than a reader would read. */
const text = (max: number) => z.string().transform((value) => value.slice(0, max));
const TOPICS_MAX = 40;

const Repository = z.object({
  description: text(1_000).nullish(),
  default_branch: text(500),
  // Enterprise Server before 3.1 has none.
  topics: z.array(text(100)).default([]),
  stargazers_count: z.int().min(0),
  open_issues_count: z.int().min(0),
  license: z.object({ spdx_id: text(100).nullish(), name: text(200) }).nullish(),
});

const Release = z.object({
  tag_name: text(500),
  name: text(500).nullish(),
  published_at: z.iso.datetime({ offset: true }).nullish(),
});

/** What a request is answered with, as Octokit hands it over. */
export interface Answer {
  data: unknown;
  headers: { etag?: string | undefined; link?: string | undefined };
}

/** @throws ZodError */
export function readRepository({ data, headers }: Answer): GitHubAnswers["repository"] {
  const found = Repository.parse(data);
  const { license } = found;
  return {
    etag: headers.etag ?? null,
    value: {
      description: found.description || null,
      default_branch: found.default_branch,
      topics: found.topics.slice(0, TOPICS_MAX),
      stars: found.stargazers_count,
      open_issues_and_pull_requests: found.open_issues_count,
      license: license == null ? null : {
        // NOASSERTION: there is a licence file that GitHub cannot name.
        spdx_id: license.spdx_id && license.spdx_id !== "NOASSERTION" ? license.spdx_id : null,
        name: license.name,
      },
    },
  };
}

/** @throws ZodError */
export function readRelease({ data, headers }: Answer): GitHubAnswers["release"] {
  const found = Release.parse(data);
  return {
    etag: headers.etag ?? null,
    value: {
      tag: found.tag_name,
      name: found.name || null,
      published_at: found.published_at == null ? null : isoTime(Date.parse(found.published_at)),
    },
  };
}

/**
 * Counts a list that was asked for with one item a page: the number of its last page (RFC 8288
 * `rel="last"`), or its items where there is no other page.
 * @throws ZodError
 */
export function countPages({ data, headers }: Answer): number {
  const items = z.array(z.unknown()).parse(data);
  const last = /[?&]page=(\d{1,9})[^>]*>;\s*rel="last"/.exec(headers.link ?? "")?.[1];
  return last === undefined ? items.length : Number(last);
}
