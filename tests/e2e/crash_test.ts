/** The server is killed in the middle of an analysis; the next one ends it, and the page waits. */
import assert from "node:assert/strict";
import { launchBrowser, openAlive, sees, watchedPage } from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { largeRepository } from "../support/corpus.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { processesWith } from "../support/processes.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";
import { stored } from "../support/stored.ts";
import { until } from "../support/until.ts";

Deno.test("kill -9 during an analysis costs nothing but time", async (t) => {
  await using large = await largeRepository(4);
  await using small = await scratchRepository({ name: "small", files: { "a.py": "import b\n" } });
  await using browser = await launchBrowser();

  for (const stage of ["fetch", "parse"] as const) {
    await t.step(`during ${stage}`, async () => {
      await using data = await dataDirectory();
      const transfer = gate();
      if (stage === "parse") transfer.open();
      const [repository, name] = stage === "parse" ? [large, "large"] : [small, "small"];
      await using gitServer = serveGit({ root: repository.root, intercept: transfer.intercept });
      const environment = { DATA_DIR: data.path, REPO_ALLOWED_HOSTS: "127.0.0.1" };
      const { page } = await watchedPage(browser);

      await using first = await startServer(environment);
      const client = createClient(first.url);
      const { id, job } = await client.add(`${gitServer.origin}/${name}.git`);
      await openAlive(page, `${first.url}/projects/${id}`);
      await page.waitForSelector(".run progress");
      if (stage === "fetch") await transfer.reached;
      await client.jobWhen(job.id, `in ${stage}`, (now) => now.stage === stage);
      if (stage === "fetch") assert.match((await data.clones()).join(), /partial/);

      await first.kill("SIGKILL");
      await sees(page, "Server is away");
      await using second = await startServer(environment, { port: first.port });
      transfer.open();
      await page.waitForSelector(".headline", { timeout: 60_000 });
      assert.equal(await page.$(".banner"), null);

      assert.equal((await client.completed(job.id)).error, null);
      assert.equal((await client.jobs(id)).length, 1);
      // Git outlives a killed server until it finds that nobody listens.
      await until(
        "no git of the killed server runs",
        async () => (await processesWith(data.path, "git")).length === 0,
      );
      assert.deepEqual(await data.clones(), [`${id}.git`]);
      assert.equal(await second.kill("SIGTERM"), 0);
      assert.equal(stored(data.path).maps, 1);
      await page.close();
    });
  }
});
