/** GitHub and the schedule, as the running server has them. */
import assert from "node:assert/strict";
import type { ProjectDetail } from "../../lib/domain/wire/github.ts";
import type { Job } from "../../lib/domain/wire/job.ts";
import { createClient } from "../support/client.ts";
import { serveGit } from "../support/git_server.ts";
import { serveGitHub } from "../support/github_server.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, failToStart, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

const TOKEN = "ghp_s3cr3tT0ken";

Deno.test("a repository on GitHub", async (t) => {
  await using github = serveGitHub();
  await using repository = await scratchRepository({
    name: "shop/web",
    files: { "main.py": "import os\n" },
  });
  // One origin for API and repositories, as Enterprise Server has it.
  await using host = serveGit({
    root: repository.root,
    auth: { username: "x-access-token", password: TOKEN },
    intercept: (request) => {
      const { pathname, search } = new URL(request.url);
      if (!pathname.startsWith("/api/v3/")) return undefined;
      const { headers } = request;
      return fetch(github.apiUrl + pathname.slice("/api/v3/".length) + search, { headers });
    },
  });
  await using data = await dataDirectory();
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_HOSTS: "127.0.0.1",
    GITHUB_API_URL: `${host.origin}/api/v3`,
    GITHUB_TOKEN: TOKEN,
    LOG_LEVEL: "debug",
  });
  const client = createClient(server.url);
  const project = await client.add(`${host.origin}/shop/web.git`);
  const path = `/api/projects/${project.id}`;

  await t.step("is cloned with the server's token, and shown with what GitHub says", async () => {
    await client.completed(project.job.id);
    const facts = await until("GitHub was read", async () => {
      return (await client.get<ProjectDetail>(path)).github;
    });
    assert.deepEqual([facts.stars, facts.open_issues, facts.open_pull_requests], [1234, 7, 5]);
    const page = await (await fetch(`${server.url}/projects/${project.id}`)).text();
    assert(page.includes("On GitHub") && page.includes("Sells things"));
    assert(github.requests.every(({ authorization }) => authorization === `token ${TOKEN}`));
  });

  await t.step("costs one look at its refs where nothing has changed", async () => {
    host.requests.length = 0;
    const again = await client.send<Job>("POST", "/api/analyze-repo", { project_id: project.id });
    const { result } = await client.completed(again.id);
    assert.equal(result?.["unchanged"], true);
    const refs = host.requests.filter(({ path }) => path.includes("/info/refs"));
    // Asked twice where the server wants to know who we are first.
    assert.equal(refs.filter(({ authorization }) => authorization !== null).length, 1);
  });

  await t.step(
    "is analysed all the same while GitHub fails, with the facts of before",
    async () => {
      github.intercept = () => new Response("oops", { status: 500 });
      await repository.commit({ "more.py": "import sys\n" });
      const job = await client.send<Job>("POST", "/api/analyze-repo", { project_id: project.id });
      const { result } = await client.completed(job.id);
      assert.equal(result?.["unchanged"], false);
      assert.equal((await client.get<ProjectDetail>(path)).github?.stars, 1234);
    },
  );

  assert(!server.log().includes(TOKEN), "no log has the token");
  assert.equal(await server.kill("SIGTERM"), 0);
});

Deno.test("the real server takes a schedule, and stops with it", async () => {
  await using data = await dataDirectory();
  const environment = { DATA_DIR: data.path, REANALYZE_CRON: "0 3 * * *" };
  await using server = await startServer(environment);
  await until(
    "the schedule is told",
    () => /"pattern":"0 3 \* \* \*","next":"\d{4}-\d\d-\d\dT03:00/.test(server.log()),
  );
  assert.equal((await fetch(`${server.url}/api/health`)).status, 200);
  assert.equal(await server.kill("SIGTERM"), 0);
  const { output } = await failToStart({ ...environment, REANALYZE_CRON: "at night" });
  assert.match(output, /REANALYZE_CRON must be a cron pattern.*\(it is "at night"\)/);
});
