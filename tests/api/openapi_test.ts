import assert from "node:assert/strict";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { manifest } from "../../manifest.gen.ts";
import { modelReply, runModelJobs } from "../support/asked_models.ts";
import { createApi } from "../support/api.ts";
import { listingGitHub } from "../support/github_port.ts";
import { publishSample } from "../support/published.ts";
import { createContract } from "../support/openapi.ts";

const URL_A = "https://example.org/team/shop.git";

async function documentOf(api: ReturnType<typeof createApi>) {
  return await (await api.call("GET", "/api/openapi.json")).json();
}

Deno.test("redocly's recommended rules find nothing in the document", async () => {
  using api = createApi();
  const source = JSON.stringify(await documentOf(api));
  const config = await createConfig({
    extends: ["recommended"],
    // The program's licence is its owner's to state.
    rules: { "info-license": "off" },
  });
  const problems = await lintFromString({ source, absoluteRef: "/openapi.json", config });
  assert.deepEqual(
    problems.map(({ severity, ruleId, message, location }) => [
      severity,
      ruleId,
      message,
      location[0]?.pointer,
    ]),
    [],
  );
});

Deno.test("every method of every route below /api is described, and nothing else", () => {
  for (const { file, module } of manifest.routes) {
    if (!file.startsWith("api/")) continue;
    assert.deepEqual(
      Object.keys(module.api ?? {}).sort(),
      Object.keys(module.handler ?? {}).sort(),
      `routes/${file}`,
    );
  }
});

Deno.test("real answers of every operation are as the document says", async () => {
  const text = new TextEncoder().encode('import "preact";\nexport const cart = 1;\n');
  using api = createApi({
    model: modelReply,
    github: listingGitHub(),
    blobs: { read: () => Promise.resolve(text) },
  });
  const contract = createContract(await documentOf(api));
  const seen = new Set<string>();

  /** Asks, holds the answer against the document and returns its body and ETag. */
  async function ask(method: string, target: string, body?: unknown, headers?: HeadersInit) {
    const response = await api.call(method, target, body, headers);
    const text = await response.text();
    const { pathname } = new URL(target, "http://x");
    contract.check(method, pathname, response, text);
    seen.add(`${method} ${contract.templateOf(pathname)} ${response.status}`);
    const etag = response.headers.get("etag") ?? "";
    return { status: response.status, etag, body: text === "" ? null : JSON.parse(text) };
  }

  await ask("GET", "/api/health");
  await ask("GET", "/api/openapi.json");
  await ask("GET", "/api/schemas/system-map.json");
  await ask("POST", "/api/projects", { name: "Plan" });
  const { body: shop } = await ask("POST", "/api/projects", { repo_url: URL_A });
  await ask("POST", "/api/projects", { repo_url: URL_A });
  await ask("POST", "/api/projects", { repo_url: "http://127.0.0.1/x" });
  await ask("POST", "/api/projects", "{");
  await ask("POST", "/api/projects", "x", { "content-type": "text/plain" });
  await ask("POST", "/api/projects", { name: "x".repeat(1_100_000) });
  await ask("GET", `/api/system-map/${shop.id}`);
  await publishSample(api.scratch);
  const map = await ask("GET", `/api/system-map/${shop.id}`);
  await ask("GET", `/api/system-map/${shop.id}`, undefined, { "if-none-match": map.etag });
  await ask("GET", `/api/system-map/${shop.id}?commit=1`);
  await ask("GET", "/api/search?q=cart");
  await ask("GET", "/api/search?q=src/ma&project=nope");
  await ask("GET", `/api/search?q=${"x".repeat(300)}`);
  await ask("GET", `/api/projects/${shop.id}/symbols?q=cart`);
  await ask("GET", `/api/projects/${shop.id}/symbols?cursor=nope`);
  await ask("GET", `/api/projects/${shop.id}/maps?limit=1`);
  const changes = await ask("GET", `/api/projects/${shop.id}/compare`);
  await ask("GET", `/api/projects/${shop.id}/compare`, undefined, {
    "if-none-match": changes.etag,
  });
  await ask("GET", `/api/projects/${shop.id}/compare?from=1234567`);
  const file = await ask("GET", `/api/projects/${shop.id}/file?path=src/main.ts&end=1`);
  assert.equal(file.body.text, 'import "preact";');
  await ask("GET", `/api/projects/${shop.id}/file?path=src/main.ts&end=1`, undefined, {
    "if-none-match": file.etag,
  });
  await ask("GET", `/api/projects/${shop.id}/file?path=src/nope.ts`);
  await ask("GET", "/api/ai/providers");
  await ask("POST", "/api/ai/providers/model-garden/test");
  await ask("POST", "/api/ai/providers/nope/test");
  await ask("GET", `/api/projects/${shop.id}/explanations/latest`);
  await ask("POST", `/api/projects/${shop.id}/explanations`);
  await runModelJobs(api, "explain_map");
  await ask("GET", `/api/projects/${shop.id}/explanations/latest`);
  const asked = await ask("POST", `/api/projects/${shop.id}/questions`, { question: "Why?" });
  const { conversation_id } = asked.body;
  await runModelJobs(api, "answer_question");
  await ask("GET", `/api/projects/${shop.id}/conversations`);
  await ask("GET", `/api/projects/${shop.id}/conversations/${conversation_id}`);
  await ask("DELETE", `/api/projects/${shop.id}/conversations/${conversation_id}`);
  await ask("GET", `/api/projects/${shop.id}/conversations/${conversation_id}`);
  const { body: results } = await ask("GET", `/api/ai-results?project_id=${shop.id}`);
  await ask("GET", `/api/ai-results/${results.items[0].id}`);
  await ask("GET", "/api/ai-results/nope");
  await ask("GET", "/api/projects?limit=1");
  await ask("GET", "/api/projects?limit=0");
  await ask("GET", `/api/projects/${shop.id}`);
  await ask("HEAD", `/api/projects/${shop.id}`);
  await ask("OPTIONS", `/api/projects/${shop.id}`);
  await ask("PATCH", `/api/projects/${shop.id}`);
  await ask("PATCH", `/api/projects/${shop.id}`, { tags: ["Core", "core"] });
  await ask("PATCH", `/api/projects/${shop.id}`, { tags: ["two words"] });
  await ask("POST", "/api/projects/bulk", { repo_urls: [URL_A, "nonsense", `${URL_A}2`] });
  await ask("POST", "/api/projects/bulk", { repo_urls: [] });
  await ask("POST", "/api/github/repositories", { owner: "acme" });
  await ask("GET", "/api/projects/nope");
  await ask("GET", "/api/projects/%ff");
  await ask("PUT", `/api/projects/${shop.id}`, { name: "Shop", branch: "next" });
  await ask("PUT", `/api/projects/${shop.id}`, { name: "" });
  const { body: job } = await ask("POST", "/api/analyze-repo", { project_id: shop.id });
  await ask("POST", "/api/analyze-repo", { project_id: "nope" });
  await ask("GET", "/api/jobs");
  await ask("GET", "/api/jobs?status=never");
  await ask("GET", `/api/jobs/${job.id}`);
  const status = await ask("GET", "/api/status?since=0");
  await ask("GET", "/api/status?since=0", undefined, { "if-none-match": status.etag });
  await ask("POST", `/api/jobs/${job.id}/cancel`);
  await ask("POST", `/api/jobs/${job.id}/cancel`);
  await ask("GET", `/api/jobs/${job.id}`);
  await ask("GET", `/api/jobs/${job.id}/events`);
  await ask("POST", `/api/jobs/${job.id}/retry`);
  await ask("POST", `/api/jobs/${job.id}/retry`);
  await ask("POST", `/api/projects/${shop.id}/jobs/cancel`);
  await ask("DELETE", `/api/projects/${shop.id}`);
  await ask("DELETE", `/api/projects/${shop.id}`, undefined, { "sec-fetch-site": "cross-site" });
  await ask("GET", "/api/nothing");

  const expected = contract.operations.flatMap(({ method, path, operation }) =>
    Object.keys(operation.responses).filter((status) => /^[23]/.test(status))
      .map((status) => `${method} ${path} ${status}`)
  );
  assert.deepEqual(expected.filter((answer) => !seen.has(answer)), [], "answers never met");
});

