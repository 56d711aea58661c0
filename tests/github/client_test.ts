import assert from "node:assert/strict";
import { type GitHubAnswers, GitHubAnswers as Answers } from "../../lib/domain/github.ts";
import { factsOf } from "../../lib/domain/github.ts";
import { READING_MS } from "../../lib/github/client.ts";
import { createGitHubClient } from "../../lib/github/mod.ts";
import { fakeClock } from "../support/clock.ts";
import { type GitHubServer, quotaUsed, serveGitHub } from "../support/github_server.ts";

const SHOP = { owner: "shop", name: "web" };
const T0 = Date.parse("2026-01-01T00:00:00.000Z");
const { signal } = new AbortController();

function setUp(server: GitHubServer, token: string | null = "secret-token") {
  const time = fakeClock(T0);
  const client = createGitHubClient({ apiUrl: server.apiUrl, token, clock: time.clock });
  return {
    time,
    client,
    read: (before: GitHubAnswers | null = null) => client.read(SHOP, before, signal),
  };
}

async function answersOf(reading: ReturnType<ReturnType<typeof setUp>["read"]>) {
  const result = await reading;
  assert.equal(result.kind, "answers", JSON.stringify(result));
  return result.kind === "answers" ? Answers.parse(result.answers) : assert.fail();
}

Deno.test("read() tells what GitHub documents, pull requests apart from issues", async () => {
  await using server = serveGitHub();
  const { read } = setUp(server);
  assert.deepEqual(factsOf(await answersOf(read()), "2026-01-01T00:00:00.000Z"), {
    description: "Sells things",
    default_branch: "main",
    topics: ["shop", "web"],
    stars: 1234,
    open_issues: 7,
    open_pull_requests: 5,
    latest_release: { tag: "v2.1.0", name: "Two one", published_at: "2026-01-02T03:04:05.000Z" },
    license: { spdx_id: "MIT", name: "MIT License" },
    fetched_at: "2026-01-01T00:00:00.000Z",
  });
});

Deno.test("what is missing is null or none, never invented", async () => {
  await using server = serveGitHub();
  Object.assign(server.repository, {
    description: null,
    topics: undefined,
    license: { name: "Other", spdx_id: "NOASSERTION" },
    open_issues_count: 1,
  });
  server.release = null;
  for (const [pulls, issues] of [[0, 1], [1, 0], [2, 0]] as const) {
    server.openPulls = pulls;
    const facts = factsOf(await answersOf(setUp(server).read()), "");
    assert.deepEqual([facts.open_pull_requests, facts.open_issues], [pulls, issues]);
    assert.deepEqual([facts.description, facts.topics, facts.latest_release, facts.license], [
      null,
      [],
      null,
      { spdx_id: null, name: "Other" },
    ]);
  }
});

Deno.test("a second reading is conditional, and takes only what changed", async () => {
  await using server = serveGitHub();
  const { read } = setUp(server);
  const first = await answersOf(read());
  server.requests.length = 0;
  server.release = { tag_name: "v3", name: null, published_at: null };
  server.openPulls = 6;
  const second = await answersOf(read(first));
  assert.deepEqual(server.requests.map(({ path, ifNoneMatch }) => [path, ifNoneMatch]), [
    ["/repos/shop/web", first.repository.etag],
    ["/repos/shop/web/releases/latest", first.release.etag],
    // The list's first item, and so its tag, is the same: the count is not.
    ["/repos/shop/web/pulls?state=open&per_page=1", null],
  ]);
  assert.deepEqual(second.repository, first.repository);
  assert.equal(second.release.value?.tag, "v3");
  assert.equal(second.open_pull_requests, 6);
});

Deno.test("the token is a header of every request, and of none without a token", async () => {
  await using server = serveGitHub();
  await setUp(server).read();
  assert.deepEqual(
    server.requests.map((one) => one.authorization),
    Array(3).fill("token secret-token"),
  );
  server.requests.length = 0;
  await setUp(server, null).read();
  assert.deepEqual(server.requests.map((one) => one.authorization), Array(3).fill(null));
});

Deno.test("a renamed repository is followed on the API's host, and no further", async () => {
  await using server = serveGitHub();
  await using other = serveGitHub();
  const moved = (location: string) => new Response(null, { status: 301, headers: { location } });
  server.intercept = (path) =>
    path === "/repos/old/name"
      ? moved("/repos/shop/web")
      : path.startsWith("/repos/old/")
      ? moved(path.replace("old/name", "shop/web"))
      : undefined;
  const old = { owner: "old", name: "name" };
  const followed = await setUp(server).client.read(old, null, signal);
  assert.equal(followed.kind, "answers");

  server.intercept = () => moved(`${other.apiUrl}repos/shop/web`);
  assert.equal((await setUp(server).read()).kind, "paused");
  assert.deepEqual(other.requests, []);
});

Deno.test("a repository that is not there, or not for us, is absent", async () => {
  await using server = serveGitHub();
  const { client } = setUp(server);
  const reading = await client.read({ owner: "shop", name: "none" }, null, signal);
  assert.deepEqual(reading, { kind: "absent" });
  assert.equal((await client.read(SHOP, null, signal)).kind, "answers", "the next is asked for");
});

Deno.test("what a token may not list is unknown; what it may not see at all fails alone", async () => {
  await using server = serveGitHub();
  const { read } = setUp(server);
  const forbidden = (path: string) => {
    const message = "Resource not accessible by personal access token";
    server.intercept = (asked) =>
      asked === path ? Response.json({ message }, { status: 403 }) : undefined;
  };
  forbidden("/repos/shop/web/pulls");
  const facts = factsOf(await answersOf(read()), "");
  assert.deepEqual([facts.open_issues, facts.open_pull_requests], [null, null]);
  for (const path of ["/repos/shop/web", "/repos/shop/web/releases/latest"]) {
    forbidden(path);
    assert.equal((await read()).kind, "failed");
  }
});

