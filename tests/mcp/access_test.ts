/** Who may ask the MCP endpoint what, and what hostile callers get. */
import assert from "node:assert/strict";
import { createMcpServer } from "../../lib/mcp/server.ts";
import { createRedactor } from "../../lib/domain/redact.ts";
import { createAgentTokens } from "../../lib/services/agent_tokens.ts";
import type { Services } from "../../lib/services/contract.ts";
import { connectAgent, serveApi } from "../support/agent.ts";
import { AGENT_TOKEN, createApi } from "../support/api.ts";
import { fakeClock } from "../support/clock.ts";
import { scratchRepository } from "../support/repository.ts";

const HEADERS = {
  "content-type": "application/json",
  accept: "application/json, text/event-stream",
};
const LIST = { jsonrpc: "2.0", id: 1, method: "tools/list" };
const calling = (name: string, args: unknown) => ({
  jsonrpc: "2.0",
  id: 1,
  method: "tools/call",
  params: { name, arguments: args },
});

function post(
  origin: string,
  body: BodyInit | object,
  headers: Record<string, string> = { authorization: `Bearer ${AGENT_TOKEN}` },
): Promise<Response> {
  const raw = typeof body === "string" || body instanceof ReadableStream;
  return fetch(`${origin}/mcp`, {
    method: "POST",
    headers: { ...HEADERS, ...headers },
    body: raw ? body as BodyInit : JSON.stringify(body),
  });
}

async function problem(response: Response, status: number, code: string) {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.equal(response.headers.get("content-type"), "application/problem+json");
  assert.equal(JSON.parse(text).code, code);
}

Deno.test("without a right token there is a 401 that names the scheme", async () => {
  await using served = serveApi();
  const wrong: Record<string, string>[] = [
    {},
    { authorization: "Bearer wrong" },
    { authorization: `Basic ${btoa(`x:${AGENT_TOKEN}`)}` },
    { authorization: `Bearer ${AGENT_TOKEN}x` },
    { authorization: AGENT_TOKEN },
    { cookie: `factory_session=${AGENT_TOKEN}` },
  ];
  for (const headers of wrong) {
    const response = await post(served.origin, LIST, headers);
    assert.equal(response.headers.get("www-authenticate"), "Bearer");
    await problem(response, 401, "unauthorized");
  }
  await assert.rejects(connectAgent(served.origin, "wrong"));
  assert.equal((await fetch(`${served.origin}/.well-known/oauth-protected-resource`)).status, 404);
  const right = await post(served.origin, LIST);
  assert.equal((await right.json()).result.tools.length, 13);
});

Deno.test("wrong tokens are slowed down, and a page of another site is refused", async () => {
  await using served = serveApi();
  const headers = { authorization: "Bearer wrong" };
  const statuses: number[] = [];
  for (let turn = 0; turn < 8; turn++) {
    const response = await post(served.origin, LIST, headers);
    await response.body?.cancel();
    statuses.push(response.status);
  }
  assert.equal(statuses[0], 401);
  assert.equal(statuses.at(-1), 429);
  const token = { authorization: `Bearer ${AGENT_TOKEN}` };
  await using other = serveApi();
  for (
    const [name, value] of [["origin", "https://evil.example"], ["sec-fetch-site", "cross-site"]]
  ) {
    const headers = { ...token, [name!]: value! };
    await problem(await post(other.origin, LIST, headers), 403, "forbidden");
  }
});

Deno.test("a token for one project sees that project and nothing else", async () => {
  await using mine = await scratchRepository({ files: { "a.ts": "export const mine = 1;\n" } });
  await using theirs = await scratchRepository({
    files: { "secret.ts": "export const hidden = 1;\n" },
  });
  await using served = serveApi();
  const own = await served.add("mine", mine);
  const other = await served.add("theirs", theirs);
  await mine.commit({ "b.ts": "export const more = 1;\n" });
  await served.analyse(own);
  const foreignCommit = await theirs.git("rev-parse", "main");
  const tokens = served.api.agentTokens;
  const token = tokens.issue({ projectId: own, ttlMs: 60_000 });
  {
    await using agent = await connectAgent(served.origin, token);
    const names = (await agent.client.listTools()).tools.map(({ name }: { name: string }) => name);
    assert(!names.includes("analyze") && !names.includes("job_status"));
    assert.equal(names.length, 11);
    const projects = await agent.ask("list_projects", { q: "theirs", limit: 100 });
    assert.deepEqual(projects.items.map(({ id }: { id: string }) => id), [own]);
    assert.equal((await agent.ask("read_file", { path: "a.ts" })).total_lines, 1);
    assert.equal((await agent.ask("compare")).comparison.files.added.total, 1);

    for (const project of [other, "theirs", "THEIRS", crypto.randomUUID(), "%", "", "../theirs"]) {
      const of = "secret.ts";
      const tries: [string, Record<string, unknown>][] = [
        ["get_system_map", {}],
        ["search", { q: "hidden" }],
        ["find_symbol", { name: "hidden" }],
        ["read_file", { path: "secret.ts" }],
        ["dependencies_of", { of }],
        ["dependents_of", { of }],
        ["path_between", { from: of, to: of }],
        ["hotspots", {}],
        ["owners", {}],
        ["compare", {}],
      ];
      for (const [tool, args] of tries) {
        const said = await agent.fails(tool, { ...args, project });
        assert.match(said, /^\[project_not_found\]/, `${tool} ${project}`);
        assert(!said.includes(other) || project === other, said);
      }
    }
    assert.match(
      await agent.fails("read_file", { path: "secret.ts", commit: foreignCommit }),
      /^\[map_not_ready\]/,
    );
    assert.match(await agent.fails("compare", { from: foreignCommit }), /^\[map_not_ready\]/);
    assert.deepEqual((await agent.ask("search", { q: "hidden" })).items, []);
    for (const tool of ["analyze", "job_status"]) {
      assert.match(await agent.fails(tool, { project: own }), /not found|disabled/i);
    }
  }
  const few = tokens.issue({ projectId: own, ttlMs: 60_000, tools: ["search", "analyze"] });
  await using limited = await connectAgent(served.origin, few);
  const { tools } = await limited.client.listTools();
  assert.deepEqual(tools.map(({ name }: { name: string }) => name), ["search"]);
  assert.match(await limited.fails("read_file", { path: "a.ts" }), /not found/i);

  tokens.revoke(token);
  await problem(
    await post(served.origin, LIST, { authorization: `Bearer ${token}` }),
    401,
    "unauthorized",
  );
});

