import assert from "node:assert/strict";
import { buildRouteTable, patternOf } from "../../lib/web/route_table.ts";
import { ask, siteApp } from "./site_app.ts";

interface Scenario {
  name: string;
  method?: string;
  path: string;
  status: number;
  headers?: Record<string, string>;
  contains?: string;
  body?: string;
}

const SCENARIOS: Scenario[] = [
  { name: "a page", path: "/", status: 200, contains: "<!DOCTYPE html><html" },
  { name: "HEAD as GET without its body", method: "HEAD", path: "/", status: 200, body: "" },
  {
    name: "HEAD of the API",
    method: "HEAD",
    path: "/api/echo",
    status: 200,
    body: "",
    headers: { "content-type": "application/json" },
  },
  {
    name: "OPTIONS with the methods",
    method: "OPTIONS",
    path: "/",
    status: 204,
    headers: { allow: "GET, POST, HEAD, OPTIONS" },
  },
  {
    name: "405 on a page",
    method: "DELETE",
    path: "/",
    status: 405,
    headers: { allow: "GET, POST, HEAD, OPTIONS" },
    contains: "Method Not Allowed",
  },
  {
    name: "405 of the API as a problem",
    method: "PUT",
    path: "/api/echo",
    status: 405,
    headers: {
      allow: "GET, POST, HEAD, OPTIONS",
      "content-type": "application/problem+json",
      "x-trail": "root",
    },
    contains: '"code":"method_not_allowed"',
  },
  {
    name: "an inherited method name is no handler",
    method: "CONSTRUCTOR",
    path: "/api/echo",
    status: 405,
  },
  {
    name: "a redirect after POST",
    method: "POST",
    path: "/",
    status: 303,
    headers: { location: "/deep/1" },
  },
  {
    name: "a literal before a parameter",
    path: "/deep/new",
    status: 200,
    contains: "<p>literal</p>",
  },
  {
    name: "a decoded parameter in its layouts, after all middleware",
    path: "/deep/a%2Fb%20%C3%A4",
    status: 200,
    contains: '<body><section id="deep"><p>a/b ä</p></section></body>',
    headers: { "x-trail": "root,deep" },
  },
  { name: "a rest parameter", path: "/deep/x/y/z", status: 200, contains: "<p>rest x/y/z</p>" },
  {
    name: "middleware that answers itself",
    path: "/deep/1?stop",
    status: 303,
    headers: { location: "/", "x-trail": "root,deep" },
  },
  {
    name: "a trailing slash",
    path: "/deep/1/?a=b",
    status: 308,
    headers: { location: "/deep/1?a=b" },
  },
  {
    name: "slashes that would lead to another host",
    path: "//evil.example/%2e/",
    status: 308,
    headers: { location: "/evil.example" },
  },
  { name: "a path that is no UTF-8", path: "/deep/%ff", status: 400, contains: "Bad Request" },
  {
    name: "an API path that is no UTF-8",
    path: "/api/%",
    status: 400,
    contains: '"code":"malformed_request"',
  },
  { name: "404 as a page", path: "/nothing", status: 404, contains: "Lost: There is nothing" },
  {
    name: "404 of the API as a problem",
    path: "/api/nothing",
    status: 404,
    headers: { "content-type": "application/problem+json", "x-trail": "root" },
    contains: '"status":404',
  },
  {
    name: "a typed error with its status",
    path: "/api/fail?typed",
    status: 429,
    headers: { "retry-after": "2" },
    contains: '"code":"rate_limited"',
  },
];

for (const { name, method = "GET", path, status, headers, contains, body } of SCENARIOS) {
  Deno.test(`the app answers ${name}`, async () => {
    const response = await ask(siteApp(), path, { method });
    const text = await response.text();
    assert.equal(response.status, status, text);
    for (const [key, value] of Object.entries(headers ?? {})) {
      assert.equal(response.headers.get(key), value, key);
    }
    if (contains !== undefined) assert.ok(text.includes(contains), text);
    if (body !== undefined) assert.equal(text, body);
  });
}

for (const path of ["/api/fail", "/broken"]) {
  Deno.test(`a failure at ${path} is a 500 that tells its id but not its cause`, async () => {
    const response = await ask(siteApp(), path, { headers: { "x-request-id": "abc-1" } });
    const text = await response.text();
    assert.equal(response.status, 500);
    assert.equal(response.headers.get("x-request-id"), "abc-1");
    assert.ok(!text.includes("secret"), text);
  });
}

Deno.test("a request id that could forge log lines is replaced", async () => {
  const response = await ask(siteApp(), "/", { headers: { "x-request-id": "a b" } });
  assert.match(response.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
});

Deno.test("every answer carries the security headers, and no page allows inline script", async () => {
  for (const path of ["/", "/nothing", "/api/echo", "/api/fail", "/deep/%ff", "/deep/1/"]) {
    const { headers } = await ask(siteApp(), path);
    const policy = headers.get("content-security-policy") ?? "";
    assert.ok(policy.includes("script-src 'self'"), path);
    assert.ok(policy.includes("frame-ancestors 'none'"), path);
    assert.ok(!policy.includes("unsafe"), path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.ok(headers.has("cache-control"), path);
  }
});

Deno.test("patternOf() reads parameters, rests, index files and groups", () => {
  assert.equal(patternOf("/index"), "/");
  assert.equal(patternOf("/projects/[id]/index"), "/projects/:id");
  assert.equal(patternOf("/(admin)/api/[...path]"), "/api/:path{.+}");
  assert.throws(() => patternOf("/a b"), /not a path segment/);
});

Deno.test("buildRouteTable() refuses two files for one path, and files without a route", () => {
  const handler = () => new Response();
  assert.throws(
    () =>
      buildRouteTable([
        { file: "a/[id].ts", module: { handler } },
        { file: "a/[name]/index.ts", module: { handler } },
      ]),
    /claim the same path/,
  );
  assert.throws(() => buildRouteTable([{ file: "a.ts", module: {} }]), /exports a handler/);
});
