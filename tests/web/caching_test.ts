import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { acceptsEncoding } from "../../lib/web/compress.ts";
import { etagOf, matchesEtag } from "../../lib/web/etag.ts";
import { ask, siteApp } from "./site_app.ts";

const GZIP = { "accept-encoding": "gzip, deflate, br" };

Deno.test("matchesEtag() compares weakly, in lists, with commas in tags and with *", () => {
  const cases: [string | null, boolean][] = [
    [null, false],
    ['"v1"', true],
    ['W/"v1"', true],
    ['"v0", W/"v1"', true],
    ['"a,b","v1"', true],
    ["*", true],
    ['"v10"', false],
    ["v1", false],
    ["", false],
  ];
  for (const [header, expected] of cases) {
    assert.equal(matchesEtag(header, etagOf("v1")), expected, String(header));
  }
  assert.throws(() => etagOf('a"b'));
});

Deno.test("acceptsEncoding() reads qualities and the wildcard", () => {
  const cases: [string | null, number][] = [
    [null, 0],
    ["gzip", 1],
    ["br, gzip;q=0.5", 0.5],
    ["gzip;q=0", 0],
    ["*", 1],
    ["gzip;q=0, *", 0],
    ["identity", 0],
    ["gzip;q=abc", 0],
  ];
  for (const [header, expected] of cases) {
    assert.equal(acceptsEncoding(header, "gzip"), expected, String(header));
  }
});

Deno.test("a compressed answer is gzip, varies, and has a weak tag that still gives a 304", async () => {
  const app = siteApp();
  const response = await ask(app, "/api/tagged", { headers: GZIP });
  assert.equal(response.headers.get("content-encoding"), "gzip");
  assert.equal(response.headers.get("vary"), "accept-encoding");
  assert.equal(response.headers.get("etag"), 'W/"v1"');
  const text = new TextDecoder().decode(gunzipSync(await response.bytes()));
  assert.equal(JSON.parse(text).text.length, 2_000);

  const again = await ask(app, "/api/tagged", { headers: { ...GZIP, "if-none-match": 'W/"v1"' } });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get("content-encoding"), null);
  assert.equal(await again.text(), "");
});

Deno.test("callers without gzip get the plain text and its strong tag", async () => {
  const response = await ask(siteApp(), "/api/tagged", {
    headers: { "accept-encoding": "gzip;q=0" },
  });
  assert.equal(response.headers.get("content-encoding"), null);
  assert.equal(response.headers.get("etag"), '"v1"');
  assert.equal((await response.json()).text.length, 2_000);
});

Deno.test("short answers, HEAD and event streams are not compressed", async () => {
  const app = siteApp();
  for (
    const [path, method] of [["/api/echo", "GET"], ["/api/tagged", "HEAD"], ["/api/events", "GET"]]
  ) {
    const response = await ask(app, path as string, { method, headers: GZIP });
    assert.equal(response.headers.get("content-encoding"), null, path);
    await response.body?.cancel();
  }
  assert.deepEqual(await (await ask(app, "/api/echo", { headers: GZIP })).json(), { limit: 2 });
});

Deno.test("gzipResponse() sends stored gzip as it is, and unpacks it for those who cannot", async () => {
  const app = siteApp();
  const packed = await ask(app, "/api/stored", { headers: GZIP });
  assert.equal(packed.headers.get("content-encoding"), "gzip");
  const text = new TextDecoder().decode(gunzipSync(await packed.bytes()));
  const plain = await ask(app, "/api/stored");
  assert.equal(plain.headers.get("content-encoding"), null);
  assert.equal(await plain.text(), text);
  for (const { headers } of [packed, plain]) assert.equal(headers.get("vary"), "accept-encoding");
});

Deno.test("a 304 says what its 200 would have varied by", async () => {
  const first = await ask(siteApp(), "/api/tagged", { headers: GZIP });
  const etag = first.headers.get("etag") ?? "";
  await first.body?.cancel();
  const again = await ask(siteApp(), "/api/tagged", {
    headers: { ...GZIP, "if-none-match": etag },
  });
  assert.deepEqual([again.status, again.headers.get("vary")], [304, "accept-encoding"]);
});
