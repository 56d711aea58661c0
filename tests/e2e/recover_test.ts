/**
 * What goes wrong while somebody looks at it is said on the page that is open, and mended without
 * loading it again: a server that restarts, a network that is cut, a job that fails.
 */
import assert from "node:assert/strict";
import type { Browser, Page } from "puppeteer-core";
import type { Job } from "../../lib/domain/wire/job.ts";
import { launchBrowser, openAlive, sees, watchedPage, wordsOf } from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

const FILES = { "README.md": "# Shop\n", "main.py": "import cart\n", "cart.py": "TAX = 1\n" };
const AWAY = "Server is away";

/** A page that tells by a mark whether it was loaded again. */
interface OpenPage {
  page: Page;
  problems: string[];
  loadedAgain(): Promise<boolean>;
}

async function open(browser: Browser, url: string): Promise<OpenPage> {
  const { page, problems } = await watchedPage(browser);
  await openAlive(page, url);
  await page.evaluate(() => Object.assign(globalThis, { opened: true }));
  const loadedAgain = async () => !await page.evaluate(() => "opened" in globalThis);
  return { page, problems, loadedAgain };
}

/** What a browser itself writes of requests that nobody answered is no fault of the page. */
function faults(problems: readonly string[]): string[] {
  return problems.filter((one) => !/net::ERR_(CONNECTION|INTERNET|EMPTY|SOCKET)/.test(one));
}

async function backAgain(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector(".banner") === null, { polling: 50 });
}

Deno.test("a page outlives the restart of its server", async (t) => {
  await using browser = await launchBrowser();
  await using repository = await scratchRepository({ name: "shop", files: FILES });

  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    await t.step(`by ${signal}, while a job runs`, async () => {
      await using data = await dataDirectory();
      const transfer = gate();
      await using gitServer = serveGit({ root: repository.root, intercept: transfer.intercept });
      const environment = { DATA_DIR: data.path, REPO_ALLOWED_HOSTS: "127.0.0.1" };
      await using first = await startServer(environment);
      const client = createClient(first.url);
      const { job } = await client.add(`${gitServer.origin}/shop.git`);
      await transfer.reached;
      const list = await open(browser, `${first.url}/`);
      const jobs = await open(browser, `${first.url}/jobs`);
      const one = await open(browser, `${first.url}/jobs/${job.id}`);
      const all = [list, jobs, one];
      for (const { page } of all) await page.waitForSelector("progress");

      await first.kill(signal);
      for (const { page } of all) await sees(page, AWAY);
      await one.page.click("form[action^='/jobs/'] button");
      await sees(one.page, "The server does not answer. Check that it is running");

      await using _second = await startServer(environment, { port: first.port });
      for (const { page } of all) {
        await backAgain(page);
        await page.waitForSelector("progress");
      }
      transfer.open();
      await client.completed(job.id);
      await list.page.waitForFunction(() => document.querySelector("progress") === null);
      await list.page.waitForSelector(".project-size .unit");
      await sees(jobs.page, "A new map was published");
      await one.page.waitForFunction(() =>
        document.querySelector(".run .badge")?.textContent?.includes("Done")
      );
      await sees(one.page, "A new map was published for commit ");
      await sees(one.page, "Finished 20");
      for (const { page, problems, loadedAgain } of all) {
        assert.ok(!await loadedAgain(), "it needed no loading");
        assert.deepEqual(faults(problems), []);
        await page.close();
      }
    });
  }
});

