/** GitHub, as the rest of the house sees it. */
export { createGitHubClient } from "./client.ts";
export { cloneLogin } from "./place.ts";
