/** A running job is cancelled from its page, whatever it is doing: nothing of it stays. */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { launchBrowser, openAlive, sees, watchedPage } from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { largeRepository } from "../support/corpus.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { processesWith } from "../support/processes.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

/** Two seconds are promised; a busy machine that runs all tests gets some more. */
const CANCEL_MS = 5_000;

Deno.test("a running job is cancelled from its page", async (t) => {
  await using data = await dataDirectory();
  await using large = await largeRepository(12);
  await using small = await scratchRepository({ files: { "a.py": "import b\n", "b.py": "" } });
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_HOSTS: "127.0.0.1",
    REPO_ALLOWED_PATHS: large.root,
  });
  await using browser = await launchBrowser();
  const client = createClient(server.url);
  const { page, problems } = await watchedPage(browser);

  async function cancel(page: Page, id: string): Promise<void> {
    const clicked = performance.now();
    await page.click("form[action^='/jobs/'] button");
    await until(
      "the job is cancelled",
      async () => (await client.job(id)).status === "cancelled",
      CANCEL_MS,
    );
    console.log(`cancelled after ${Math.round(performance.now() - clicked)} ms`);
    await sees(page, "Cancelled");
  }

  await t.step("while git waits for a server that sends nothing", async () => {
    const transfer = gate();
    await using stalled = serveGit({ root: small.root, intercept: transfer.intercept });
    const { id, job } = await client.add(`${stalled.origin}/repo.git`);
    await openAlive(page, `${server.url}/jobs/${job.id}`);
    await transfer.reached;
    assert.notDeepEqual(await processesWith(data.path, "git"), []);
    assert.match((await data.clones()).join(), /partial/);

    await cancel(page, job.id);
    assert.deepEqual(await processesWith(data.path, "git"), []);
    assert.deepEqual(await data.clones(), []);
    transfer.open();

    const again = await client.send<{ id: string }>("POST", "/api/analyze-repo", {
      project_id: id,
    });
    await client.completed(again.id);
    assert.equal((await client.map(id)).files.length, 2);
  });

  await t.step("while its code is being read", async () => {
    const { id, job } = await client.add(large.path);
    await openAlive(page, `${server.url}/jobs/${job.id}`);
    await client.jobWhen(job.id, "parsing", ({ stage }) => stage === "parse");

    await cancel(page, job.id);
    assert.deepEqual(await processesWith(data.path, "git"), []);
    const response = await fetch(`${server.url}/api/system-map/${id}`);
    assert.equal((await response.json()).code, "map_not_ready");
    assert.deepEqual((await data.clones()).filter((name) => name.includes("partial")), []);
  });

  await t.step("and its page has complained of nothing", () => assert.deepEqual(problems, []));
});
