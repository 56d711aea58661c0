import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { serverPermissions } from "../../launch.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Runs `deno serve` on the built entry; `ready` resolves with what it printed up to its address. */
async function serveBuilt(directory: string, env: Record<string, string>) {
  const config = `${directory}/run.json`;
  const server = serverPermissions((name) => ({ DATA_DIR: `${directory}/data` })[name], ROOT);
  await Deno.writeTextFile(config, JSON.stringify({ lock: false, permissions: { server } }));
  return new Deno.Command(Deno.execPath(), {
    args: [
      "serve",
      "--host=127.0.0.1",
      "--port=0",
      "--config",
      config,
      "-P=server",
      "dist/deploy.js",
    ],
    cwd: ROOT,
    env: { DATA_DIR: `${directory}/data`, LOG_FORMAT: "json", NO_COLOR: "1", ...env },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

Deno.test("a host that listens itself gets the whole server, behind its token", async () => {
  const directory = await Deno.makeTempDir();
  const child = await serveBuilt(directory, { AUTH_TOKEN: "a-long-enough-secret" });
  const out = new Response(child.stdout).text();
  const errors = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  try {
    let printed = "";
    let origin: string | undefined;
    while (origin === undefined) {
      const { value, done } = await errors.read();
      if (done) assert.fail(`It ended:\n${printed}\n${await out}`);
      printed += value;
      origin = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
    }
    assert.equal((await (await fetch(`${origin}/api/health`)).json()).status, "ok");
    const closed = await fetch(`${origin}/api/projects`);
    assert.equal(closed.status, 401, await closed.text());
    const headers = { authorization: "Bearer a-long-enough-secret" };
    const open = await fetch(`${origin}/api/projects`, { headers });
    assert.equal(open.status, 200, await open.text());
  } finally {
    child.kill("SIGTERM");
    while (!(await errors.read()).done);
    await out;
    await child.status;
    await Deno.remove(directory, { recursive: true });
  }
});

Deno.test("without a token such a host refuses to start, and says why", async () => {
  const directory = await Deno.makeTempDir();
  const { code, stderr } = await (await serveBuilt(directory, {})).output();
  await Deno.remove(directory, { recursive: true });
  assert.equal(code, 1);
  assert.match(new TextDecoder().decode(stderr), /AUTH_TOKEN/);
});
