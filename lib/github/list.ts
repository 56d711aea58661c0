/** The repositories of an organisation or a user, for a person who waits for them. */
import { createHash } from "node:crypto";
import type { Octokit } from "@octokit/rest";
import { z } from "zod";
import { FactoryError } from "../domain/errors.ts";
import type { GitHubPort } from "../domain/github.ts";
import type { Clock } from "../platform/clock.ts";
import { keepsSecrets } from "../platform/config.ts";
import { createPause, type Headerlike, type Pause } from "./pause.ts";
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

/** Where GitHub keeps what an owner has. */
type Place = "organisation" | "user" | "own";
const PATHS = {
  organisation: "GET /orgs/{owner}/repos",
  user: "GET /users/{owner}/repos",
  own: "GET /user/repos",
} as const satisfies Record<Place, string>;
/** Owners whose place is kept until their next page is asked for. */
const PLACES_KEPT = 100;

/**
 * `GitHubPort.list`.
 * @param pause of the server's own token: what lists with it heeds it, and adds to it
 */
export function createListing(
  { apiUrl, token: own, clock, pause: shared }: GitHubSettings & { clock: Clock; pause: Pause },
): GitHubPort["list"] {
  const places = new Map<string, Place>();

  return async ({ owner, token: given, archived, forks, page }, signal) => {
    if (given !== null && !keepsSecrets(new URL(apiUrl))) {
      throw new FactoryError("github_unauthorized", "The way to GITHUB_API_URL is not encrypted.", {
        remedy: "List without a token, or have the server use GitHub's https:// address.",
        errors: [{ pointer: "/token", detail: "would be sent unencrypted" }],
      });
    }
    const token = given ?? own;
    // Another token has a quota of its own.
    const pause = given === null ? shared : createPause(clock);
    if (pause.limited() !== null) throw limited(pause, token !== null, clock);
    // A token is not kept, not even here.
    const key = createHash("sha256").update(`${owner.toLowerCase()} ${token}`).digest("base64");
    const limit = new AbortController();
    const cancel = clock.setTimer(() => limit.abort(), LISTING_MS);
    try {
      const octokit = await loadOctokit(apiUrl, token);
      const { place, answer: { data, headers } } = await ask(octokit, owner, {
        signedIn: token !== null,
        page,
        // The first page finds it anew.
        known: page > 1 ? places.get(key) ?? null : null,
        signal: AbortSignal.any([signal, limit.signal]),
      });
      pause.heed(200, headers as Headerlike);
      pause.recovered();
      places.delete(key);
      places.set(key, place);
      if (places.size > PLACES_KEPT) places.delete(places.keys().next().value!);
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
      throw failureOf(error, {
        owner,
        given: given !== null,
        signedIn: token !== null,
        clock,
        pause,
      });
    } finally {
      cancel();
    }
  };
}

/**
 * An organisation shows its members all it has; of a user, only who is that user sees what is
 * private, by a path of its own.
 * @param known the place that another page was found at
 */
async function ask(
  octokit: Octokit,
  owner: string,
  { signedIn, page, known, signal }: {
    signedIn: boolean;
    page: number;
    known: Place | null;
    signal: AbortSignal;
  },
): Promise<{ place: Place; answer: Answer }> {
  const about = { per_page: PER_PAGE, page, sort: "full_name", request: { signal } } as const;
  const at = async (place: Place) => ({
    place,
    answer: await octokit.request(PATHS[place], {
      ...about,
      ...place === "own" ? { affiliation: "owner" } : { owner },
      ...place === "organisation" ? { type: "all" } : {},
    }) as Answer,
  });
  if (known !== null) return await at(known);
  const organisation = await unlessAbsent(at("organisation"));
  if (organisation !== null) return organisation;
  // Tokens of an app belong to nobody: 403.
  const me = signedIn ? await unlessAbsent(octokit.request("GET /user", about), [403, 404]) : null;
  const login = z.object({ login: z.string() }).safeParse(me?.data).data?.login ?? "";
  return await at(login.toLowerCase() === owner.toLowerCase() ? "own" : "user");
}

async function unlessAbsent<T>(request: Promise<T>, absent = [404]): Promise<T | null> {
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
  { owner, given, signedIn, clock, pause }: {
    owner: string;
    given: boolean;
    signedIn: boolean;
    clock: Clock;
    pause: Pause;
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
  pause.heed(status ?? 0, response.headers as Headerlike);
  if (pause.limited() === null && status === 403 && /rate limit/i.test(message)) {
    pause.backOff("GitHub asks to come back later", true);
  }
  if (pause.limited() !== null) return limited(pause, signedIn, clock);
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

/** @param pause that GitHub asked for */
function limited(pause: Pause, signedIn: boolean, clock: Clock): FactoryError {
  const { until } = pause.limited() ?? { until: clock.now() };
  return new FactoryError("github_rate_limited", "GitHub asks to come back later.", {
    remedy: signedIn
      ? "Wait until its limit is reset, or use another token."
      : "Give a token: without one, GitHub answers 60 requests an hour.",
    retryAfterSeconds: Math.max(1, Math.ceil((until - clock.now()) / 1_000)),
  });
}
