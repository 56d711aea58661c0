import assert from "node:assert/strict";
import { createDevProxy } from "../../build/dev_proxy.ts";

const ask = (proxy: ReturnType<typeof createDevProxy>, path: string, init?: RequestInit) =>
  proxy.fetch(new Request("http://127.0.0.1" + path, init));

Deno.test("the development proxy adds its script to pages and passes the rest on", async () => {
  const policy = "script-src 'self'";
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, async (req) => {
    if (new URL(req.url).pathname === "/page") {
      return new Response("<html><head></head></html>", {
        headers: { "content-type": "text/html", "content-security-policy": policy },
      });
    }
    if (req.method === "POST") return Response.json(await req.json(), { status: 201 });
    return new Response(null, { status: 303, headers: { location: "/page" } });
  });
  const proxy = createDevProxy();
  assert.equal((await ask(proxy, "/page")).status, 503, "nothing is built yet");

  proxy.show({ kind: "ready", port: server.addr.port });
  const page = await ask(proxy, "/page");
  const script = /<script type="module" src="(\/_dev\/client\.js\?1)"><\/script><\/head>/
    .exec(await page.text())?.[1];
  assert.equal(page.headers.get("content-security-policy"), policy);
  const client = await ask(proxy, script ?? "");
  assert.equal(client.headers.get("content-type"), "text/javascript");
  assert.match(await client.text(), /EventSource/);

  const posted = await ask(proxy, "/api", { method: "POST", body: '{"a":1}' });
  assert.equal(posted.status, 201);
  assert.deepEqual(await posted.json(), { a: 1 });
  const redirect = await ask(proxy, "/", { redirect: "manual" });
  assert.equal(redirect.headers.get("location"), "/page");
  await server.shutdown();
});

Deno.test("open pages learn of every build, and of its error", async () => {
  const proxy = createDevProxy();
  const events = (await ask(proxy, "/_dev/events")).body?.pipeThrough(new TextDecoderStream())
    .getReader();
  assert.ok(events);
  proxy.show({ kind: "error", message: "line 1\nline 2" });
  assert.equal(
    (await events.read()).value,
    'event: state\ndata: {"build":1,"error":"line 1\\nline 2"}\n\n',
  );
  proxy.show({ kind: "ready", port: 1 });
  assert.equal((await events.read()).value, 'event: state\ndata: {"build":2,"error":null}\n\n');
  await events.cancel();
  proxy.show({ kind: "ready", port: 1 });
});
