import assert from "node:assert/strict";
import { launchBrowser } from "../support/browser.ts";
import { startServer } from "../support/server.ts";

Deno.test("/docs/api shows the API in a browser under the strict policy, asking nobody else", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "factory-test-" });
  const server = await startServer({ DATA_DIR: dataDir });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => void complaints.push(message.text()));
    page.on("pageerror", (error) => void complaints.push(String(error)));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(server.url) && !url.startsWith("data:")) complaints.push(url);
    });
    const response = await page.goto(`${server.url}/docs/api`);
    const policy = response?.headers()["content-security-policy"] ?? "";
    assert.doesNotMatch(policy, /unsafe|\*/);

    await page.waitForSelector("#operations-Projects-registerProject");
    const { paths } = await (await fetch(`${server.url}/api/openapi.json`)).json();
    const count = Object.values(paths).flatMap((methods) => Object.keys(methods as object)).length;
    assert.equal((await page.$$(".opblock")).length, count);

    // Its own client reaches this server: no other origin, no other policy.
    await page.click("#operations-Server-getHealth .opblock-summary-control");
    await (await page.waitForSelector("#operations-Server-getHealth .try-out__btn"))?.click();
    await (await page.waitForSelector("#operations-Server-getHealth .execute"))?.click();
    const answer = await page.waitForSelector("#operations-Server-getHealth .live-responses-table");
    assert.match(await answer?.evaluate((node) => node.textContent) ?? "", /"status": "ok"/);
    assert.deepEqual(complaints, []);
  } finally {
    await browser.close();
    await server.kill("SIGTERM");
    await Deno.remove(dataDir, { recursive: true });
  }
});
