import assert from "node:assert/strict";
import type { Problem } from "../../lib/domain/wire/common.ts";
import { jsonErrorPosition } from "../../lib/web/json_position.ts";
import { ask, siteApp } from "./site_app.ts";

const JSON_TYPE = "application/json";

async function post(body: BodyInit | null, type: string | null = JSON_TYPE) {
  const headers = new Headers();
  if (type !== null) headers.set("content-type", type);
  // A string body would bring a content type of its own.
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
  const response = await ask(siteApp(), "/api/echo", { method: "POST", headers, body: bytes });
  return { status: response.status, body: await response.json() as Problem };
}

const BAD: { name: string; body: string; status: number; pointers?: string[]; detail?: RegExp }[] =
  [
    { name: "no body", body: "", status: 400 },
    { name: "half an object", body: '{"name":\n "a",}', status: 400, detail: /line 2, column 6/ },
    { name: "two values", body: "{} {}", status: 400, detail: /line 1, column 4/ },
    { name: "deep, unfinished nesting", body: "[".repeat(500_000), status: 400 },
    { name: "deep nesting", body: "[".repeat(100_000) + "]".repeat(100_000), status: 422 },
    {
      name: "NUL at the bottom of deep nesting, naming only where it starts",
      body: "[".repeat(100_000) + '"\\u0000"' + "]".repeat(100_000),
      status: 422,
      pointers: ["/0".repeat(32)],
    },
    {
      name: "a thousand unknown fields, naming the first",
      body: JSON.stringify(
        Object.fromEntries(Array.from({ length: 1_000 }, (_, n) => [`k${n}`, 1])),
      ),
      status: 422,
      pointers: ["/name", ...Array.from({ length: 19 }, (_, n) => `/k${n}`)],
    },
    { name: "an array", body: "[]", status: 422, pointers: [""] },
    { name: "null", body: "null", status: 422, pointers: [""] },
    { name: "a missing field", body: "{}", status: 422, pointers: ["/name"] },
    { name: "a long name", body: '{"name":"abcdef"}', status: 422, pointers: ["/name"] },
    {
      name: "a nested field",
      body: '{"name":"a","tags":["b",1]}',
      status: 422,
      pointers: ["/tags/1"],
    },
    {
      name: "an escaped name",
      body: '{"name":"a","a/b~":"x"}',
      status: 422,
      pointers: ["/a~1b~0"],
    },
    {
      name: "unknown fields",
      body: '{"name":"a","x":1,"y":2}',
      status: 422,
      pointers: ["/x", "/y"],
    },
    {
      name: "__proto__",
      body: '{"name":"a","__proto__":{}}',
      status: 422,
      pointers: ["/__proto__"],
    },
    { name: "NUL", body: '{"name":"a\\u0000"}', status: 422, pointers: ["/name"] },
    { name: "half a surrogate pair", body: '{"name":"\\ud800"}', status: 422, pointers: ["/name"] },
  ];

for (const { name, body, status, pointers, detail } of BAD) {
  Deno.test(`readJson() refuses ${name} with ${status}`, async () => {
    const answer = await post(body);
    assert.equal(answer.status, status, JSON.stringify(answer.body));
    assert.equal(answer.body.status, status);
    if (pointers) assert.deepEqual(answer.body.errors.map((error) => error.pointer), pointers);
    if (detail) assert.match(answer.body.detail, detail);
  });
}

Deno.test("readJson() accepts JSON with a charset, and with a suffix type", async () => {
  for (const type of [JSON_TYPE, "application/json; charset=UTF-8", "application/merge+json"]) {
    assert.deepEqual(await post('{"name":"ä"}', type), { status: 201, body: { name: "ä" } });
  }
});

Deno.test("readJson() refuses other types, charsets and bytes that are no UTF-8", async () => {
  for (
    const type of [
      null,
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/json; charset=latin1",
    ]
  ) {
    assert.equal((await post('{"name":"a"}', type)).status, 415, String(type));
  }
  assert.equal((await post(new Uint8Array([0x22, 0xff, 0x22]))).status, 400);
});

Deno.test("readJson() stops reading a body without a length at the limit", async () => {
  let sent = 0;
  const long = new ReadableStream({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
      // It ends, so that a missing limit fails this test instead of hanging it.
      if (sent > 4_000_000) controller.close();
    },
  });
  const answer = await post(long);
  assert.equal(answer.status, 413);
  assert.equal(answer.body.code, "payload_too_large");
  assert.ok(sent < 2_000_000, `${sent} bytes were read`);
});

Deno.test("readQuery() converts, and points to what is wrong", async () => {
  const app = siteApp();
  assert.deepEqual(await (await ask(app, "/api/echo?limit=7")).json(), { limit: 7 });
  for (const query of ["limit=x", "limit=11", "limit=1&limit=2"]) {
    const response = await ask(app, "/api/echo?" + query);
    const problem = await response.json() as Problem;
    assert.equal(response.status, 422, query);
    assert.deepEqual(problem.errors.map((error) => error.pointer), ["/limit"], query);
  }
});

Deno.test("jsonErrorPosition() finds the first character that cannot be JSON", () => {
  const cases: [string, number, number][] = [
    ["", 1, 1],
    ["{", 1, 2],
    ['{"a" 1}', 1, 6],
    ["[1,]", 1, 4],
    ["[01]", 1, 3],
    ['"a\nb"', 1, 3],
    ['["\\x"]', 1, 3],
    ["{\n  a: 1\n}", 2, 3],
    ["nul", 1, 1],
    ["[}", 1, 2],
    ["]", 1, 1],
  ];
  for (const [text, line, column] of cases) {
    assert.throws(() => JSON.parse(text));
    assert.deepEqual(jsonErrorPosition(text), { line, column }, JSON.stringify(text));
  }
});
