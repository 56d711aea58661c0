import assert from "node:assert/strict";
import type { GitHubOwnerQuery } from "../../lib/domain/github.ts";
import { FactoryError } from "../../lib/domain/errors.ts";
import { LISTING_MS } from "../../lib/github/list.ts";
import { createGitHubClient } from "../../lib/github/mod.ts";
import { fakeClock } from "../support/clock.ts";
import { type GitHubServer, listed, quotaUsed, serveGitHub } from "../support/github_server.ts";

const T0 = Date.parse("2026-01-01T00:00:00.000Z");
const { signal } = new AbortController();
const QUERY: GitHubOwnerQuery = {
  owner: "acme",
  token: null,
  archived: false,
  forks: false,
  page: 1,
};

function setUp(server: GitHubServer, token: string | null = null) {
  const time = fakeClock(T0);
  const client = createGitHubClient({ apiUrl: server.apiUrl, token, clock: time.clock });
  const list = (query: Partial<GitHubOwnerQuery> = {}) =>
    client.list({ ...QUERY, ...query }, signal);
  return { time, list, client };
}

const names = ({ items }: { items: { full_name: string }[] }) =>
  items.map(({ full_name }) => full_name);

async function refusal(asked: Promise<unknown>): Promise<FactoryError> {
  try {
    await asked;
  } catch (error) {
    assert.ok(error instanceof FactoryError, String(error));
    return error;
  }
  assert.fail("it was answered");
}

Deno.test("list() pages by the Link header until there is no next one", async () => {
  await using server = serveGitHub();
  server.organisations["acme"] = Array.from({ length: 250 }, (_, n) => listed(`acme/r${n}`));
  const { list } = setUp(server);
  const seen: string[] = [];
  for (let page: number | null = 1; page !== null;) {
    const answer: Awaited<ReturnType<typeof list>> = await list({ page });
    seen.push(...names(answer));
    page = answer.next_page;
  }
  assert.equal(new Set(seen).size, 250);
  assert.deepEqual(
    server.requests.map(({ path }) => path),
    [1, 2, 3].map((n) => `/orgs/acme/repos?per_page=100&page=${n}&sort=full_name&type=all`),
  );
});

Deno.test("archived ones and forks come where they are asked for", async () => {
  await using server = serveGitHub();
  server.organisations["acme"] = [
    listed("acme/a"),
    listed("acme/b", { archived: true }),
    listed("acme/c", { fork: true }),
    listed("acme/d", { archived: true, fork: true }),
  ];
  const { list } = setUp(server);
  assert.deepEqual(names(await list()), ["acme/a"]);
  assert.deepEqual(names(await list({ archived: true })), ["acme/a", "acme/b"]);
  assert.deepEqual(names(await list({ forks: true })), ["acme/a", "acme/c"]);
  assert.equal(names(await list({ archived: true, forks: true })).length, 4);
});

Deno.test("a user is listed too; what is private, for that very user", async () => {
  await using server = serveGitHub();
  server.users = {
    ada: [listed("ada/open"), listed("ada/own", { private: true })],
    bob: [listed("bob/open"), listed("bob/own", { private: true })],
  };
  server.login = "ada";
  const { list } = setUp(server);
  assert.deepEqual(names(await list({ owner: "ada" })), ["ada/open"]);
  assert.deepEqual(names(await list({ owner: "Ada", token: "t" })), ["ada/open", "ada/own"]);
  assert.deepEqual(names(await list({ owner: "bob", token: "t" })), ["bob/open"]);
});

Deno.test("the token that is given goes before the server's, and in no address", async () => {
  await using server = serveGitHub();
  server.organisations["acme"] = [];
  const { list } = setUp(server, "of-the-server");
  assert.deepEqual(await list(), { items: [], next_page: null });
  await list({ token: "of-the-caller" });
  assert.deepEqual(server.requests.map(({ authorization }) => authorization), [
    "token of-the-server",
    "token of-the-caller",
  ]);
  assert.ok(server.requests.every(({ path }) => !path.includes("of-the")));
});

Deno.test("each refusal says what to do, and never the token", async () => {
  await using server = serveGitHub();
  const { time, list } = setUp(server);
  const said: [string, string][] = [];
  const ask = async (query: Partial<GitHubOwnerQuery> = {}) => {
    const error = await refusal(list(query));
    assert.ok(!JSON.stringify([error.message, error.remedy, error.errors]).includes("s3cret"));
    assert.notEqual(error.remedy, null);
    said.push([error.code, error.message]);
    return error;
  };
  await ask({ token: "s3cret" });
  server.login = null;
  const wrong = await ask({ token: "s3cret" });
  assert.deepEqual(wrong.errors.map(({ pointer }) => pointer), ["/token"]);
  server.intercept = () => quotaUsed(T0 / 1_000 + 90);
  const limited = await ask();
  assert.equal(limited.retryAfterSeconds, 90);
  assert.match(limited.remedy ?? "", /Give a token/);
  time.advance(90_000);
  server.intercept = () => Response.json({ message: "secondary rate limit" }, { status: 403 });
  await ask({ token: "s3cret" });
  server.intercept = () => Response.json({ message: "Forbidden by SSO" }, { status: 403 });
  await ask({ token: "s3cret" });
  server.intercept = () => Response.json([{ name: "of another form" }]);
  await ask();
  server.intercept = () => new Response("oops", { status: 500 });
  await ask();
  assert.deepEqual(said, [
    ["github_owner_not_found", 'GitHub shows no organisation or user "acme".'],
    ["github_unauthorized", "GitHub does not accept this token."],
    ["github_rate_limited", "GitHub asks to come back later."],
    ["github_rate_limited", "GitHub asks to come back later."],
    ["github_unauthorized", "GitHub does not accept this token."],
    ["github_unreachable", "GitHub's answer has another form than documented."],
    ["github_unreachable", "GitHub answers with status 500."],
  ]);
});

