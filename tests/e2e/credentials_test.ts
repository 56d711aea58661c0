/** The secret of a private repository goes to git and to the database, and nowhere else. */
import assert from "node:assert/strict";
import { createClient } from "../support/client.ts";
import { serveGit } from "../support/git_server.ts";
import { scratchRepository } from "../support/repository.ts";
import { type DataDirectory, dataDirectory, startServer } from "../support/server.ts";

const SECRET = "s3cr3t-t0ken/+1";
/** As it is written in an address, sent in a header, and said in words. */
const FORMS = [SECRET, encodeURIComponent(SECRET), btoa(`robot:${SECRET}`)];

Deno.test("a private repository", async (t) => {
  await using repository = await scratchRepository({ files: { "main.py": "import os\n" } });
  await using gitServer = serveGit({
    root: repository.root,
    auth: { username: "robot", password: SECRET },
  });
  await using data = await dataDirectory();
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_HOSTS: "127.0.0.1",
    LOG_LEVEL: "debug",
  });
  const client = createClient(server.url);
  const addressWith = (password: string, name = "repo.git") =>
    `http://robot:${encodeURIComponent(password)}@127.0.0.1:${gitServer.port}/${name}`;

  await t.step("is read with the credentials of its address, which are shown nowhere", async () => {
    const project = await client.add(addressWith(SECRET));
    await client.completed(project.job.id);
    assert.equal(project.repo_url, `${gitServer.origin}/repo.git`);
    await client.send("PUT", `/api/projects/${project.id}`, { name: "Private" });
    const again = await client.send<{ id: string }>("POST", "/api/analyze-repo", {
      project_id: project.id,
    });
    await client.completed(again.id);

    for (
      const path of [
        "/",
        "/jobs",
        `/projects/${project.id}`,
        `/jobs/${again.id}`,
        "/api/projects",
        `/api/projects/${project.id}`,
        "/api/jobs",
        `/api/jobs/${again.id}`,
        "/api/status?since=0",
        `/api/system-map/${project.id}`,
      ]
    ) {
      const response = await fetch(server.url + path);
      assert.equal(response.status, 200, path);
      assertClean(await response.text(), path);
    }
  });

  await t.step(
    "fails for good with wrong credentials, which are shown nowhere either",
    async () => {
      const wrong = `${SECRET}-but-wrong`;
      await repository.git(
        "clone",
        "--bare",
        "-q",
        repository.path,
        `${repository.root}/other.git`,
      );
      const { id, job } = await client.add(addressWith(wrong, "other.git"));
      const failed = await client.jobWhen(job.id, "failed", ({ status }) => status === "failed");
      assert.equal(failed.attempt, 1);
      assert.equal(failed.error?.code, "git_auth_failed");
      assert.match(failed.error?.remedy ?? "", /access token/);
      assertClean(await (await fetch(`${server.url}/projects/${id}`)).text(), "the failed project");
      assertClean(JSON.stringify(failed), "the failed job");
    },
  );

  await t.step("and its secret is in no log line and in no file but the database", async () => {
    assert.match(server.log(), /git_auth_failed/);
    assertClean(server.log(), "the log");
    const files = await filesOf(data);
    assert.ok(files.some((path) => path.endsWith("/config")), "clones were looked at");
    for (const path of files) assertClean(bytesAsText(await Deno.readFile(path)), path);
  });
});

function assertClean(text: string, where: string): void {
  for (const form of FORMS) assert.ok(!text.includes(form), `${where} has the secret`);
}

/** Latin-1: every byte is a character. */
function bytesAsText(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}

async function filesOf({ path }: DataDirectory): Promise<string[]> {
  const found: string[] = [];
  const walk = async (directory: string): Promise<void> => {
    for await (const entry of Deno.readDir(directory)) {
      const at = `${directory}/${entry.name}`;
      if (entry.isDirectory) await walk(at);
      else if (!entry.name.startsWith("factory.sqlite")) found.push(at);
    }
  };
  await walk(path);
  return found;
}
