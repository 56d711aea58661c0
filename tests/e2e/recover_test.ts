/** What goes wrong while a page stands open: it is said, and once it is over the page goes on. */
import assert from "node:assert/strict";
import { launchBrowser, openAlive, sees, watchedPage, wordsOf } from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

Deno.test("what goes wrong", async (t) => {
  await using repository = await scratchRepository({
    name: "shop",
    files: { "src/main.ts": 'import "./cart.ts";\n', "src/cart.ts": "export {};\n" },
  });
  await using data = await dataDirectory();
  await using browser = await launchBrowser();

  await t.step("the network is cut while a job runs: it ends, and the page shows it", async () => {
    const transfer = gate();
    await using git = serveGit({ root: repository.root, intercept: transfer.intercept });
    await using server = await startServer({
      DATA_DIR: data.path,
      REPO_ALLOWED_HOSTS: "127.0.0.1",
    });
    const client = createClient(server.url);
    const { id, job } = await client.add(`${git.origin}/shop.git`);
    const { page } = await watchedPage(browser);
    await openAlive(page, `${server.url}/projects/${id}`);
    await page.waitForSelector(".run progress");
    await transfer.reached;
    await page.setOfflineMode(true);
    await sees(page, "Server is away");
    assert.ok(await page.$("[role=status] .banner"), "a screen reader says it as well");
    transfer.open();
    await client.completed(job.id);
    assert.equal(await page.$(".headline"), null, "it cannot know yet");
    await page.setOfflineMode(false);
    await page.waitForSelector(".headline", { timeout: 60_000 });
    assert.equal(await page.$(".banner"), null);
    await page.close();
  });

  await t.step(
    "a repository that is away fails its job, which is tried again with a click",
    async () => {
      let away = true;
      await using git = serveGit({
        root: repository.root,
        intercept: () => Promise.resolve(away ? new Response("gone", { status: 404 }) : undefined),
      });
      await using server = await startServer({
        DATA_DIR: data.path,
        REPO_ALLOWED_HOSTS: "127.0.0.1",
      });
      const client = createClient(server.url);
      const { page } = await watchedPage(browser);
      await openAlive(page, `${server.url}/`);
      const { id, job } = await client.add(`${git.origin}/shop.git`);
      await client.jobWhen(job.id, "failed", ({ status }) => status === "failed");
      const { error } = await client.job(job.id);
      assert.ok(error?.remedy);
      // Said where one happens to be: in the list that stood open, on the project and on the job.
      await page.waitForFunction(
        (path) =>
          document.querySelector(`a[href="${path}"]`)?.closest(".project")?.textContent
            ?.match(/fail/i) != null,
        { timeout: 30_000 },
        `/projects/${id}`,
      );
      for (const path of [`/projects/${id}`, `/jobs/${job.id}`]) {
        await openAlive(page, server.url + path);
        const words = await wordsOf(page);
        for (const part of [error.message, error.remedy]) assert.ok(words.includes(part), part);
      }
      away = false;
      await page.locator("::-p-text(Try again)").click();
      await client.completed(job.id);
      await sees(page, "Completed");
      await openAlive(page, `${server.url}/projects/${id}`);
      await page.waitForSelector(".headline");
      await page.close();
    },
  );
});
