/** Programs and threads; see lib/platform/resources.ts for how a thread is found. */
export const ENTRIES = [
  "main.ts",
  "cli.ts",
  "deploy.ts",
  "worker.ts",
  "parse_worker.ts",
  "git_worker.ts",
  "upkeep_worker.ts",
  "map_worker.ts",
];
