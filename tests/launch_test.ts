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

Deno.test("the certificates that git would read become readable", () => {
  const { read } = permissions({ SSL_CERT_FILE: "/etc/own.pem" });
  assert.ok(Array.isArray(read) && read.includes("/etc/own.pem"));
});

Deno.test("the server's environment is the list of the configuration", () => {
  const { env } = permissions({});
  assert.ok(env.includes("PORT") && env.includes("DATA_DIR"));
  assert.ok(!env.includes("HOME"));
});

/** What a process that has been taken over would try, and what it may do. */
const ATTEMPTS: [string, "granted" | "denied"][] = [
  [`Deno.readTextFileSync(DATA + "/kept")`, "granted"],
  [`Deno.writeTextFileSync(DATA + "/new", "x")`, "granted"],
  [`Deno.env.get("PORT")`, "granted"],
  [`new Deno.Command("git", { args: ["version"] }).outputSync()`, "granted"],
  [`Deno.readTextFileSync("/etc/hostname")`, "denied"],
  [`Deno.readDirSync("/")[Symbol.iterator]().next()`, "denied"],
  [`Deno.readTextFileSync(DATA + "/../outside")`, "denied"],
  [`Deno.writeTextFileSync(DATA + "/../outside", "x")`, "denied"],
  [`Deno.writeTextFileSync(Deno.mainModule.slice(7) + ".new", "x")`, "denied"],
  [`Deno.env.get("HOME")`, "denied"],
  [`Deno.env.toObject()`, "denied"],
  [`new Deno.Command("sh", { args: ["-c", "id"] }).outputSync()`, "denied"],
  [`Deno.dlopen("libc.so.6", {})`, "denied"],
  [`Deno.hostname()`, "denied"],
];

Deno.test("the server's permissions deny everything but what it needs", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await Deno.mkdir(`${directory}/dist`);
    await Deno.mkdir(`${directory}/data`);
    await Deno.writeTextFile(`${directory}/data/kept`, "x");
    await Deno.writeTextFile(`${directory}/outside`, "x");
    const server = serverPermissions(() => undefined, directory);
    const config = `${directory}/run.json`;
    await Deno.writeTextFile(config, JSON.stringify({ lock: false, permissions: { server } }));
    const program = `const DATA = ${JSON.stringify(`${directory}/data`)};
      const tried = (action) => {
        try { action(); return "granted"; }
        catch (error) { return error instanceof Deno.errors.NotCapable ? "denied" : String(error); }
      };
      console.log(JSON.stringify([${
      ATTEMPTS.map(([code]) => `tried(() => ${code})`).join(",")
    }]));`;
    await Deno.writeTextFile(`${directory}/dist/main.js`, program);
    const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--config", config, "-P=server", "dist/main.js"],
      cwd: directory,
    }).output();
    const errors = new TextDecoder().decode(stderr);
    assert.notEqual(stdout.length, 0, errors);
    const got: string[] = JSON.parse(new TextDecoder().decode(stdout));
    assert.deepEqual(
      ATTEMPTS.map(([code], index) => [code, got[index]]),
      ATTEMPTS,
    );
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
