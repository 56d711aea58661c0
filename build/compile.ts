/**
 * `deno task compile`: packs the command line with everything that it opens into one executable. The
 * build must be done; what is embedded is printed by `deno compile`.
 */
import { serverPermissions } from "../launch.ts";
import { ENTRIES } from "./entries.ts";
import { CHUNKS } from "./server.ts";

/** Files and threads below dist/ that the program opens while it runs (lib/platform/resources.ts). */
export const OPENED = [
  "static",
  "migrations",
  CHUNKS,
  ...ENTRIES.filter((entry) => entry.endsWith("worker.ts")).map((entry) =>
    entry.replace(/ts$/, "js")
  ),
];
/** The program itself. */
export const ENTRY = "cli.js";
const NO_RUNTIME = `
The base runtime (denort) could not be had. Where Deno's download host cannot be reached, fetch the
denort of exactly this version (${Deno.version.deno}) elsewhere and name it: DENORT_BIN=/path/to/denort`;

/** The arguments of `deno compile`. */
function compileArguments(output: string): string[] {
  const { env, run } = serverPermissions(() => undefined, "/");
  return [
    "compile",
    "--no-config",
    "--no-check",
    "--unstable-cron",
    "--unstable-no-legacy-abort",
    `--output=${output}`,
    ...OPENED.map((path) => `--include=dist/${path}`),
    // Permissions are baked in, and where DATA_DIR and a given path will be is not known yet:
    // reading and writing cannot be narrowed here (docs/deploy.md).
    "--allow-read",
    "--allow-write",
    "--allow-net",
    `--allow-env=${env.join(",")}`,
    `--allow-run=${run.join(",")}`,
    `dist/${ENTRY}`,
  ];
}

if (import.meta.main) {
  const output = Deno.args[0] ?? "software-factory";
  const { success, code } = await new Deno.Command(Deno.execPath(), {
    args: compileArguments(output),
    stdout: "inherit",
    stderr: "inherit",
  }).spawn().status;
  if (!success) {
    console.error(NO_RUNTIME);
    Deno.exit(code);
  }
  const { size } = await Deno.stat(output);
  console.log(`${output}: ${(size / 1e6).toFixed(1)} MB`);
}
