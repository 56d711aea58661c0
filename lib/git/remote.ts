/** Contact with a remote: what it offers, and where it really is. */
import { FactoryError } from "../domain/errors.ts";
import { type Credentials, parseRepoUrl, type RepoUrl } from "../domain/repo_url.ts";
import { runGit } from "./command.ts";
import { gitFailure } from "./errors.ts";
import { parseRefs, type RemoteRefs } from "./refs.ts";
import { type Route, type RouteOptions, routeTo } from "./route.ts";

const REDIRECTS_MAX = 5;
/** Listing refs takes seconds; a server that keeps us longer is away. */
const CONTACT_MS = 120_000;

export interface Remote {
  route: Route;
  refs: RemoteRefs;
}

/**
 * Lists the refs of a repository, following redirects one checked hop at a time.
 * @throws FactoryError `url_refused`, `git_auth_failed`, `git_not_found`, `git_unreachable`, …
 */
export async function contact(
  repository: RepoUrl,
  credentials: Credentials | null,
  options: RouteOptions,
  signal: AbortSignal,
): Promise<Remote> {
  return await followRedirects(repository, credentials, async (at, login) => {
    const route = await routeTo(at, login, options, signal);
    const answer = await listRefs(route, options, signal, false);
    return "refs" in answer ? { arrived: { route, refs: answer.refs } } : answer;
  });
}

/**
 * Calls `attempt` for each address that the one before redirects to, until one is where it ends.
 * @param attempt lists the refs at an address; it judges that address first
 * @throws FactoryError `url_refused`, `git_auth_failed`, `git_failed`; what `attempt` throws
 */
export async function followRedirects<T>(
  repository: RepoUrl,
  credentials: Credentials | null,
  attempt: (
    at: RepoUrl,
    login: Credentials | null,
  ) => Promise<{ arrived: T } | { location: string }>,
): Promise<T> {
  let at = repository;
  let login = credentials;
  for (let hop = 0; hop <= REDIRECTS_MAX; hop++) {
    const answer = await attempt(at, login);
    if ("arrived" in answer) return answer.arrived;
    const next = redirectTarget(at, answer.location);
    if (!sameServer(at, next)) login = null;
    at = next;
  }
  throw new FactoryError("git_failed", `The server redirects more than ${REDIRECTS_MAX} times.`, {
    remedy: "Use the address that the repository has now.",
  });
}

/**
 * Calls `contact` with the project's own credentials, else with the server's, else without any.
 * @param given the project's; before those of its address
 * @param lend the server's own login for a repository whose project has none
 */
export async function withLogin<T>(
  repository: RepoUrl,
  given: Credentials | null,
  lend: ((repository: RepoUrl) => Credentials | null) | undefined,
  signal: AbortSignal,
  contact: (credentials: Credentials | null) => Promise<T>,
): Promise<T> {
  const own = given ?? repository.credentials;
  const lent = own === null ? lend?.(repository) ?? null : null;
  try {
    return await contact(own ?? lent);
  } catch (error) {
    const refused = error instanceof FactoryError &&
      (error.code === "git_auth_failed" || error.code === "git_not_found");
    // A token may have expired, or not be good for every owner: a public repository needs none.
    if (lent === null || !refused) throw error;
    return await contact(null).catch(() => {
      signal.throwIfAborted();
      throw error;
    });
  }
}

async function listRefs(
  route: Route,
  options: RouteOptions,
  signal: AbortSignal,
  traced: boolean,
): Promise<{ refs: RemoteRefs } | { location: string }> {
  const limit = AbortSignal.timeout(CONTACT_MS);
  let location: string | null = null;
  const result = await runGit(["ls-remote", "--symref", "--end-of-options", route.url], {
    gitDir: null,
    signal: AbortSignal.any([signal, limit]),
    config: route.config,
    env: {
      ...route.env,
      // Not the repository around DATA_DIR, if there is one.
      GIT_CEILING_DIRECTORIES: options.homeDirectory.replace(/\/[^/]*\/?$/, "") || "/",
      ...(traced
        ? { GIT_TRACE_CURL: "1", GIT_TRACE_CURL_NO_DATA: "1", GIT_TRACE_REDACT: "1" }
        : {}),
    },
    cwd: options.homeDirectory,
    onStderrLine(line) {
      const header = traced ? /<= Recv header: location:\s*(\S+)/i.exec(line) : null;
      if (header !== null) location = header[1] ?? null;
    },
  }).catch((error) => {
    if (signal.aborted || !limit.aborted) throw error;
    throw new FactoryError("git_unreachable", "The server takes too long to list its branches.", {
      cause: error,
      remedy: "Check that it is up and that this machine can reach it.",
    });
  });
  if (result.code === 0) {
    return { refs: parseRefs(new TextDecoder().decode(result.stdout)) };
  }
  if (location !== null) return { location };
  if (!traced && result.errors.some((line) => /returned error: 30[12378]\b/.test(line))) {
    // git tells that it was redirected but not where to: its trace does.
    return await listRefs(route, options, signal, true);
  }
  throw gitFailure(result.errors, route.secrets);
}

/** The repository that a `Location` leads to. */
function redirectTarget(from: RepoUrl, location: string): RepoUrl {
  const refs = "/info/refs";
  const service = "?service=git-upload-pack";
  let target: URL;
  try {
    target = new URL(location, `${from.url}${refs}${service}`);
  } catch (cause) {
    throw new FactoryError("git_failed", "The server redirects to no valid address.", { cause });
  }
  if (target.protocol !== "https:" && target.protocol !== "http:") {
    throw refusedRedirect(`to another protocol (${target.protocol})`);
  }
  if (from.kind === "https" && target.protocol === "http:") {
    throw refusedRedirect("from https to unencrypted http");
  }
  if (!target.pathname.endsWith(refs) || target.search !== service) {
    throw new FactoryError("git_auth_failed", "The server answers with a page, not a repository.", {
      remedy: "It may ask to sign in: check the address, and for a private repository put an " +
        "access token into it (https://token@host/…).",
    });
  }
  return parseRepoUrl(target.origin + target.pathname.slice(0, -refs.length));
}

function refusedRedirect(how: string): FactoryError {
  return new FactoryError("url_refused", `The server redirects ${how}, which is not followed.`, {
    remedy: "Use the address that the repository has now.",
  });
}

/** Credentials go no further than where they were meant for. */
function sameServer(a: RepoUrl, b: RepoUrl): boolean {
  return a.host === b.host && a.port === b.port;
}
