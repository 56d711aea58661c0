/** What stands between Goose and the model: it has the key, and takes it nowhere else. */
import assert from "node:assert/strict";
import { openRelay, type Relay } from "../../lib/ai/relay.ts";
import { parseConfig } from "../../lib/platform/config.ts";
import { type ChatReply, serveModel } from "../support/model_stand_in.ts";

const KEY = "s3cr3t-key-0123456789";
const BODY = { model: "x", messages: [{ role: "user", content: "hi" }] };

function gardenAt(url: string, auth: string) {
  const environment: Record<string, string> = {
    MODEL_GARDEN_API_URL: `${url}?api-version=2`,
    MODEL_GARDEN_API_KEY: KEY,
    MODEL_GARDEN_AUTH: auth,
  };
  return parseConfig((name) => environment[name]).ai.modelGarden!;
}

async function send(relay: Relay, { token = relay.token, path = relay.basePath } = {}) {
  const response = await fetch(`${relay.host}/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(BODY),
  });
  return { status: response.status, text: await response.text() };
}

for (const auth of ["bearer", "x-api-key"]) {
  Deno.test(`the key is added on the way (${auth}), the token of the run goes no further`, async () => {
    await using model = serveModel(() => ({ text: "hello" }));
    const relay = openRelay(gardenAt(model.url, auth), new AbortController().signal);
    assert.match((await send(relay)).text, /hello/);
    const [asked] = model.requests;
    const sent = JSON.stringify([...asked!.headers]);
    assert(sent.includes(KEY) && !sent.includes(relay.token));
    assert.equal(asked!.headers.get("authorization") === null, auth === "x-api-key");
    assert.equal(asked!.url.search, "?api-version=2");
    assert.equal(relay.requests, 1);
    await relay.close();
  });
}

Deno.test("without the run's token, or for anything else, nothing is forwarded", async () => {
  await using model = serveModel(() => ({ text: "hello" }));
  const relay = openRelay(gardenAt(model.url, "bearer"), new AbortController().signal);
  assert.equal((await send(relay, { token: "wrong" })).status, 401);
  assert.equal((await send(relay, { path: "v1/embeddings" })).status, 404);
  assert.equal((await send(relay, { path: "../v1/chat/completions/x" })).status, 404);
  assert.deepEqual([model.requests.length, relay.requests], [0, 0]);
  await relay.close();
});

Deno.test("a redirect is not followed, and a failure is passed on as it is", async () => {
  await using thief = serveModel(() => ({ text: "stolen" }));
  let reply: ChatReply = {
    status: 307,
    headers: { location: `${thief.url}/chat/completions` },
  };
  await using model = serveModel(() => reply);
  const relay = openRelay(gardenAt(model.url, "x-api-key"), new AbortController().signal);
  assert.equal((await send(relay)).status, 502);
  assert.equal(thief.requests.length, 0);
  reply = { status: 429, headers: { "retry-after": "7" } };
  assert.equal((await send(relay)).status, 429);
  await relay.close();
  await assert.rejects(send(relay), TypeError);
});