Deno.test("a project's token opens nothing but the MCP endpoint", async () => {
  using locked = createApi({ token: "a-long-enough-secret-token" });
  const token = locked.agentTokens.issue({ projectId: "p1", ttlMs: 60_000 });
  const answer = await locked.call("GET", "/api/projects", undefined, {
    authorization: `Bearer ${token}`,
  });
  assert.equal(answer.status, 401);
});

Deno.test("issued tokens end by themselves or by revocation, and no two are the same", async () => {
  const { clock, advance } = fakeClock();
  const tokens = createAgentTokens(AGENT_TOKEN, clock);
  const scope = { kind: "project", projectId: "p1", tools: null };
  const [one, two] = [1, 2].map(() => tokens.issue({ projectId: "p1", ttlMs: 1_000 }));
  assert.notEqual(one, two);
  assert.match(one!, /^[0-9a-f]{64}$/);
  assert.deepEqual(tokens.check(AGENT_TOKEN), { kind: "all" });
  assert.deepEqual(tokens.check(one!), scope);
  tokens.revoke(one!);
  assert.equal(tokens.check(one!), null);
  await advance(999);
  assert.deepEqual(tokens.check(two!), scope);
  await advance(1);
  assert.equal(tokens.check(two!), null);
  for (const wrong of ["", "x", AGENT_TOKEN.slice(1), one!.toUpperCase()]) {
    assert.equal(tokens.check(wrong), null);
  }
});

Deno.test("hostile arguments read nothing outside, break nothing, and are told what is wrong", async () => {
  await using repository = await scratchRepository({
    files: { "a.ts": 'import "./b.ts";\n', "b.ts": "export const b = 1;\n" },
  });
  await using served = serveApi();
  await served.add("shop", repository);
  await using agent = await connectAgent(served.origin);

  const paths = [
    "../../../../etc/passwd",
    "/etc/passwd",
    "a.ts/../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "file:///etc/passwd",
    ".git/config",
    "config",
    "HEAD:a.ts",
    "main:a.ts",
    ":(top)a.ts",
    "--output=/tmp/x",
    "a.ts' OR '1'='1",
    "a.ts\u0000.png",
    "a.ts\ud800",
    "a.ts\n",
  ];
  for (const path of paths) {
    assert.match(await agent.fails("read_file", { path }), /^\[(file_not_found|invalid_fields)\]/);
    if (path.startsWith("/") || path === "config") continue;
    const said = await agent.fails("dependents_of", { of: path });
    assert.match(said, /^\[(file_not_found|invalid_fields)\]/, path);
  }

  const questions = [
    '" OR 1=1 --',
    "'; DROP TABLE projects; --",
    'a" NEAR/1 "b',
    "name:* AND *",
    "(((",
    "%_%",
    "*",
    "\\",
    "${jndi:ldap://127.0.0.1/a}",
  ];
  for (const q of questions) {
    for (const args of [{ q }, { q, project: "shop" }]) {
      assert(Array.isArray((await agent.ask("search", args)).items), q);
    }
    assert(Array.isArray((await agent.ask("find_symbol", { name: q })).items));
    assert.deepEqual((await agent.ask("list_projects", { q })).items.map(() => 1).length < 2, true);
    assert.match(await agent.fails("get_system_map", { project: q }), /^\[project_not_found\]/);
  }

  const wrong: [string, Record<string, unknown>][] = [
    ["dependents_of", { of: "b.ts", depth: 1e9 }],
    ["dependents_of", { of: "b.ts", depth: -1 }],
    ["dependents_of", { of: "b.ts", depth: 1.5 }],
    ["search", { q: "a", limit: 1e12 }],
    ["search", { q: "a", limit: "100" }],
    ["search", { q: "a".repeat(100_000) }],
    ["read_file", { path: "a.ts", max_tokens: 1e9 }],
    ["read_file", { path: "a.ts", commit: "--all" }],
    ["read_file", { path: "a.ts", commit: "main" }],
    ["read_file", { path: ["a.ts"] }],
    ["read_file", {}],
    ["get_system_map", { section: "__proto__" }],
    ["get_system_map", { section: "components", cursor: "-1" }],
    ["get_system_map", { section: "components", cursor: "1e9" }],
    ["search", { q: "a", cursor: "💥" }],
    ["search", { q: "a", cursor: btoa("[1,2,3]") }],
    ["compare", { section: "constructor" }],
    ["analyze", { repo_url: "file:///etc" }],
    ["analyze", { repo_url: "http://169.254.169.254/latest" }],
    ["analyze", { repo_url: "ext::sh -c id" }],
    ["analyze", { repo_url: "https://example.org/a.git", project: "shop" }],
    ["analyze", {}],
    ["job_status", { job: "' OR 1=1" }],
    ["no_such_tool", {}],
    ["constructor", {}],
  ];
  for (const [tool, args] of wrong) {
    const said = await agent.fails(tool, args);
    assert(said.length > 10 && said.length < 3_000, `${tool}: ${said.slice(0, 200)}`);
    assert.doesNotMatch(
      said,
      /\[internal\]|root:|SQLITE|at file:/,
      `${tool} ${JSON.stringify(args)}`,
    );
  }
  assert.deepEqual(
    (await agent.ask("get_system_map", { section: "components", cursor: "999" })).items,
    [],
  );
  assert.equal((await agent.ask("list_projects")).items.length, 1);
});

