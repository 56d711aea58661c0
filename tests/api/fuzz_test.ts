/**
 * 10,000 requests made from the API's own description against the application over a real database.
 * FUZZ_RUNS and FUZZ_SEED ask for more, or for others.
 */
import assert from "node:assert/strict";
import fc from "fast-check";
import { modelReply, runModelJobs } from "../support/asked_models.ts";
import { createApi } from "../support/api.ts";
import { listingGitHub } from "../support/github_port.ts";
import { createContract } from "../support/openapi.ts";
import { type FuzzedRequest, fuzzedRequests, type KnownKind } from "../support/openapi_requests.ts";
import { publishSample } from "../support/published.ts";

const RUNS = Number(Deno.env.get("FUZZ_RUNS") ?? 10_000);
const SEED = Number(Deno.env.get("FUZZ_SEED") ?? 20_260_101);
const TOKEN = "a-long-enough-secret-token";
const ORIGIN = "http://127.0.0.1:8000";
type Api = ReturnType<typeof createApi>;

/** Sends requests to one server; ids that it answers are used by later requests. */
function createSender(api: Api) {
  const ids: Record<KnownKind, string[]> = {
    project: [],
    job: [],
    conversation: [],
    result: [],
    provider: ["model-garden"],
  };

  const withIds = (text: string) =>
    text.replace(
      /(?:\{|%7B)([a-z]+)(?::|%3A)(\d+)(?:\}|%7D)/g,
      (_, kind: KnownKind, n) => ids[kind][Number(n) % ids[kind].length] ?? "none",
    );

  /** A conversation is found below its own project only. */
  const owners = new Map<string, string>();
  const ofItsOwner = (target: string) =>
    target.replace(
      /^(\/api\/projects\/)[^/]+(\/conversations\/)([\w-]+)/,
      (all, before, between, id) => {
        const owner = owners.get(id);
        return owner === undefined ? all : before + owner + between + id;
      },
    );

  function remember(kind: KnownKind, id: string): void {
    if (ids[kind].includes(id)) return;
    ids[kind].push(id);
    if (ids[kind].length > 30) ids[kind].shift();
  }

  /** Has it met as often as five others, in conversation: most questions need a map. */
  async function favour(id: string): Promise<void> {
    ids.project.push(...Array(5).fill(id));
    ids.project.splice(0, ids.project.length - 30);
    for (const question of ["How?", "Why?", "Where?"]) {
      const { conversation_id } = await api.services.conversations.ask(id, { question });
      remember("conversation", conversation_id);
      owners.set(conversation_id, id);
    }
  }

  async function send({ method, target, headers, body }: FuzzedRequest) {
    const url = new URL(ofItsOwner(withIds(target)), ORIGIN);
    // Two slashes at its start would make a path another host's address.
    url.host = new URL(ORIGIN).host;
    const payload = method === "GET" || method === "HEAD"
      ? null
      : typeof body === "string"
      ? withIds(body)
      : body as Uint8Array<ArrayBuffer> | null;
    const response = await api.send(new Request(url, { method, headers, body: payload }));
    const text = await textOf(response);
    const [, noun, id] = /^\/api\/(\w+)\/([^/]+)/.exec(response.headers.get("location") ?? "") ??
      [];
    if (id !== undefined && noun !== undefined) remember(noun === "jobs" ? "job" : "project", id);
    const job = /"job":\{"id":"([^"]+)"/.exec(text)?.[1];
    if (job !== undefined) remember("job", job);
    const [, owner, conversation] = text.includes('"conversation_id":')
      ? /"project_id":"([^"]+)".*"conversation_id":"([^"]+)"/.exec(text) ?? []
      : [];
    if (owner !== undefined && conversation !== undefined) {
      remember("conversation", conversation);
      owners.set(conversation, owner);
    }
    const result = text.includes('"purpose"')
      ? /"id":"([^"]+)","project_id":[^{}]*"purpose"/.exec(text)?.[1]
      : undefined;
    if (result !== undefined) remember("result", result);
    if (response.status === 204) ids.project = ids.project.filter((p) => !url.pathname.endsWith(p));
    return { pathname: url.pathname, response, text };
  }
  return { send, favour };
}

async function textOf(response: Response): Promise<string> {
  if (response.headers.get("content-encoding") !== "gzip" || response.body === null) {
    return await response.text();
  }
  return await new Response(response.body.pipeThrough(new DecompressionStream("gzip"))).text();
}

async function documentOf(api: Api) {
  const headers = { authorization: `Bearer ${TOKEN}` };
  return await (await api.call("GET", "/api/openapi.json", undefined, headers)).json();
}

function isSound(api: Api): void {
  const { raw } = api.scratch.database;
  const rows = raw.prepare("PRAGMA integrity_check").all();
  assert.deepEqual(rows.map((row) => Object.values(row)), [["ok"]]);
  assert.deepEqual(raw.prepare("PRAGMA foreign_key_check").all(), []);
}

Deno.test(`${RUNS} fuzzed requests get documented answers, none of them a 500, and leave the database sound`, async () => {
  const text = new TextEncoder().encode('import "preact";\n');
  using api = createApi({
    model: modelReply,
    github: listingGitHub(),
    blobs: { read: () => Promise.resolve(text) },
    dailyRequests: 1_000_000,
  });
  const document = await documentOf(api);
  const contract = createContract(document);
  const { send, favour } = createSender(api);
  const seen = new Map<string, number>();
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(fuzzedRequests(document, contract.operations), async (request) => {
      // Now and then somebody runs a job, so that there are maps to ask for.
      if (++sent % 60 === 0) {
        const mapped = await publishSample(api.scratch);
        if (mapped !== null) await favour(mapped);
        await runModelJobs(api, "explain_map");
      }
      const { pathname, response, text } = await send(request);
      assert(response.status < 500, `${response.status}: ${text}`);
      if (!pathname.startsWith("/api/")) return;
      contract.check(request.method, pathname, response, text);
      const answer = `${request.method} ${contract.templateOf(pathname)} ${response.status}`;
      seen.set(answer, (seen.get(answer) ?? 0) + 1);
    }),
    { numRuns: RUNS, seed: SEED },
  );
  isSound(api);

  // The requests are worth something: they got through, and were refused for every reason.
  const met = (status: string) => [...seen.keys()].filter((answer) => answer.endsWith(status));
  if (RUNS < 10_000) return;
  for (const { method, path, operation } of contract.operations) {
    const success = Object.keys(operation.responses).filter((status) => /^2/.test(status));
    assert(success.some((status) => seen.has(`${method} ${path} ${status}`)), `${method} ${path}`);
  }
  for (const status of ["400", "403", "404", "405", "409", "413", "415", "422"]) {
    assert(met(status).length > 0, `no request was answered ${status}`);
  }
});

Deno.test("fuzzed requests without the token change nothing and learn nothing", async () => {
  using api = createApi({ token: TOKEN });
  const document = await documentOf(api);
  const contract = createContract(document);
  const { send } = createSender(api);
  await fc.assert(
    fc.asyncProperty(fuzzedRequests(document, contract.operations), async (request) => {
      const { pathname, response, text } = await send(request);
      if (!pathname.startsWith("/api/") || pathname === "/api/health") return;
      contract.check(request.method, pathname, response, text);
      assert([308, 400, 401, 403, 429].includes(response.status), String(response.status));
    }),
    { numRuns: Math.ceil(RUNS / 10), seed: SEED },
  );
  assert.deepEqual(await api.scratch.projects.ids(), []);
  isSound(api);
});
