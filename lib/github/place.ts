/** Where a GitHub is: its API's address says where its repositories are. */
import type { GitHubRepository } from "../domain/github.ts";
import type { Credentials, RepoUrl } from "../domain/repo_url.ts";

export interface GitHubSettings {
  /** `https://api.github.com`, `https://<host>/api/v3` (Enterprise Server), `https://api.<name>.ghe.com`. */
  apiUrl: string;
  token: string | null;
}

/** The origin of the repositories' own addresses, e.g. `https://github.com`. */
function webOrigin(apiUrl: string): string {
  const url = new URL(apiUrl);
  // Where the API has a host of its own, that host is `api.` and the web's name.
  if (url.pathname === "/") url.hostname = url.hostname.replace(/^api\.(?=.*[a-z])/i, "");
  return url.origin;
}

/** The repository on this GitHub, however its address is written; null where it lies elsewhere. */
export function repositoryOn(apiUrl: string, repository: RepoUrl): GitHubRepository | null {
  const [place = "", owner = "", name = "", more] = repository.identity.split("/");
  // A port of ssh says nothing about the web's.
  const host = repository.kind === "ssh" ? place.replace(/:\d+$/, "") : place;
  if (repository.kind === "local" || more !== undefined || owner === "" || name === "") return null;
  return host === new URL(webOrigin(apiUrl)).host ? { owner, name } : null;
}

/**
 * The login for a clone that brings none of its own: the token, for the very origin (scheme, host,
 * port) of this GitHub's repositories, else null.
 */
export function cloneLogin(
  settings: GitHubSettings,
  repository: RepoUrl,
): Credentials | null {
  if (settings.token === null) return null;
  if (repository.kind !== "https" && repository.kind !== "http") return null;
  if (new URL(repository.url).origin !== webOrigin(settings.apiUrl)) return null;
  return { username: "x-access-token", password: settings.token };
}
