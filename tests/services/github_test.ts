import assert from "node:assert/strict";
import type { GitHubPort, GitHubReading } from "../../lib/domain/github.ts";
import { ProjectDetail } from "../../lib/domain/wire/github.ts";
import type { Project } from "../../lib/domain/wire/project.ts";
import { createGitHubClient } from "../../lib/github/mod.ts";
import { createGitHubService } from "../../lib/services/github.ts";
import { createApi } from "../support/api.ts";
import { fakeClock, settle } from "../support/clock.ts";
import { scratchDatabase } from "../support/database.ts";
import { serveGitHub } from "../support/github_server.ts";

const T0 = "2026-01-01T00:00:00.000Z";

async function addProject(scratch: ReturnType<typeof scratchDatabase>, id: string, url: string) {
  return await scratch.projects.add({
    id,
    name: id,
    description: "",
    repo_url: url,
    repo_identity: id,
    branch: null,
    schedule: null,
    next_run_at: null,
    created_at: T0,
  }, null) ?? assert.fail();
}

/** A GitHub that is asked by hand: each reading ends when the test says how. */
function slowGitHub() {
  const asked: string[] = [];
  const ends: ((reading: GitHubReading) => void)[] = [];
  const github: GitHubPort = {
    list: () => Promise.reject(new Error("nobody lists anything")),
    locate: ({ path }) => ({ owner: "shop", name: path }),
    read({ name }, _before, signal) {
      asked.push(name);
      return new Promise((resolve, reject) => {
        ends.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    },
  };
  return { github, asked, end: (reading: GitHubReading) => ends.shift()?.(reading) };
}

Deno.test("what GitHub said is kept with its date, and shown by API and page as GitHub's", async () => {
  await using server = serveGitHub();
  const time = fakeClock(Date.parse(T0));
  const github = createGitHubClient({ apiUrl: server.apiUrl, token: null, clock: time.clock });
  using api = createApi({ clock: time.clock, github });
  server.repository["description"] = "Sells <b>things</b>";
  const project = await addProject(api.scratch, "p1", `${server.apiUrl}shop/web.git`);
  const detail = async () =>
    ProjectDetail.parse(await (await api.call("GET", "/api/projects/p1")).json());
  const page = async () => await (await api.call("GET", "/projects/p1")).text();
  assert.equal((await detail()).github, null);
  assert(!(await page()).includes("On GitHub"));

  const before = await api.services.status.tag();
  api.services.github.refresh(project);
  await untilRead(api.scratch, "p1");
  const { github: facts } = await detail();
  assert.deepEqual([facts?.stars, facts?.license?.spdx_id, facts?.fetched_at], [1234, "MIT", T0]);
  assert.notEqual(await api.services.status.tag(), before, "pollers hear of it");
  const html = await page();
  for (const words of ["On GitHub", "1.2K stars", "7 open issues", "v2.1.0", "MIT", "2026-01-01"]) {
    assert(html.includes(words), words);
  }
  assert(html.includes("Sells &lt;b>things"), "a stranger's words are text");

  const confirmed = await api.services.status.tag();
  await time.advance(3_600_000);
  api.services.github.refresh(project);
  while ((await api.scratch.github.find("p1"))?.fetchedAt === T0) await settle();
  assert.equal(await api.services.status.tag(), confirmed, "a confirmation alone is no change");
});

async function untilRead(scratch: ReturnType<typeof scratchDatabase>, id: string) {
  while (await scratch.github.find(id) === null) await settle();
}

Deno.test("a failed reading keeps the facts and their date; an absent repository has none", async () => {
  using scratch = scratchDatabase();
  const { github, end } = slowGitHub();
  const time = fakeClock(Date.parse(T0));
  const service = createGitHubService({ github, store: scratch.github, clock: time.clock });
  const project = await addProject(scratch, "p1", "https://example.org/shop/web");
  const read = async (reading: GitHubReading) => {
    service.refresh(project);
    await settle();
    end(reading);
    await settle();
    return await service.facts("p1");
  };
  const answers = {
    repository: {
      etag: null,
      value: {
        description: null,
        default_branch: "main",
        topics: [],
        stars: 1,
        open_issues_and_pull_requests: 0,
        license: null,
      },
    },
    release: { etag: null, value: null },
    open_pull_requests: 0,
  };
  assert.equal((await read({ kind: "answers", answers }))?.fetched_at, T0);
  await time.advance(60_000);
  assert.equal((await read({ kind: "failed", reason: "oops" }))?.fetched_at, T0);
  assert.equal((await read({ kind: "paused", reason: "wait", until: 0 }))?.fetched_at, T0);
  assert.equal(
    (await read({ kind: "answers", answers }))?.fetched_at,
    "2026-01-01T00:01:00.000Z",
  );
  const off = createGitHubService({ github: null, store: scratch.github, clock: time.clock });
  assert.equal(await off.facts("p1"), null, "switched off, it shows nothing old");
  assert.equal(await read({ kind: "absent" }), null);
});

Deno.test("GitHub is asked for one project at a time, and once for one that waits", async () => {
  using scratch = scratchDatabase();
  const { github, asked, end } = slowGitHub();
  const service = createGitHubService({ github, store: scratch.github, clock: fakeClock().clock });
  const projects: Project[] = [];
  for (const id of ["a", "b", "c"]) {
    projects.push(await addProject(scratch, id, `https://example.org/shop/${id}`));
  }
  for (const project of [...projects, ...projects]) service.refresh(project);
  await settle();
  assert.deepEqual(asked, ["/shop/a"]);
  for (const _ of projects) {
    end({ kind: "failed", reason: "oops" });
    await settle();
  }
  assert.deepEqual(asked, ["/shop/a", "/shop/b", "/shop/c"]);
  await service.stop();
});

Deno.test("stop() ends what is under way, and nothing is asked afterwards", async () => {
  using scratch = scratchDatabase();
  const { github, asked } = slowGitHub();
  const service = createGitHubService({ github, store: scratch.github, clock: fakeClock().clock });
  const project = await addProject(scratch, "p1", "https://example.org/shop/web");
  service.refresh(project);
  await settle();
  await service.stop();
  service.refresh(project);
  await settle();
  assert.equal(asked.length, 1);
});

Deno.test("a project that is removed while GitHub answers leaves nothing", async () => {
  using scratch = scratchDatabase();
  await using server = serveGitHub();
  const clock = fakeClock().clock;
  const github = createGitHubClient({ apiUrl: server.apiUrl, token: null, clock });
  const service = createGitHubService({ github, store: scratch.github, clock });
  const project = await addProject(scratch, "p1", `${server.apiUrl}shop/web.git`);
  const removed = Promise.withResolvers<void>();
  server.intercept = async () => {
    await scratch.projects.remove("p1");
    removed.resolve();
    return undefined;
  };
  service.refresh(project);
  await removed.promise;
  while (server.requests.length < 3) await settle();
  await settle();
  assert.equal(await scratch.github.find("p1"), null);
  await service.stop();
});
