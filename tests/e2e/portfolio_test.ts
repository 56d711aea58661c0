/** The list of all projects as a person works with it: sorting, searching, tags, many at once. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "puppeteer-core";
import type { Job } from "../../lib/domain/wire/job.ts";
import { launchBrowser, openAlive, overflowing, watchedPage, wordsOf } from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { scratchDatabase } from "../support/database.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { listed, quotaUsed, serveGitHub } from "../support/github_server.ts";
import { fillPortfolio } from "../support/portfolio.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

const TOKEN = "ghp_typedByAPerson";

Deno.test("the portfolio", async (t) => {
  await using repository = await scratchRepository({
    name: "shop",
    files: { "main.py": "import os\n" },
  });
  const transfer = gate();
  await using git = serveGit({ root: repository.root, intercept: transfer.intercept });
  await using github = serveGitHub();
  await using data = await dataDirectory();
  await fill(`${data.path}/factory.sqlite`);
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_HOSTS: "127.0.0.1",
    GITHUB_API_URL: github.apiUrl,
    LOG_LEVEL: "debug",
  });
  const client = createClient(server.url);
  await using browser = await launchBrowser();
  const { page, problems } = await watchedPage(browser);
  await page.setViewport({ width: 1440, height: 900 });

  await t.step("a click on a column sorts by it, a second one the other way round", async () => {
    await openAlive(page, server.url);
    assert.equal(await wordsOf(page, "#portfolio-count"), "120 projects");
    const scores = async () =>
      await page.$$eval(".project-health b", (all) => all.map((one) => Number(one.textContent)));
    await follow(page, "#sort-health");
    assert.match(page.url(), /\?sort=health$/);
    const worst = await scores();
    assert.deepEqual(worst, worst.toSorted((a, b) => a - b));
    assert.equal(await page.$$eval("[aria-sort=ascending]", (all) => all.length), 1);
    await follow(page, "#sort-health");
    const best = await scores();
    assert.deepEqual(best, best.toSorted((a, b) => b - a));
    assert.ok(best[0]! > worst[0]!);
  });

  await t.step("the rest is a page further, and the way back is there", async () => {
    await follow(page, "#to-next");
    assert.equal((await rows(page)).length, 50);
    await follow(page, "#to-next");
    assert.equal((await rows(page)).length, 20);
    assert.equal(await page.$("#to-next"), null);
    await follow(page, "#to-first");
    assert.match(page.url(), /\?sort=-health$/);
  });

  await t.step("typing searches without loading the page, and the address keeps it", async () => {
    await page.evaluate(() => document.body.dataset["same"] = "yes");
    await page.type("#filter-q", "service 11");
    await counts(page, "11 projects found");
    assert.equal(new URL(page.url()).search, "?q=service+11&sort=-health");
    assert.equal(await page.evaluate(() => document.body.dataset["same"]), "yes");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "filter-q");
    await page.select("#filter-language", "Go");
    await counts(page, "5 projects found");
    await page.select("#filter-health", "red");
    await page.select("#filter-language", "Rust");
    await page.waitForFunction(() => location.search.includes("language=Rust"));
    await page.reload();
    assert.equal(
      await page.$eval("#filter-q", (one) => (one as HTMLInputElement).value),
      "service 11",
    );
  });

  await t.step("a tag is a filter, for the keyboard too", async () => {
    await openAlive(page, server.url);
    await page.focus("a.tag");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(page.url(), /\?tag=(blue|core|payments)$/);
    const tag = new URL(page.url()).searchParams.get("tag") ?? "";
    const tags = await page.$$eval(
      ".project",
      (all) => all.map((row) => [...row.querySelectorAll(".tag")].map((one) => one.textContent)),
    );
    assert.ok(tags.length > 0 && tags.every((of) => of.includes(tag)));
  });

  await t.step("a failure after the map that is shown is told, and leads to its job", async () => {
    await openAlive(page, `${server.url}/?q=service-100`);
    assert.match(await wordsOf(page, ".project-failed"), /last analysis failed.*does not answer/);
    assert.match(await wordsOf(page, ".project-health"), /\d/);
  });

  await t.step("a project's tags are edited by a form", async () => {
    await openAlive(page, `${server.url}/projects/p0009`);
    await page.click(".settings summary");
    await page.type("#edit-tags", "Flagship, blue core");
    await follow(page, ".settings details[open] button[type=submit]");
    assert.match(await wordsOf(page, ".page-head"), /blue\s+core\s+flagship/);
    await openAlive(page, `${server.url}/?tag=flagship`);
    assert.deepEqual(await rows(page), ["Service 9"]);
    await page.waitForFunction(() =>
      document.querySelector("#filter-tag")?.textContent?.includes("flagship (1)")
    );
  });

  await t.step("many addresses are added by lines, without JavaScript and twice", async () => {
    const { page: plain, problems: complaints } = await watchedPage(browser);
    await plain.setJavaScriptEnabled(false);
    const add = async () => {
      await plain.goto(`${server.url}/projects/add`);
      await plain.type(
        "#add-many",
        `# ours\n${git.origin}/shop.git\n\ngit://example.org/old\nhttps://example.org/team/service-7\n`,
      );
      await plain.type("#new-tags", "batch");
      await follow(plain, ".add button[type=submit]");
      return await plain.$$eval(
        "#bulk-result tbody tr",
        (all) =>
          all.map((row) =>
            [...row.querySelectorAll("td")].map((cell) => cell.textContent ?? "").join(" ")
          ),
      );
    };
    const [first, second, third] = await add();
    assert.match(first!, /^2 Added$/);
    assert.match(second!, /^4 Refused.*neither encrypted.*https/);
    assert.match(third!, /^5 Already there$/);
    assert.equal(
      await plain.$eval("#add-many", (one) => (one as HTMLTextAreaElement).value),
      "git://example.org/old",
      "what was refused is there to be corrected",
    );
    assert.match((await add())[0]!, /^2 Already there$/);
    await plain.goto(`${server.url}/?tag=batch`);
    assert.deepEqual(await rows(plain), ["shop"]);
    assert.deepEqual(complaints, []);
    await plain.close();
  });

  await t.step(
    "a running analysis shows itself and ends, and nothing moves meanwhile",
    async () => {
      await openAlive(page, `${server.url}/?tag=batch`);
      await page.waitForSelector(".project-run progress");
      await page.focus(".project-name");
      await page.evaluate(() => {
        const shifts: number[] = [];
        Object.assign(globalThis, { shifts });
        new PerformanceObserver((list) =>
          list.getEntries().forEach((entry) =>
            shifts.push((entry as { value?: number }).value ?? 0)
          )
        ).observe({ type: "layout-shift" });
      });
      transfer.open();
      await page.waitForFunction(() => document.querySelector(".project-health b") !== null);
      await page.waitForFunction(() => document.querySelector(".project-run") === null);
      assert.match(await wordsOf(page, ".project-languages"), /Python/);
      assert.equal(await page.evaluate(() => document.activeElement?.className), "project-name");
      const shifts = await page.evaluate(() =>
        (globalThis as unknown as { shifts: number[] }).shifts
      );
      assert.deepEqual(shifts, []);
    },
  );

  await t.step("a later failure is told while the page stands open", async () => {
    const [project] =
      (await client.get<{ items: { id: string }[] }>("/api/projects?tag=batch")).items;
    await repository.commit({ "more.py": "import sys\n" });
    await client.send("PATCH", `/api/projects/${project!.id}`, { branch: "nowhere" });
    await page.waitForSelector(".project-failed", { timeout: 60_000 });
    assert.match(await wordsOf(page, ".project"), /The last analysis failed/);
    assert.match(await wordsOf(page, ".project-health"), /\d/, "the older map stands");
    const [job] = await client.jobs(project!.id);
    assert.equal((job as Job).status, "failed");
  });

  await t.step(
    "an organisation of GitHub is listed with a token, chosen from and added",
    async () => {
      github.organisations["acme"] = [
        ...Array.from({ length: 130 }, (_, n) => listed(`acme/r${String(n).padStart(3, "0")}`)),
        listed("acme/old", { archived: true }),
        listed("acme/secret", { private: true, clone_url: `${git.origin}/secret.git` }),
        { ...listed("acme/shop"), clone_url: `${git.origin}/shop.git` },
      ];
      await openAlive(page, `${server.url}/projects/import`);
      await page.type("#owner-1", "acme");
      await page.type("#token-1", TOKEN);
      await follow(page, ".add button[type=submit]");
      assert.match(await wordsOf(page, "#found h2"), /132 repositories/);
      assert.ok(!(await page.content()).includes(TOKEN), "no page has the token");
      assert.match(await wordsOf(page, "#found"), /acme\/secret\s+Private/);
      assert.match(await wordsOf(page, "#found"), /There\s+acme\/shop/);
      await page.$$eval("#found input[name=repo]", (all) =>
        all.forEach((box) => {
          const input = box as HTMLInputElement;
          input.checked = input.value.includes("/secret");
        }));
      await page.type("#new-tags", "acme");
      await follow(page, "#found button[type=submit]");
      assert.match(
        await wordsOf(page, "#bulk-title"),
        /1 project added, 0 already there, 0 refused/,
      );
      assert.ok(github.requests.some(({ authorization }) => authorization === `token ${TOKEN}`));
      assert.ok(github.requests.every(({ path }) => !path.includes(TOKEN)));
    },
  );

  await t.step("what GitHub refuses is said with its remedy", async () => {
    const list = async (owner: string, token = "") => {
      await page.goto(`${server.url}/projects/import`);
      await page.type("#owner-1", owner);
      if (token !== "") await page.type("#token-1", token);
      await follow(page, ".add button[type=submit]");
      return await wordsOf(page, "#main");
    };
    const before = problems.length;
    assert.match(await list("nobody"), /shows no organisation or user "nobody".*Check how/);
    github.login = null;
    assert.match(await list("acme", TOKEN), /does not accept this token/);
    github.intercept = () => quotaUsed(4_102_444_800);
    assert.match(await list("acme", TOKEN), /come back later.*use another token/);
    github.intercept = () => undefined;
    github.organisations["empty"] = [];
    assert.match(await list("empty"), /has no repositories to choose from/);
    // The browser tells of each answer that is no success.
    const refusals = problems.splice(before);
    assert.ok(refusals.length > 0 && refusals.every((one) => one.includes("422")), refusals.join());
  });

  await t.step("results and choices are accessible, and fit a phone", async () => {
    for (const width of [1440, 390]) {
      await page.setViewport({ width, height: 844 });
      await openAlive(page, `${server.url}/projects/import`);
      await page.type("#owner-1", "acme");
      await follow(page, ".add button[type=submit]");
      await isAccessible(page);
      await page.$$eval(
        "#found input[name=repo]",
        (all) => all.forEach((box, index) => (box as HTMLInputElement).checked = index < 2),
      );
      await follow(page, "#found button[type=submit]");
      await isAccessible(page);
      await openAlive(page, `${server.url}/?sort=health`);
      await isAccessible(page);
    }
  });

  assert.deepEqual(problems, []);
  assert.ok(!server.log().includes(TOKEN), "no log has the token");
  assert.equal(await server.kill("SIGTERM"), 0);
  for await (const { name, isFile } of Deno.readDir(data.path)) {
    if (!isFile) continue;
    const bytes = await Deno.readFile(`${data.path}/${name}`);
    assert.ok(!new TextDecoder("latin1").decode(bytes).includes(TOKEN), `${name} has the token`);
  }
});

/** A database with 120 projects, where the server will find it. */
async function fill(path: string): Promise<void> {
  using scratch = scratchDatabase();
  fillPortfolio(scratch, 120);
  scratch.database.raw.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  await Deno.copyFile(scratch.path, path);
}

/** Clicks what loads another page, and waits for that. */
async function follow(page: Page, selector: string): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

async function rows(page: Page): Promise<string[]> {
  return await page.$$eval(".project-name", (all) => all.map((one) => one.textContent ?? ""));
}

async function counts(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    (text) => document.querySelector("#portfolio-count")?.textContent === text,
    {},
    words,
  );
}

async function isAccessible(page: Page): Promise<void> {
  assert.deepEqual(await overflowing(page), []);
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
  assert.deepEqual(violations, []);
}
