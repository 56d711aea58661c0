/** GitHub, as the rest of the house sees it. */
export { createGitHubClient, type GitHubClient } from "./client.ts";
export { cloneLogin, type GitHubSettings } from "./place.ts";