Deno.test("bodies are bounded, batches refused, and what is no message is said to be none", async () => {
  await using served = serveApi();
  const { origin } = served;
  const big = new TextEncoder().encode("x".repeat(65_536));
  // Without a length, as a stream: only counting helps.
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      if (sent++ > 64) controller.close();
      else controller.enqueue(big);
    },
  });
  await problem(await post(origin, endless), 413, "payload_too_large");
  await problem(
    await post(origin, JSON.stringify("x".repeat(1_100_000))),
    413,
    "payload_too_large",
  );
  await problem(await post(origin, [LIST, LIST]), 400, "malformed_request");
  await problem(await post(origin, "{"), 400, "malformed_request");
  const deep = "[".repeat(50_000) + "]".repeat(50_000);
  for (const body of ["null", "1", `{"jsonrpc":"2.0"}`, `{"a":${deep}}`]) {
    const response = await post(origin, body);
    await response.body?.cancel();
    assert.equal(response.status, 400, body.slice(0, 30));
  }
  const get = await fetch(`${origin}/mcp`, { headers: { authorization: `Bearer ${AGENT_TOKEN}` } });
  await problem(get, 405, "method_not_allowed");
  assert.equal((await post(origin, LIST)).status, 200);
});

/** Services of which a tool asks for projects, for as long as the test wants. */
function waiting() {
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  let asked = 0;
  const list = async () => {
    asked++;
    await opened;
    return { items: [], next_cursor: null };
  };
  const services = { projects: { list } } as unknown as Services;
  return { services, open, asked: () => asked };
}
const message = () =>
  new Request("http://127.0.0.1/mcp", { method: "POST", headers: HEADERS, body: "{}" });

Deno.test("calls beyond 32 at once are sent away, and those before them are answered", async () => {
  const { services, open, asked } = waiting();
  const answer = createMcpServer({ services, redact: createRedactor() });
  const ask = () => answer(message(), calling("list_projects", {}), { kind: "all" });
  const first = Array.from({ length: 32 }, ask);
  await assert.rejects(ask(), /Too many requests of agents/);
  open();
  for (const response of await Promise.all(first)) {
    assert.deepEqual((await response.json()).result.structuredContent.items, []);
  }
  assert.equal(asked(), 32);
  assert.equal((await ask()).status, 200);
});

Deno.test("a tool that takes too long, and a caller that goes away, hold no place", async () => {
  const { services, open } = waiting();
  const answer = createMcpServer({ services, redact: createRedactor(), toolMs: 1 });
  const late = await answer(message(), calling("list_projects", {}), { kind: "all" });
  const { result } = await late.json();
  assert.equal(result.isError, true);
  assert.match(result.content[0].text, /^\[timeout\]/);

  const patient = createMcpServer({ services, redact: createRedactor() });
  const leave = new AbortController();
  const calls = Array.from({ length: 32 }, () =>
    patient(
      new Request(message(), { signal: leave.signal }),
      calling("list_projects", {}),
      { kind: "all" },
    ));
  leave.abort();
  await Promise.all(calls);
  open();
  const next = await patient(message(), calling("list_projects", {}), { kind: "all" });
  assert.equal((await next.json()).result.isError, undefined);
});
