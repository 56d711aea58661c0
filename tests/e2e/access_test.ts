/** What pages of other origins can do in a real browser, foreign hosts, and the way in and out. */
import assert from "node:assert/strict";
import { launchBrowser, sees, watchedPage, wordsOf } from "../support/browser.ts";
import { dataDirectory, startServer } from "../support/server.ts";

const TOKEN = "a-long-enough-secret-token";

Deno.test("a page of another origin can neither read nor change anything", async () => {
  await using data = await dataDirectory();
  await using server = await startServer({ DATA_DIR: data.path });
  const added = await fetch(`${server.url}/api/projects`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Mine" }),
  });
  const { id } = await added.json();
  const html = `<!doctype html><title>Evil</title>
    <iframe name="frame" src="${server.url}/"></iframe><iframe name="sink"></iframe>
    <form id="f" method="post" action="${server.url}/" target="sink">
      <input name="repo_url" value="https://example.org/evil/project.git"></form>`;
  await using other = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () => new Response(html, { headers: { "content-type": "text/html" } }),
  );
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${other.addr.port}/`);
    const seen = await page.evaluate(
      async (server, id) => {
        const tries: [string, RequestInit][] = [
          ["/api/projects", {}],
          ["/api/projects", { mode: "no-cors" }],
          [`/api/system-map/${id}`, {}],
          [`/api/projects/${id}`, { method: "DELETE" }],
          ["/api/projects", { method: "POST", body: '{"name":"evil"}', mode: "no-cors" }],
          ["/api/projects", {
            method: "POST",
            body: '{"name":"evil"}',
            headers: { "content-type": "application/json" },
          }],
          ["/api/analyze-repo", { method: "POST", mode: "no-cors" }],
        ];
        const answers: string[] = [];
        for (const [path, init] of tries) {
          const answer = await fetch(server + path, init).then(
            async (response) => await response.text(),
            () => "",
          );
          answers.push(answer);
        }
        const loads = (make: (url: string) => HTMLElement, url: string) =>
          new Promise<boolean>((resolve) => {
            const element = make(url);
            element.onload = () => resolve(true);
            element.onerror = () => resolve(false);
            document.body.append(element);
          });
        const script = await loads((src) => {
          return Object.assign(document.createElement("script"), { src });
        }, `${server}/api/projects`);
        const image = await loads((src) => {
          return Object.assign(document.createElement("img"), { src });
        }, `${server}/favicon.svg`);
        (document.getElementById("f") as HTMLFormElement).submit();
        return { answers, script, image };
      },
      server.url,
      id,
    );
    assert.deepEqual(seen.answers.filter((answer) => answer !== ""), [], "nothing was read");
    assert.deepEqual([seen.script, seen.image], [false, false]);
    await page.waitForFunction(() => globalThis.frames.length === 2);
    const framed = page.frames().find((frame) => frame.name() === "frame");
    assert(!framed?.url().startsWith(server.url), "the page cannot be framed");

    const { items } = await (await fetch(`${server.url}/api/projects`)).json();
    assert.deepEqual(items.map((project: { name: string }) => project.name), ["Mine"]);
  } finally {
    await browser.close();
  }
});

Deno.test("a request for a foreign host is refused before anything else", async () => {
  await using data = await dataDirectory();
  await using server = await startServer({ DATA_DIR: data.path, ALLOWED_HOSTS: "factory.example" });
  const ask = async (host: string) => {
    const socket = await Deno.connect({ hostname: "127.0.0.1", port: server.port });
    const words = `GET /api/projects HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
    await socket.write(new TextEncoder().encode(words));
    return (await new Response(socket.readable).text()).split("\r\n")[0];
  };
  assert.match(await ask("rebound.example:8000") ?? "", /403/);
  assert.match(await ask("factory.example") ?? "", /200/);
  assert.match(await ask(`localhost:${server.port}`) ?? "", /200/);
});

Deno.test("a browser logs in, works, and logs out", async () => {
  await using data = await dataDirectory();
  await using server = await startServer({ DATA_DIR: data.path, AUTH_TOKEN: TOKEN });
  const browser = await launchBrowser();
  try {
    const { page, problems } = await watchedPage(browser);
    await page.goto(`${server.url}/jobs`);
    assert.equal(new URL(page.url()).pathname, "/login");
    await page.type("#token", "a-wrong-token");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(await wordsOf(page), /not the server's token/);
    assert.deepEqual(problems.splice(0).filter((problem) => !problem.includes("401")), []);

    await page.type("#token", TOKEN);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.equal(new URL(page.url()).pathname, "/jobs");
    await sees(page, "Log out");
    const [cookie] = await browser.cookies();
    assert.deepEqual([cookie?.httpOnly, cookie?.sameSite], [true, "Lax"]);
    assert(!JSON.stringify(cookie).includes(TOKEN));

    await Promise.all([page.waitForNavigation(), page.click(".logout button")]);
    assert.equal(new URL(page.url()).pathname, "/login");
    await page.goto(`${server.url}/`);
    assert.equal(new URL(page.url()).pathname, "/login");
    assert.deepEqual(problems, []);
    assert(!server.log().includes(TOKEN), "no log line holds the token");
  } finally {
    await browser.close();
  }
});