Deno.test("a GitHub that does not answer is given up, and one that is not there is told", async () => {
  const gone = serveGitHub();
  const { list: after } = setUp(gone);
  await gone[Symbol.asyncDispose]();
  assert.equal((await refusal(after())).code, "github_unreachable");

  await using server = serveGitHub();
  const { time, list } = setUp(server);
  const asked = Promise.withResolvers<void>();
  const held = Promise.withResolvers<undefined>();
  server.intercept = () => (asked.resolve(), held.promise);
  const waiting = refusal(list());
  await asked.promise;
  time.advance(LISTING_MS);
  assert.equal((await waiting).code, "github_unreachable");
  held.resolve(undefined);
});

Deno.test("a token is sent over no way that is not encrypted, but for loopback", async () => {
  const { clock } = fakeClock(T0);
  const client = createGitHubClient({ apiUrl: "http://github.test/api/v3", token: null, clock });
  const error = await refusal(client.list({ ...QUERY, token: "t" }, signal));
  assert.deepEqual([error.code, error.errors[0]?.pointer], ["github_unauthorized", "/token"]);
});

Deno.test("a limit of the server's own quota holds for lists and readings alike, not for other tokens", async () => {
  await using server = serveGitHub();
  server.organisations["acme"] = [listed("acme/a")];
  const { time, list, client } = setUp(server, "of-the-server");
  server.intercept = () => quotaUsed(T0 / 1_000 + 90);
  assert.equal((await refusal(list())).code, "github_rate_limited");
  server.intercept = () => undefined;
  const asked = server.requests.length;

  assert.equal((await refusal(list())).retryAfterSeconds, 90);
  const reading = await client.read({ owner: "shop", name: "web" }, null, signal);
  assert.equal(reading.kind, "paused");
  assert.equal(server.requests.length, asked, "nothing was asked");

  assert.deepEqual(names(await list({ token: "of-the-caller" })), ["acme/a"]);
  time.advance(90_000);
  assert.deepEqual(names(await list()), ["acme/a"]);
});

Deno.test("a GitHub that a reading could not reach is asked by a person who lists", async () => {
  await using server = serveGitHub();
  server.organisations["acme"] = [listed("acme/a")];
  const { time, list, client } = setUp(server);
  server.intercept = () => new Response("oops", { status: 500 });
  const reading = await client.read({ owner: "shop", name: "web" }, null, signal);
  assert.equal(reading.kind, "paused");
  server.intercept = () => undefined;
  assert.deepEqual(names(await list()), ["acme/a"]);

  // What GitHub asks for meanwhile ends at its own time, and is no fault of the token.
  for (
    const [answer, seconds] of [
      [() => quotaUsed(T0 / 1_000 + 5), 5],
      [() => Response.json({ message: "secondary rate limit" }, { status: 403 }), 60],
    ] as const
  ) {
    server.intercept = answer;
    const error = await refusal(list());
    assert.deepEqual([error.code, error.retryAfterSeconds], ["github_rate_limited", seconds]);
    server.intercept = () => undefined;
    await time.advance(seconds * 1_000);
    assert.deepEqual(names(await list()), ["acme/a"]);
  }
});

Deno.test("a list that works ends the row of failures", async () => {
  await using server = serveGitHub();
  server.organisations["acme"] = [listed("acme/a")];
  const { time, list } = setUp(server);
  for (let turn = 0; turn < 2; turn++) {
    server.intercept = () => new Response("", { status: 429 });
    assert.equal((await refusal(list())).retryAfterSeconds, 60);
    server.intercept = () => undefined;
    await time.advance(60_000);
    await list();
  }
});

Deno.test("what an owner is, is asked for the first page alone", async () => {
  await using server = serveGitHub();
  server.users["bob"] = Array.from({ length: 250 }, (_, n) => listed(`bob/r${n}`));
  const { list } = setUp(server, "of-the-server");
  for (const page of [1, 2, 3]) await list({ owner: "bob", page });
  assert.deepEqual(server.requests.map(({ path }) => path.replace(/\?.*/, "")), [
    "/orgs/bob/repos",
    "/user",
    "/users/bob/repos",
    "/users/bob/repos",
    "/users/bob/repos",
  ]);
  // Who begins in the middle has not asked yet.
  server.requests.length = 0;
  await list({ owner: "bob", token: "of-the-caller", page: 3 });
  assert.equal(server.requests.length, 3);
});
