import assert from "node:assert/strict";
import { fakeClock } from "../support/clock.ts";
import { createApi } from "../support/api.ts";

const TOKEN = "a-long-enough-secret-token";
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const FORM = { "content-type": "application/x-www-form-urlencoded" };

function form(fields: Record<string, string>) {
  const body = new URLSearchParams(fields).toString();
  return [body, { ...FORM, "content-length": String(body.length) }] as const;
}

Deno.test("with a token set, the API needs it, and says how to give it", async () => {
  using api = createApi({ token: TOKEN });
  for (const path of ["/api/projects", "/api/status", "/api/jobs", "/api/nothing"]) {
    const response = await api.call("GET", path);
    assert.deepEqual([response.status, response.headers.get("www-authenticate")], [401, "Bearer"]);
    assert.equal((await response.json()).code, "unauthorized");
  }
  assert.equal((await api.call("POST", "/api/projects", { name: "x" })).status, 401);
  assert.equal((await api.call("GET", "/api/projects", undefined, bearer(TOKEN))).status, 200);
  assert.equal(
    (await api.call("GET", "/api/projects", undefined, bearer(TOKEN + "x"))).status,
    401,
  );
  assert.equal((await api.call("GET", "/api/health")).status, 200, "a probe needs none");
});

Deno.test("a page leads to the login and, with the right token, back", async () => {
  using api = createApi({ token: TOKEN });
  const away = await api.call("GET", "/jobs?status=failed");
  assert.deepEqual([away.status, away.headers.get("location")], [
    303,
    "/login?next=%2Fjobs%3Fstatus%3Dfailed",
  ]);
  const login = await api.call("GET", "/login?next=%2Fjobs");
  assert.match(await login.text(), /name="next" value="\/jobs"/);

  const wrong = await api.call("POST", "/login", ...form({ token: "no", next: "/jobs" }));
  assert.deepEqual([wrong.status, wrong.headers.get("set-cookie")], [401, null]);

  const right = await api.call("POST", "/login", ...form({ token: TOKEN, next: "/jobs" }));
  assert.deepEqual([right.status, right.headers.get("location")], [303, "/jobs"]);
  const cookie = right.headers.get("set-cookie") ?? "";
  assert.match(cookie, /HttpOnly; SameSite=Lax/);
  assert(!cookie.includes(TOKEN), "the cookie does not hold the token");
  const session = { cookie: cookie.split(";")[0] ?? "" };
  assert.equal((await api.call("GET", "/jobs", undefined, session)).status, 200);
  assert.equal((await api.call("GET", "/api/status", undefined, session)).status, 200);

  const out = await api.call("POST", "/logout", undefined, session);
  assert.match(out.headers.get("set-cookie") ?? "", /factory_session=; .*Max-Age=0/);
});

Deno.test("a session ends after 30 days, and one of another token never began", async () => {
  const time = fakeClock();
  using api = createApi({ token: TOKEN, clock: time.clock });
  const right = await api.call("POST", "/login", ...form({ token: TOKEN }));
  const session = { cookie: (right.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
  await time.advance(29 * 24 * 3600_000);
  assert.equal((await api.call("GET", "/api/jobs", undefined, session)).status, 200);
  await time.advance(2 * 24 * 3600_000);
  assert.equal((await api.call("GET", "/api/jobs", undefined, session)).status, 401);
  using other = createApi({ token: "another-secret-of-16" });
  assert.equal((await other.call("GET", "/api/jobs", undefined, session)).status, 401);
});

Deno.test("wrong tokens slow their sender down, a session goes on, the wait ends", async () => {
  const time = fakeClock();
  using api = createApi({ token: TOKEN, clock: time.clock });
  const ok = await api.call("POST", "/login", ...form({ token: TOKEN }));
  const session = { cookie: (ok.headers.get("set-cookie") ?? "").split(";")[0] ?? "" };
  for (let n = 0; n < 5; n++) {
    assert.equal((await api.call("GET", "/api/jobs", undefined, bearer("guess"))).status, 401);
  }
  const limited = await api.call("GET", "/api/jobs", undefined, bearer(TOKEN));
  assert.deepEqual([limited.status, limited.headers.get("retry-after")], [429, "1"]);
  assert.equal((await api.call("GET", "/api/jobs", undefined, session)).status, 200);
  await time.advance(1_000);
  assert.equal((await api.call("GET", "/api/jobs", undefined, bearer(TOKEN))).status, 200);
});

Deno.test("the login never leads to another site", async () => {
  using api = createApi({ token: TOKEN });
  for (const next of ["//evil.example", "https://evil.example", "/\\evil.example", ""]) {
    const response = await api.call("POST", "/login", ...form({ token: TOKEN, next }));
    assert.equal(response.headers.get("location"), "/", next);
  }
});

Deno.test("a foreign Host is refused, ours and allowed ones are not", async () => {
  using api = createApi();
  const status = async (host: string) => {
    const request = new Request(`http://${host}/api/health`);
    return (await api.send(request)).status;
  };
  for (const host of ["127.0.0.1:8000", "localhost", "[::1]:9", "factory.example.org"]) {
    assert.equal(await status(host), 200, host);
  }
  for (const host of ["evil.example", "localhost.evil.example", "127.0.0.1.nip.io"]) {
    assert.equal(await status(host), 403, host);
  }
});

/** headers of a browser's request, and whether it may change something */
const ORIGINS: [Record<string, string>, boolean][] = [
  [{}, true],
  [{ origin: "http://127.0.0.1:8000" }, true],
  [{ origin: "http://127.0.0.1:8000", "sec-fetch-site": "same-origin" }, true],
  [{ origin: "null", "sec-fetch-site": "same-origin" }, true],
  [{ origin: "https://factory.example.org" }, true],
  [{ origin: "https://evil.example" }, false],
  [{ origin: "http://127.0.0.1:9000", "sec-fetch-site": "same-site" }, false],
  [{ origin: "null" }, false],
  [{ "sec-fetch-site": "cross-site" }, false],
];

Deno.test("changes are taken from our own pages and from programs, not from other sites", async () => {
  for (const [headers, allowed] of ORIGINS) {
    using api = createApi();
    const response = await api.call("POST", "/api/projects", { name: "x" }, headers);
    assert.equal(response.status, allowed ? 201 : 403, JSON.stringify(headers));
    const read = await api.call("GET", "/api/projects", undefined, headers);
    assert.equal(read.status, 200);
  }
});