Deno.test("GitHub is left alone for as long as it asks", async () => {
  const soon = T0 / 1_000 + 1_800;
  const table: [name: string, refusal: () => Response, pauseSeconds: number][] = [
    ["primary limit", () => quotaUsed(soon), 1_800],
    ["Retry-After on 403", () => limited(403, { "retry-after": "90" }), 90],
    ["Retry-After on 429", () => limited(429, { "retry-after": "7200" }), 7_200],
    ["secondary limit without a time", () => limited(403, {}), 60],
    ["429 without a time", () => limited(429, {}), 60],
    ["a server's failure", () => new Response("oops", { status: 500 }), 60],
    ["a token that is not accepted", () => new Response("{}", { status: 401 }), 60],
  ];
  for (const [name, refusal, pauseSeconds] of table) {
    await using server = serveGitHub();
    const { time, read } = setUp(server);
    server.intercept = refusal;
    const reading = await read();
    assert.equal(reading.kind, "paused", name);
    assert.equal(reading.kind === "paused" && reading.until, T0 + pauseSeconds * 1_000, name);
    server.intercept = () => undefined;
    await time.advance(pauseSeconds * 1_000 - 1);
    assert.equal((await read()).kind, "paused", name);
    assert.equal(server.requests.length, 1, `${name}: not asked meanwhile`);
    await time.advance(1);
    assert.equal((await read()).kind, "answers", name);
  }
});

function limited(status: number, headers: Record<string, string>): Response {
  const message = "You have exceeded a secondary rate limit. Please wait a few minutes.";
  return Response.json({ message }, { status, headers });
}

Deno.test("the last request of a quota is the last until its reset", async () => {
  await using server = serveGitHub();
  const { read } = setUp(server);
  server.intercept = (path) =>
    path === "/repos/shop/web"
      ? Response.json(server.repository, {
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(T0 / 1_000 + 60) },
      })
      : undefined;
  const reading = await read();
  assert.deepEqual([reading.kind, server.requests.length], ["paused", 1]);
});

Deno.test("each further failure doubles the pause, up to an hour; a success ends that", async () => {
  await using server = serveGitHub();
  const { time, read } = setUp(server);
  const minutes: number[] = [];
  const fail = async () => {
    server.intercept = () => new Response("", { status: 502 });
    const reading = await read();
    const until = reading.kind === "paused" ? reading.until : NaN;
    minutes.push((until - time.clock.now()) / 60_000);
    await time.advance(until - time.clock.now());
  };
  for (let turn = 0; turn < 8; turn++) await fail();
  server.intercept = () => undefined;
  await answersOf(read());
  await fail();
  assert.deepEqual(minutes, [1, 2, 4, 8, 16, 32, 60, 60, 1]);
});

Deno.test("a slow GitHub is given up", async () => {
  await using server = serveGitHub();
  const { time, read } = setUp(server);
  const asked = Promise.withResolvers<void>();
  const end = Promise.withResolvers<undefined>();
  server.intercept = () => {
    asked.resolve();
    return end.promise;
  };
  const reading = read();
  await asked.promise;
  await time.advance(READING_MS);
  assert.deepEqual(await reading, {
    kind: "paused",
    reason: "GitHub takes too long",
    until: T0 + READING_MS + 60_000,
  });
  assert.equal(time.pending(), 0);
  end.resolve(undefined);
});

Deno.test("a stop ends a reading by its reason", async () => {
  await using server = serveGitHub();
  const { time, client } = setUp(server);
  const stopping = new AbortController();
  const end = Promise.withResolvers<undefined>();
  server.intercept = () => {
    stopping.abort(new Error("stopping"));
    return end.promise;
  };
  await assert.rejects(client.read(SHOP, null, stopping.signal), /stopping/);
  assert.equal(time.pending(), 0);
  end.resolve(undefined);
});

Deno.test("an answer of another form is refused whole, and a huge one is not read", async () => {
  const forms: unknown[] = [
    [],
    null,
    "text",
    { message: "hello" },
    { default_branch: 7, stargazers_count: 1, open_issues_count: 1 },
    { default_branch: "main", stargazers_count: "many", open_issues_count: 1 },
    { default_branch: "main", stargazers_count: 1.5, open_issues_count: -1 },
  ];
  for (const form of forms) {
    await using server = serveGitHub();
    const { read } = setUp(server);
    server.intercept = () => Response.json(form);
    assert.equal((await read()).kind, "failed", JSON.stringify(form));
    server.intercept = () => undefined;
    assert.equal((await read()).kind, "answers", "the next reading is not held up");
  }
  await using server = serveGitHub();
  server.intercept = () =>
    new Response("{broken", { headers: { "content-type": "application/json" } });
  assert.equal((await setUp(server).read()).kind, "failed");
  server.intercept = () => new Response(`"${"x".repeat(5_000_000)}"`);
  assert.equal((await setUp(server).read()).kind, "paused");
});

Deno.test("a 304 to a question that was not conditional is no answer", async () => {
  await using server = serveGitHub();
  server.intercept = () => new Response(null, { status: 304 });
  assert.equal((await setUp(server).read()).kind, "failed");
});

Deno.test("nobody at the address is a pause, not a failure of anything", async () => {
  const server = serveGitHub();
  const { read } = setUp(server);
  await server[Symbol.asyncDispose]();
  const reading = await read();
  assert.deepEqual([reading.kind, reading.kind === "paused" && reading.reason], [
    "paused",
    "GitHub cannot be reached",
  ]);
});