Deno.test("a page outlives a network that is cut", async (t) => {
  await using browser = await launchBrowser();
  await using repository = await scratchRepository({ name: "shop", files: FILES });
  await repository.git("clone", "-q", "--bare", repository.path, `${repository.root}/till.git`);
  await using data = await dataDirectory();
  const transfer = gate();
  await using gitServer = serveGit({ root: repository.root, intercept: transfer.intercept });
  await using server = await startServer({ DATA_DIR: data.path, REPO_ALLOWED_HOSTS: "127.0.0.1" });
  const client = createClient(server.url);
  const { id, job } = await client.add(`${gitServer.origin}/shop.git`);
  await transfer.reached;

  await t.step("what ended meanwhile is shown when it is back", async () => {
    const one = await open(browser, `${server.url}/jobs/${job.id}`);
    const whole = await open(browser, `${server.url}/projects/${id}`);
    for (const { page } of [one, whole]) {
      await page.setOfflineMode(true);
      await sees(page, AWAY);
      assert.ok(await page.$("[role=status] .banner"), "a screen reader says it as well");
    }
    transfer.open();
    await client.completed(job.id);
    assert.match(await wordsOf(one.page, ".run .badge"), /running/i);
    assert.equal(await whole.page.$(".headline"), null, "it cannot know yet");
    for (const { page } of [one, whole]) {
      await page.setOfflineMode(false);
      await backAgain(page);
    }
    await one.page.waitForSelector(".run .job-completed");
    assert.ok(!await one.loadedAgain());
    await whole.page.waitForSelector(".headline");
    for (const { page, problems } of [one, whole]) {
      assert.deepEqual(faults(problems), []);
      await page.close();
    }
  });

  await t.step("a form keeps what was typed, and sends it when it is back", async () => {
    const { page, problems, loadedAgain } = await open(browser, `${server.url}/`);
    await page.setOfflineMode(true);
    await sees(page, AWAY);
    const address = `${gitServer.origin}/till.git`;
    await page.type("#add-url", address);
    await page.click(".add button[type=submit]");
    await sees(page, "The server does not answer. Check that it is running");
    assert.equal(
      await page.$eval("#add-url", (input) => (input as HTMLInputElement).value),
      address,
    );
    await page.keyboard.down("Control");
    await page.keyboard.press("k");
    await page.keyboard.up("Control");
    await page.setOfflineMode(false);
    await backAgain(page);
    await page.click(".add button[type=submit]");
    await sees(page, "till was added");
    await page.waitForFunction(() => document.querySelectorAll(".project .unit").length === 2);
    await page.keyboard.down("Control");
    await page.keyboard.press("k");
    await page.keyboard.up("Control");
    await page.waitForSelector("dialog[open]");
    assert.ok(!await loadedAgain());
    assert.deepEqual(faults(problems), []);
    await page.close();
  });
});

Deno.test("a job that fails says why and what to do, and is tried again", async (t) => {
  await using browser = await launchBrowser();
  await using repository = await scratchRepository({ name: "shop", files: FILES });
  let there = false;
  await using gitServer = serveGit({
    root: repository.root,
    intercept: () => there ? undefined : new Response("nothing here", { status: 404 }),
  });

  for (const where of ["project", "job", "jobs"] as const) {
    await t.step(`from the page of the ${where}`, async () => {
      there = false;
      await using data = await dataDirectory();
      await using server = await startServer({
        DATA_DIR: data.path,
        REPO_ALLOWED_HOSTS: "127.0.0.1",
      });
      const client = createClient(server.url);
      const list = await open(browser, `${server.url}/`);
      await list.page.type("#add-url", `${gitServer.origin}/shop.git`);
      await list.page.click(".add button[type=submit]");
      await list.page.waitForSelector(".project-failed");
      const [job] = (await client.get<{ items: Job[] }>("/api/jobs")).items;
      assert.ok(job?.error?.remedy, "the failure has a remedy");
      // What stands in backquotes is code on a page.
      const words = [job.error.message, job.error.remedy].map((text) => text.replaceAll("`", ""));

      const paths = {
        project: `/projects/${job.project_id}`,
        job: `/jobs/${job.id}`,
        jobs: "/jobs",
      };
      for (const path of ["/", ...Object.values(paths)]) {
        await list.page.goto(server.url + path);
        const shown = await wordsOf(list.page);
        for (const one of words) assert.ok(shown.includes(one), `${path}: ${one} in ${shown}`);
      }
      await list.page.close();

      there = true;
      const { page, problems } = await open(browser, server.url + paths[where]);
      const again = await page.waitForSelector("::-p-text(Try again)");
      await again!.click();
      if (where === "project") await page.waitForSelector(".headline");
      else if (where === "jobs") await sees(page, "A new map was published");
      else await page.waitForSelector(".run .job-completed");
      assert.deepEqual(problems, []);
      await openAlive(page, `${server.url}${paths.project}`);
      await page.waitForSelector(".headline");
      assert.equal(await page.$(".note-red"), null, "the failure is over");
      await page.close();
    });
  }
});
