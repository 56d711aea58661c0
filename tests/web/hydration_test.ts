/** The client build of the fixture site, served by the app and used in real Chromium. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import type { Page } from "puppeteer-core";
import * as esbuild from "esbuild";
import { clientOptions, writeClient } from "../../build/client.ts";
import { openAssets } from "../../lib/web/mod.ts";
import { launchBrowser } from "../support/browser.ts";
import { ask, SITE, siteApp } from "./site_app.ts";

Deno.test("the built site", async (t) => {
  const directory = await Deno.makeTempDir();
  const out = pathToFileURL(directory + "/");
  const options = { root: SITE, out, production: true };
  const result = await esbuild.build(await clientOptions(options));
  const build = await writeClient(result, minify, options);
  await esbuild.stop();
  const app = siteApp(await openAssets(out));
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, app.fetch);
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const browser = await launchBrowser();

  await t.step("pages link the hashed style sheet and only the modules they need", async () => {
    const html = await (await ask(app, "/")).text();
    assert.match(html, /href="\/assets\/app-[0-9a-f]{16}\.css"/);
    const counter = build.islands.Counter?.src ?? "";
    assert.ok(html.includes(`<link rel="modulepreload" href="${counter}">`));
    assert.ok(!html.includes(build.islands.Broken?.src ?? "?"));
    const none = await (await ask(app, "/deep/1")).text();
    assert.ok(!none.includes("<script"));
  });

  await t.step("assets are immutable, typed, compressed once, and 304 by their tag", async () => {
    const runtime = build.runtime?.src ?? "";
    for (const [encoding, expected] of [["br, gzip", "br"], ["gzip", "gzip"], ["identity", null]]) {
      const headers = { "accept-encoding": encoding as string };
      const response = await ask(app, runtime, { headers });
      const small = build.files[runtime]?.encodings.length === 0;
      assert.equal(response.headers.get("content-encoding"), small ? null : expected as string);
      assert.equal(response.headers.get("content-type"), "text/javascript; charset=utf-8");
      assert.match(response.headers.get("cache-control") ?? "", /immutable/);
      const etag = response.headers.get("etag") ?? "";
      await response.body?.cancel();
      const same = await ask(app, runtime, { headers: { ...headers, "if-none-match": etag } });
      assert.equal(same.status, 304);
    }
    const plain = await ask(app, "/app.css");
    assert.equal(plain.headers.get("cache-control"), "no-cache");
    assert.equal((await plain.text()).trim(), "body{color:#010203}");
    assert.equal((await ask(app, "/app.css", { method: "POST" })).status, 405);
  });

  await t.step("no path leads out of the static directory", async () => {
    for (
      const path of [
        "/assets/..%2fassets.json",
        "/assets/../assets.json",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets.json",
        "/..%5cassets.json",
        "/assets//etc/passwd",
        "/constructor",
        "/__proto__",
      ]
    ) {
      assert.equal((await ask(app, path)).status, 404, path);
    }
  });

  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warn") errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(String(error)));

  await t.step("islands come alive with their props, in tables and within each other", async () => {
    await open(page, origin + "/");
    const texts = () => page.$$eval(".counter", (buttons) => buttons.map((b) => b.textContent));
    const label = `<b> "quoted" & 'single' --> </script> \u2028`;
    assert.deepEqual(await texts(), [`${label} 3`, "inner 10"]);
    for (const button of await page.$$(".counter")) await button.click();
    await page.waitForSelector("td.more");
    assert.deepEqual(await texts(), [`${label} 4`, "inner 11"]);
    assert.equal(await page.$eval("#outer", (e) => e.getAttribute("data-alive")), "true");
    // The row that appeared stands in the table, after the island's first one.
    assert.equal(await page.$$eval("tbody > tr", (rows) => rows.length), 2);
    assert.deepEqual(errors, []);
  });

  await t.step("a broken island is named in the console, and its neighbour lives", async () => {
    await open(page, origin + "/mixed");
    await page.click(".counter");
    await page.waitForFunction(() =>
      document.querySelector(".counter")?.textContent === "beside 1"
    );
    assert.ok(errors.some((text) => text.includes("Island Broken")), errors.join("\n"));
    assert.ok(await page.$("#broken"), "what the server rendered is still there");
  });

  await browser.close();
  await server.shutdown();
  await Deno.remove(directory, { recursive: true });
});

async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForSelector("html[data-islands=ready]");
}

async function minify(text: string): Promise<string> {
  return (await esbuild.transform(text, { loader: "css", minify: true })).code;
}
