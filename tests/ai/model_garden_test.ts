/** The real client against an endpoint that speaks the real protocol, or breaks it. */
import assert from "node:assert/strict";
import { createModelGarden } from "../../lib/ai/model_garden.ts";
import type { ProviderRequest } from "../../lib/ai/contract.ts";
import { type ErrorCode, FactoryError } from "../../lib/domain/errors.ts";
import { systemClock } from "../../lib/platform/clock.ts";
import { parseConfig } from "../../lib/platform/config.ts";
import { type ChatReply, serveModel } from "../support/model_stand_in.ts";

const KEY = "s3cr3t-key-0123456789";

function providerAt(url: string, more: Record<string, string> = {}) {
  const environment: Record<string, string> = {
    MODEL_GARDEN_API_URL: url,
    MODEL_GARDEN_API_KEY: KEY,
    MODEL_GARDEN_MODEL: "stand-in-1",
    ...more,
  };
  return createModelGarden(
    parseConfig((name) => environment[name]).ai.modelGarden,
    systemClock,
  );
}

const REQUEST: ProviderRequest = {
  purpose: "answer_question",
  system: "You answer.",
  prompt: "What?",
  schema: { type: "object", properties: { a: { type: "integer" } }, required: ["a"] },
  maxOutputTokens: 100,
  openTools: null,
  signal: new AbortController().signal,
  onProgress() {},
};

Deno.test("a request has model, prompts, limit and schema; the reply its text and its tokens", async () => {
  await using model = serveModel(() => ({ data: { a: 1 } }));
  const reply = await providerAt(model.url).ask(REQUEST);
  assert.deepEqual(reply, {
    text: '{"a":1}',
    model: "stand-in-1",
    inputTokens: 1_000,
    outputTokens: 200,
  });
  const [request] = model.requests;
  assert.deepEqual([request?.system, request?.text], ["You answer.", "What?"]);
  assert.equal(request?.body["max_tokens"], 100);
  assert.deepEqual(
    (request?.body["response_format"] as { json_schema: { schema: unknown } }).json_schema.schema,
    REQUEST.schema,
  );
  assert.equal(request?.headers.get("authorization"), `Bearer ${KEY}`);
});

Deno.test("a full address, its query, and a key in X-API-KEY without Authorization", async () => {
  await using model = serveModel(() => ({ data: { a: 1 } }));
  const provider = providerAt(`${model.url}/chat/completions/?api-version=2`, {
    MODEL_GARDEN_AUTH: "x-api-key",
  });
  await provider.ask(REQUEST);
  const [request] = model.requests;
  assert.equal(request?.headers.get("x-api-key"), KEY);
  assert.equal(request?.headers.get("authorization"), null);
  assert.equal(request?.url.search, "?api-version=2");
});

Deno.test("what an endpoint does not know is left out from then on", async () => {
  await using model = serveModel(({ body }) => {
    if ("response_format" in body && JSON.stringify(body["response_format"]).includes("schema")) {
      return { status: 400, body: '{"error":{"message":"response_format json_schema unknown"}}' };
    }
    if ("max_tokens" in body) {
      return { status: 400, body: '{"error":{"message":"Use max_completion_tokens instead."}}' };
    }
    return { data: { a: 1 } };
  });
  const provider = providerAt(model.url);
  assert.equal((await provider.ask(REQUEST)).text, '{"a":1}');
  assert.equal(model.requests.length, 3);
  await provider.ask(REQUEST);
  assert.equal(model.requests.length, 4);
});

const FAILURES: [what: string, reply: ChatReply, code: ErrorCode, words: RegExp][] = [
  [
    "401 that quotes the key",
    { status: 401, body: `{"error":{"message":"Incorrect API key: ${KEY}"}}` },
    "ai_unauthorized",
    /does not accept the key.*Incorrect API key/,
  ],
  ["403", { status: 403 }, "ai_unauthorized", /403/],
  ["404", { status: 404 }, "ai_refused", /no such address or model/],
  [
    "400",
    { status: 400, body: '{"error":{"message":"context too long"}}' },
    "ai_refused",
    /context too long/,
  ],
  ["500", { status: 500 }, "ai_unreachable", /500/],
  ["502 with a page", { status: 502, body: "<html>oops" }, "ai_unreachable", /502/],
  [
    "a page instead",
    { raw: "<!doctype html><p>hello", contentType: "text/html" },
    "ai_reply_invalid",
    /HTML page/,
  ],
  [
    "broken JSON",
    { raw: '{"choices":[', contentType: "application/json" },
    "ai_reply_invalid",
    /./,
  ],
  ["another form", { raw: '{"x":1}', contentType: "application/json" }, "ai_reply_invalid", /./],
  ["a cut reply", { text: '{"a":', finish: "length" }, "ai_reply_invalid", /cut short/],
];

for (const [what, reply, code, words] of FAILURES) {
  Deno.test(`${what} is ${code}, in words without the key`, async () => {
    await using model = serveModel(() => reply);
    await assert.rejects(providerAt(model.url).ask(REQUEST), (error: unknown) => {
      assert(error instanceof FactoryError, String(error));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, words);
      assert(!`${error.message} ${error.remedy}`.includes(KEY));
      assert.notEqual(error.remedy, null);
      return true;
    });
    assert.equal(model.requests.length, 1);
  });
}

Deno.test("429 says when to come back", async () => {
  await using model = serveModel(() => ({ status: 429, headers: { "retry-after": "7" } }));
  await assert.rejects(
    providerAt(model.url).ask(REQUEST),
    (error: unknown) =>
      error instanceof FactoryError && error.code === "ai_rate_limited" &&
      error.retryAfterSeconds === 7,
  );
});

Deno.test("nobody there is ai_unreachable, for a question as for a check", async () => {
  const gone = serveModel(() => "hang");
  await gone[Symbol.asyncDispose]();
  const provider = providerAt(gone.url);
  await assert.rejects(
    provider.ask(REQUEST),
    (error: unknown) =>
      error instanceof FactoryError && error.code === "ai_unreachable" &&
      /refused/.test(error.message),
  );
  const { reachable, error } = await provider.check(REQUEST.signal);
  assert.deepEqual([reachable, error?.code], [false, "ai_unreachable"]);
});

Deno.test("a redirect to another host takes the key nowhere", async () => {
  await using thief = serveModel(() => ({ data: { a: 1 } }));
  await using model = serveModel(() => ({
    status: 307,
    headers: { location: `${thief.url}/chat/completions` },
  }));
  await assert.rejects(providerAt(model.url).ask(REQUEST));
  assert.equal(thief.requests.length, 0);
});

Deno.test("a cancel ends a request that hangs", async () => {
  await using model = serveModel(() => "hang");
  const cancel = new AbortController();
  const answer = providerAt(model.url).ask({ ...REQUEST, signal: cancel.signal });
  await model.asked(1);
  const reason = new FactoryError("job_cancelled", "The job was cancelled.");
  cancel.abort(reason);
  await assert.rejects(answer, (error: unknown) => error === reason);
});

Deno.test("a check lists the models and sends no text", async () => {
  await using model = serveModel(() => ({ data: {} }));
  const { reachable, models } = await providerAt(model.url).check(REQUEST.signal);
  assert.deepEqual([reachable, models], [true, ["stand-in-1", "stand-in-2"]]);
  assert.equal(model.requests.length, 0);
});
