import type { GitHubPort } from "../../lib/domain/github.ts";
import { listed } from "./github_server.ts";

/** A GitHub on which every owner has two repositories; nothing else is to be had from it. */
export function listingGitHub(): GitHubPort {
  return {
    locate: () => null,
    read: () => Promise.reject(new Error("no repository is on it")),
    list: ({ owner }) =>
      Promise.resolve({
        items: [listed(`${owner}/a`), listed(`${owner}/b`, { private: true })],
        next_page: null,
      }),
  };
}
