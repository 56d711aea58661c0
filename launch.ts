/**
 * Writes the permissions of one run of the server and prints the file's path, for
 * `deno run --config $(…) -P=server`. Named permission sets are static, but DATA_DIR and
 * REPO_ALLOWED_PATHS may lie anywhere; a config file also takes paths with spaces and commas.
 */
import { resolve } from "node:path";
import { ENVIRONMENT_NAMES } from "./lib/platform/config.ts";
import { mayUseGoose } from "./lib/platform/config_ai.ts";

/** The server's permission set for an environment; relative paths are taken from `cwd`. */
export function serverPermissions(env: (name: string) => string | undefined, cwd: string) {
  const dataDir = resolve(cwd, env("DATA_DIR") || "./data");
  const allowed = (env("REPO_ALLOWED_PATHS") ?? "").split(",").map((path) => path.trim())
    .filter((path) => path !== "");
  const local = allowed.filter((path) => path !== "*").map((path) => resolve(cwd, path));
  // git reads it by itself; without git it is the server that does.
  const authorities = env("GIT_SSL_CAINFO") || env("SSL_CERT_FILE");
  if (authorities) local.push(resolve(cwd, authorities));
  const dist = resolve(cwd, "dist");
  return {
    // Name resolution and the servers of repositories: the net guard decides which, per address.
    net: true,
    read: allowed.includes("*") ? true : [dist, dataDir, ...local],
    write: [dataDir],
    env: ENVIRONMENT_NAMES,
    run: ["git", "kill", ...(mayUseGoose(env) ? [env("GOOSE_BIN") || "goose"] : [])],
  };
}

/** The config of a run, with these permission sets. */
export function runConfig(permissions: Record<string, unknown>): string {
  return JSON.stringify({ lock: false, unstable: ["cron"], permissions }, null, 2);
}

/** Writes the config of a run below dist/ and returns its path, relative to `cwd`. */
export async function writeRunConfig(
  env: (name: string) => string | undefined,
  cwd: string,
): Promise<string> {
  const text = runConfig({ server: serverPermissions(env, cwd) });
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  const path = `dist/run-${new Uint8Array(digest).toHex().slice(0, 12)}.json`;
  await Deno.writeTextFile(resolve(cwd, path), text);
  return path;
}

if (import.meta.main) console.log(await writeRunConfig((name) => Deno.env.get(name), Deno.cwd()));
