import assert from "node:assert/strict";
import { serverPermissions } from "../launch.ts";

const permissions = (env: Record<string, string>) =>
  serverPermissions((name) => env[name], "/srv/factory");

Deno.test("the server writes to DATA_DIR only, and reads its build and DATA_DIR", () => {
  const { read, write, run } = permissions({});
  assert.deepEqual(read, ["/srv/factory/dist", "/srv/factory/data"]);
  assert.deepEqual(write, ["/srv/factory/data"]);
  assert.deepEqual(run, ["git", "kill"]);
});

Deno.test("DATA_DIR may hold spaces and commas, and lie anywhere", () => {
  assert.deepEqual(permissions({ DATA_DIR: "/var/my, data" }).write, ["/var/my, data"]);
  assert.deepEqual(permissions({ DATA_DIR: "../data" }).write, ["/srv/data"]);
});

Deno.test("allowed repository paths become readable, and * makes all of them so", () => {
  assert.deepEqual(permissions({ REPO_ALLOWED_PATHS: "/repos, mine" }).read, [
    "/srv/factory/dist",
    "/srv/factory/data",
    "/repos",
    "/srv/factory/mine",
  ]);
  assert.equal(permissions({ REPO_ALLOWED_PATHS: "*" }).read, true);
});

Deno.test("the server's environment is the list of the configuration", () => {
  const { env } = permissions({});
  assert.ok(env.includes("PORT") && env.includes("DATA_DIR"));
  assert.ok(!env.includes("HOME"));
});