Deno.test("what the document calls open needs no token, everything else does", async () => {
  using api = createApi({ token: "a-long-enough-secret-token" });
  const bearer = { authorization: "Bearer a-long-enough-secret-token" };
  const document = await (await api.call("GET", "/api/openapi.json", undefined, bearer)).json();
  const contract = createContract(document);
  for (const { method, path, operation } of contract.operations) {
    const target = path.replaceAll(/\{\w+\}/g, "x");
    const response = await api.call(method, target);
    contract.check(method, target, response, await response.text());
    assert.equal(response.status === 401, operation.security === undefined, `${method} ${path}`);
  }
});

Deno.test("every query parameter and body that is described is read", async () => {
  using api = createApi();
  const contract = createContract(await documentOf(api));
  const { id } = await (await api.call("POST", "/api/projects", { name: "Plan" })).json();
  async function pointers(method: string, target: string, body?: unknown): Promise<string[]> {
    const response = await api.call(method, target, body);
    assert.equal(response.status, 422, `${method} ${target}`);
    const { errors } = await response.json();
    return errors.map((error: { pointer: string }) => error.pointer);
  }
  for (const { method, path, operation } of contract.operations) {
    const target = path.replaceAll(/\{\w+\}/g, id);
    for (const parameter of operation.parameters ?? []) {
      if (parameter.in !== "query") continue;
      // No number, no member of a list, and too long for any text.
      const wrong = `${target}?${parameter.name}=${"x".repeat(10_000)}`;
      // What the query lacks is wrong as well.
      assert((await pointers(method, wrong)).includes(`/${parameter.name}`), wrong.slice(0, 99));
    }
    if (operation.requestBody === undefined) continue;
    assert((await pointers(method, target, { unheard_of: 1 })).includes("/unheard_of"), path);
  }
});
