import type { Octokit } from "@octokit/rest";
import { VERSION } from "../domain/version.ts";
import { createApiFetch } from "../platform/api_fetch.ts";

/** A client of one GitHub's API; loaded late: most of a server's life nobody asks GitHub anything. */
export async function loadOctokit(apiUrl: string, token: string | null): Promise<Octokit> {
  const { Octokit } = await import("@octokit/rest");
  const silent = () => {};
  return new Octokit({
    baseUrl: apiUrl.replace(/\/$/, ""),
    userAgent: `software-factory/${VERSION}`,
    request: { fetch: createApiFetch(new URL(apiUrl).origin) },
    // What is worth telling, those who ask tell.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    ...(token === null ? {} : { auth: token }),
  });
}
