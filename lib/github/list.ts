/** The repositories of an organisation or a user, for a person who waits for them. */
import type { Octokit } from "@octokit/rest";
import { z } from "zod";
import { FactoryError } from "../domain/errors.ts";
import type { GitHubListed, GitHubOwnerQuery } from "../domain/github.ts";
import type { Clock } from "../platform/clock.ts";
import { keepsSecrets } from "../platform/config.ts";
import { createPause, type Headerlike } from "./pause.ts";
import type { GitHubSettings } from "./place.ts";
import { loadOctokit } from "./octokit.ts";
import { RequestFailure } from "./request_failure.ts";

/** The most that GitHub gives at once. */
const PER_PAGE = 100;
/** Longest time of one page, which takes up to three requests. */
export const LISTING_MS = 20_000;

const text = (max: number) => z.string().transform((value) => value.slice(0, max));
const Listed = z.array(z.object({
  full_name: text(300),
  clone_url: z.string().max(2_000),
  description: text(1_000).nullish(),
  private: z.boolean(),
  archived: z.boolean().default(false),
  fork: z.boolean(),
  language: text(100).nullish(),
  pushed_at: text(40).nullish(),
}));

type Answer = { data: unknown; headers: { link?: string | undefined } };

/** As `GitHubPort.list` says. */
export async function listRepositories(
  { apiUrl, token: own, clock }: GitHubSettings & { clock: Clock },
  { owner, token: given, archived, forks, page }: GitHubOwnerQuery,
  signal: AbortSignal,
): Promise<{ items: GitHubListed[]; next_page: number | null }> {
  if (given !== null && !keepsSecrets(new URL(apiUrl))) {
    throw new FactoryError("github_unauthorized", "The way to GITHUB_API_URL is not encrypted.", {
      remedy: "List without a token, or have the server use GitHub's https:// address.",
      errors: [{ pointer: "/token", detail: "would be sent unencrypted" }],
    });
  }
  const token = given ?? own;
  const limit = new AbortController();
  const cancel = clock.setTimer(() => limit.abort(), LISTING_MS);
  try {
    const octokit = await loadOctokit(apiUrl, token);
    const { data, headers } = await ask(octokit, owner, {
      signedIn: token !== null,
      page,
      signal: AbortSignal.any([signal, limit.signal]),
    });
    const items = Listed.parse(data)
      .filter((one) => (archived || !one.archived) && (forks || !one.fork))
      .map((one) => ({
        ...one,
        description: one.description || null,
        language: one.language ?? null,
        pushed_at: one.pushed_at ?? null,
      }));
    return { items, next_page: /rel="next"/.test(headers.link ?? "") ? page + 1 : null };
  } catch (error) {
    signal.throwIfAborted();
    throw failureOf(error, { owner, given: given !== null, signedIn: token !== null, clock });
  } finally {
    cancel();
  }
}

/**
 * An organisation shows its members all it has; of a user, only who is that user sees what is
 * private, by a path of its own.
 */
async function ask(
  octokit: Octokit,
  owner: string,
  { signedIn, page, signal }: { signedIn: boolean; page: number; signal: AbortSignal },
): Promise<Answer> {
  const about = { per_page: PER_PAGE, page, sort: "full_name", request: { signal } } as const;
  const organisation = await unlessAbsent(
    octokit.request("GET /orgs/{org}/repos", { ...about, org: owner, type: "all" }),
  );
  if (organisation !== null) return organisation;
  // Tokens of an app belong to nobody: 403.
  const me = signedIn ? await unlessAbsent(octokit.request("GET /user", about), [403, 404]) : null;
  const login = z.object({ login: z.string() }).safeParse(me?.data).data?.login ?? "";
  return login.toLowerCase() === owner.toLowerCase()
    ? await octokit.request("GET /user/repos", { ...about, affiliation: "owner" })
    : await octokit.request("GET /users/{username}/repos", { ...about, username: owner });
}

async function unlessAbsent(request: Promise<Answer>, absent = [404]): Promise<Answer | null> {
  try {
    return await request;
  } catch (error) {
    const { status, response } = RequestFailure.safeParse(error).data ?? {};
    const quota = response?.headers["x-ratelimit-remaining"];
    if (response === undefined || !absent.includes(status ?? 0) || String(quota) === "0") {
      throw error;
    }
    return null;
  }
}

/** What became of a request, in words; never with what was sent. */
function failureOf(
  error: unknown,
  { owner, given, signedIn, clock }: {
    owner: string;
    given: boolean;
    signedIn: boolean;
    clock: Clock;
  },
): FactoryError {
  if (error instanceof z.ZodError) {
    return new FactoryError(
      "github_unreachable",
      "GitHub's answer has another form than documented.",
      {
        remedy: "Check that GITHUB_API_URL is the address of GitHub's REST API.",
      },
    );
  }
  const { status, message = "", response } = RequestFailure.safeParse(error).data ?? {};
  if (response === undefined) {
    return new FactoryError("github_unreachable", "GitHub cannot be reached.", {
      remedy: "Check the server's network, and GITHUB_API_URL, then try again.",
    });
  }
  const pause = createPause(clock);
  pause.heed(status ?? 0, response.headers as Headerlike);
  const paused = pause.current();
  if (paused !== null || (status === 403 && /rate limit/i.test(message))) {
    return new FactoryError("github_rate_limited", "GitHub asks to come back later.", {
      remedy: signedIn
        ? "Wait until its limit is reset, or use another token."
        : "Give a token: without one, GitHub answers 60 requests an hour.",
      ...(paused === null
        ? {}
        : { retryAfterSeconds: Math.max(1, Math.ceil((paused.until - clock.now()) / 1_000)) }),
    });
  }
  if (status === 401 || status === 403) {
    return new FactoryError(
      "github_unauthorized",
      given
        ? "GitHub does not accept this token."
        : "GitHub does not accept the server's GITHUB_TOKEN.",
      {
        remedy:
          "Use one that has not expired and may read the repositories; an organisation with " +
          "single sign-on has to have authorised it.",
        ...(given ? { errors: [{ pointer: "/token", detail: "is not accepted by GitHub" }] } : {}),
      },
    );
  }
  if (status === 404) {
    return new FactoryError(
      "github_owner_not_found",
      `GitHub shows no organisation or user ${JSON.stringify(owner)}.`,
      { remedy: "Check how the name is written; a private one needs a token that may see it." },
    );
  }
  return new FactoryError("github_unreachable", `GitHub answers with status ${status}.`, {
    remedy: "Try again in a moment.",
  });
}
