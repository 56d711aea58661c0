/**
 * The executable's stand-in: exactly what `deno task compile` embeds, started in a directory that
 * holds nothing else of the project, by a Deno that may read and write nothing else either.
 */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { ENTRY, OPENED } from "../../build/compile.ts";
import { listFiles, writeFile } from "../../build/files.ts";
import { serverPermissions } from "../../launch.ts";
import type { Job } from "../../lib/domain/wire/job.ts";
import type { ProjectWithJob } from "../../lib/domain/wire/project.ts";
import { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { serveGit } from "../support/git_server.ts";
import { scratchRepository } from "../support/repository.ts";
import type { z } from "zod";

const DIST = new URL("../../dist/", import.meta.url);
const FILES = {
  "package.json": '{ "name": "tiny", "dependencies": { "hono": "^4.0.0" } }',
  "src/index.ts": 'import { b } from "./b.js";\nimport "hono";\nb();\n',
  "src/b.ts": "// one\nexport const b = () => 1;\n",
  "tool/run.py": "import tool.help\n",
  "tool/help.py": "x = 1\n",
  "main.go": 'package main\n\nimport "fmt"\n',
};

Deno.test("what the executable embeds serves a whole analysis and ends on SIGTERM", async () => {
  const directory = await Deno.makeTempDir();
  try {
    await copyEmbedded(pathToFileURL(`${directory}/`));
    const config = `${directory}/run.json`;
    const server = serverPermissions(() => undefined, directory);
    await Deno.writeTextFile(config, JSON.stringify({ lock: false, permissions: { server } }));
    const process = new Deno.Command(Deno.execPath(), {
      args: ["run", "--cached-only", "--config", config, "-P=server", `dist/${ENTRY}`, "serve"],
      cwd: directory,
      env: {
        PORT: "0",
        HOST: "127.0.0.1",
        DATA_DIR: "./data",
        LOG_FORMAT: "json",
        REPO_ALLOWED_HOSTS: "127.0.0.1",
      },
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
    await seePage(origin);
    await seeMap(origin);

    process.kill("SIGTERM");
    while (!(await lines.read()).done);
    assert.equal((await process.status).code, 0, await errors);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});

async function copyEmbedded(home: URL): Promise<void> {
  const embedded = (file: string) =>
    file === ENTRY || OPENED.some((path) => file === path || file.startsWith(`${path}/`));
  for (const file of (await listFiles(DIST)).filter(embedded)) {
    await writeFile(new URL(`dist/${file}`, home), await Deno.readFile(new URL(file, DIST)));
  }
}

async function seePage(origin: string): Promise<void> {
  const page = await fetch(origin + "/");
  const html = await page.text();
  assert.equal(page.status, 200, html);
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(html)?.[1];
  const asset = await fetch(origin + style);
  assert.equal(asset.status, 200, style);
  await asset.body?.cancel();
}

async function seeMap(origin: string): Promise<void> {
  await using repository = await scratchRepository({ files: FILES });
  await using git = serveGit({ root: repository.root });
  const get = async (path: string) => await (await fetch(origin + path)).json();
  const added = await fetch(`${origin}/api/projects`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ repo_url: `${git.origin}/repo.git` }),
  });
  const project: z.infer<typeof ProjectWithJob> = await added.json();
  let job: Job;
  do job = await get(`/api/jobs/${project.job?.id}`); while (
    job.status === "pending" || job.status === "running"
  );
  assert.equal(job.status, "completed", JSON.stringify(job.error));
  const map = SystemMap.parse(await get(`/api/system-map/${project.id}`));
  assert.equal(map.coverage.analysed, Object.keys(FILES).length);
  const edges = map.dependencies.map((edge) => `${edge.from} -> ${edge.to}`);
  assert.deepEqual(edges, [
    "main.go -> fmt",
    "src/index.ts -> src/b.ts",
    "src/index.ts -> pkg:npm/hono",
    "tool/run.py -> tool/help.py",
  ]);
}
