/** The build as it was made for this test run, started where nothing else of the project is. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { listFiles, writeFile } from "../../build/files.ts";
import { serverPermissions } from "../../launch.ts";

const DIST = new URL("../../dist/", import.meta.url);

Deno.test("dist/ runs without the source tree, with the server's permissions, until SIGTERM", async () => {
  const directory = await Deno.makeTempDir();
  try {
    const home = pathToFileURL(directory + "/");
    for (const file of await listFiles(DIST)) {
      if (file.startsWith("run-") || file.endsWith(".map")) continue;
      await writeFile(new URL(`dist/${file}`, home), await Deno.readFile(new URL(file, DIST)));
    }
    const server = serverPermissions(() => undefined, directory);
    const config = `${directory}/dist/run.json`;
    await Deno.writeTextFile(config, JSON.stringify({ lock: false, permissions: { server } }));
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--cached-only", "--config", config, "-P=server", "dist/main.js"],
      cwd: directory,
      env: { PORT: "0", HOST: "127.0.0.1", DATA_DIR: "./data", LOG_FORMAT: "json" },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const errors = new Response(process.stderr).text();
    const lines = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let printed = "";
    let origin: string | undefined;
    while (origin === undefined) {
      const { value, done } = await lines.read();
      if (done) assert.fail(`It ended:\n${printed}\n${await errors}`);
      printed += value;
      origin = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
    }
    const health = await fetch(origin + "/api/health");
    assert.equal(health.status, 200, await health.text());
    const page = await fetch(origin + "/");
    const html = await page.text();
    assert.equal(page.status, 200, html);
    const style = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1];
    const asset = await fetch(origin + style);
    assert.equal(asset.status, 200, style);
    await asset.body?.cancel();

    process.kill("SIGTERM");
    while (!(await lines.read()).done);
    const { code } = await process.status;
    assert.equal(code, 0, await errors);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
