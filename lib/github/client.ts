/** Reads what GitHub says about a repository, as cheaply and as politely as its API asks for. */
import type { Octokit } from "@octokit/rest";
import { z } from "zod";
import type {
  GitHubAnswers,
  GitHubPort,
  GitHubReading,
  GitHubRepository,
} from "../domain/github.ts";
import type { Clock } from "../platform/clock.ts";
import { type Answer, countPages, readRelease, readRepository } from "./answers.ts";
import { createListing } from "./list.ts";
import { loadOctokit } from "./octokit.ts";
import { createPause, type Headerlike } from "./pause.ts";
import { RequestFailure } from "./request_failure.ts";
import { type GitHubSettings, repositoryOn } from "./place.ts";

type Reply =
  | { status: 200; answer: Answer }
  | { status: 304 | 403 | 404 };

/** Ends a reading before its last request. */
class Unavailable extends Error {}

/** Longest time of one reading: three requests that take a tenth of a second each. */
export const READING_MS = 20_000;
const LIMITED = "GitHub asks to come back later";

/** A client of one GitHub; it asks nothing by itself. */
export function createGitHubClient(
  { apiUrl, token, clock }: GitHubSettings & { clock: Clock },
): GitHubPort {
  const pause = createPause(clock);
  const list = createListing({ apiUrl, token, clock, pause });
  let loading: Promise<Octokit> | null = null;

  /** One request; a refusal for its own reasons (403) and an absence (404) are answers. */
  async function ask(
    request: () => Promise<{ data: unknown; headers: object }>,
    signal: AbortSignal,
  ): Promise<Reply> {
    refuseWhilePaused();
    try {
      const { data, headers } = await request();
      pause.heed(200, headers as Headerlike);
      return { status: 200, answer: { data, headers } };
    } catch (error) {
      signal.throwIfAborted();
      const failure = RequestFailure.safeParse(error).data;
      // Octokit gives what never became an answer a status too, but no response.
      const { headers } = failure?.response ?? {};
      if (failure === undefined || headers === undefined) {
        return backOff("GitHub cannot be reached");
      }
      const { status, message } = failure;
      pause.heed(status, headers);
      if (status === 304) return { status };
      refuseWhilePaused();
      if (status === 403 && /rate limit/i.test(message)) return backOff(LIMITED, true);
      if (status === 403) return { status };
      if ([404, 410, 451].includes(status)) return { status: 404 };
      return backOff(
        status === 401
          ? "GitHub does not accept GITHUB_TOKEN"
          : `GitHub answers with status ${status}`,
      );
    }
  }

  function refuseWhilePaused(): void {
    const paused = pause.current();
    if (paused !== null) throw new Unavailable(paused.reason);
  }

  function backOff(reason: string, limited = false): never {
    pause.backOff(reason, limited);
    throw new Unavailable(reason);
  }

  async function readAll(
    { owner, name: repo }: GitHubRepository,
    before: GitHubAnswers | null,
    signal: AbortSignal,
  ): Promise<GitHubReading> {
    const { rest } = await (loading ??= loadOctokit(apiUrl, token));
    const about = (etag: string | null | undefined) => ({
      owner,
      repo,
      request: { signal },
      ...(etag == null ? {} : { headers: { "if-none-match": etag } }),
    });

    const first = await ask(() => rest.repos.get(about(before?.repository.etag)), signal);
    if (first.status === 404) return { kind: "absent" };
    if (first.status === 403) {
      return { kind: "failed", reason: "GitHub refuses to show this repository" };
    }
    const repository = first.status === 200 ? readRepository(first.answer) : before?.repository;

    const second = await ask(
      () => rest.repos.getLatestRelease(about(before?.release.etag)),
      signal,
    );
    if (second.status === 403) {
      return { kind: "failed", reason: "GitHub refuses to show its releases" };
    }
    const release = second.status === 200
      ? readRelease(second.answer)
      : second.status === 304
      ? before?.release
      : { etag: null, value: null };

    // Without a condition: the count is in the Link header, and an ETag vouches for the body alone.
    const third = await ask(
      () => rest.pulls.list({ ...about(null), state: "open", per_page: 1 }),
      signal,
    );
    const open_pull_requests = third.status === 200 ? countPages(third.answer) : null;

    if (repository === undefined || release === undefined) {
      return { kind: "failed", reason: "GitHub says that nothing has changed, since nothing" };
    }
    pause.recovered();
    return { kind: "answers", answers: { repository, release, open_pull_requests } };
  }

  return {
    list,

    locate: (repository) => repositoryOn(apiUrl, repository),

    async read(repository, before, signal) {
      const limit = new AbortController();
      const cancel = clock.setTimer(() => limit.abort(), READING_MS);
      try {
        return await readAll(repository, before, AbortSignal.any([signal, limit.signal]));
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof z.ZodError) {
          return { kind: "failed", reason: "GitHub's answer has another form than documented" };
        }
        if (limit.signal.aborted) pause.backOff("GitHub takes too long");
        else if (!(error instanceof Unavailable)) throw error;
        const { reason, until } = pause.current() ?? { reason: "", until: clock.now() };
        return { kind: "paused", reason, until };
      } finally {
        cancel();
      }
    },
  };
}
