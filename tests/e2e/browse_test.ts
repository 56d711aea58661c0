/** Moving through code: from names and pictures to files, and between two maps. */
import assert from "node:assert/strict";
import type { Job } from "../../lib/domain/wire/job.ts";
import { launchBrowser, openAlive, sees, watchedPage, wordsOf } from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

const FILES = {
  "README.md": "# Shop\n",
  "src/main.ts": 'import { cart } from "./cart.ts";\nimport "preact";\nconsole.log(cart());\n',
  "src/cart.ts": `export function cart() {\n  return "<b>5</b>";\n}\n${"// more\n".repeat(40)}`,
};

Deno.test("moving through a project", async (t) => {
  await using repository = await scratchRepository({ files: FILES });
  await using data = await dataDirectory();
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_PATHS: repository.root,
  });
  const client = createClient(server.url);
  const project = await client.add(repository.path);
  await client.completed(project.job.id);
  const home = `${server.url}/projects/${project.id}`;
  await using browser = await launchBrowser();
  const { page, problems } = await watchedPage(browser);
  const press = async (key: "k") => {
    await page.keyboard.down("Control");
    await page.keyboard.press(key);
    await page.keyboard.up("Control");
  };

  await t.step("Ctrl-K finds a function while one types, and Enter opens its line", async () => {
    await openAlive(page, `${server.url}/jobs`);
    await press("k");
    await page.waitForSelector("dialog.palette[open]");
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "INPUT");
    await page.keyboard.type("cart");
    await page.waitForFunction(() =>
      document.querySelector(".palette-at")?.textContent?.includes("function")
    );
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(page.url(), /\/file\?path=src%2Fcart\.ts&lines=1#L1$/);
    assert.equal((await wordsOf(page, "tr.marked")).trim(), "1\texport function cart() {");
  });

  await t.step("the file shows its text as text, in colours, with what imports it", async () => {
    assert.equal(await page.$$eval(".source b", (all) => all.length), 0);
    assert.equal(await page.$eval("#L2 .code-string", (one) => one.textContent), '"<b>5</b>"');
    assert.match(await wordsOf(page, "#imported-by"), /src\/main\.ts line 1/);
    assert.match(await wordsOf(page, "#symbols"), /cart function/);
  });

  await t.step("Escape closes the list, and pages and projects are in it as well", async () => {
    await openAlive(page, `${server.url}/settings`);
    await press("k");
    await page.waitForSelector("dialog.palette[open]");
    assert.match(await wordsOf(page, "dialog"), /Projects[\s\S]*Jobs[\s\S]*Settings/);
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector("dialog.palette[open]") === null);
    await press("k");
    await page.waitForSelector("dialog.palette[open]");
    await page.keyboard.type(project.name);
    await page.waitForFunction(
      (name) => document.querySelector(".palette-at")?.textContent?.includes(name),
      {},
      project.name,
    );
    await page.keyboard.press("Escape");
  });

  await t.step("a click on a file of the treemap opens it", async () => {
    await openAlive(page, home);
    await Promise.all([page.waitForNavigation(), page.click('[data-path="src/cart.ts"]')]);
    assert.match(page.url(), /path=src%2Fcart\.ts/);
  });

  await t.step("paths on the map are links; one that is not there says so", async () => {
    const hrefs = await (await fetch(home)).text();
    assert(hrefs.includes("/file?path=src%2Fcart.ts"));
    const gone = await fetch(`${home}/file?path=..%2F..%2Fetc%2Fpasswd`);
    assert.equal(gone.status, 404);
    const words = await gone.text();
    assert.match(words, /has no file/);
    assert.ok(words.includes(`href="${new URL(home).pathname}">The project<`));
    const none = await fetch(`${home}-not/file?path=src/cart.ts`);
    assert.equal(none.status, 404);
    assert.doesNotMatch(await none.text(), />The project</);
  });

  await t.step(
    "one map has nothing to be compared with; a second one says what changed",
    async () => {
      await page.goto(`${home}/changes`);
      await sees(page, "There is one map so far");
      await page.goto(home);
      assert.equal(await page.$(".change"), null, "the overview compares with nothing");
      await repository.commit({
        "src/pay.ts": "export const pay = 1;\n",
        "src/main.ts":
          'import { cart } from "./cart.ts";\nimport { pay } from "./pay.ts";\ncart();\n',
      });
      const job = await client.send<Job>("POST", "/api/analyze-repo", { project_id: project.id });
      await client.completed(job.id);
      await openAlive(page, home);
      const headline = await wordsOf(page, ".headline");
      assert.match(headline, /Files\s+4\s+\+1/);
      assert.match(headline, /File imports\s+2\s+\+1/);
      assert.match(headline, /Cycles\s+0\s+same as before/);
      await Promise.all([page.waitForNavigation(), page.click(".headline p a")]);
      const words = await wordsOf(page, "#comparison");
      assert.match(words, /1 added\s+src\/pay\.ts/);
      assert.match(words, /src\/main\.ts → src\/pay\.ts/);
      assert.equal(await page.$$eval(".trend", (all) => all.length), 6);
    },
  );

  await t.step("a citation of the former commit still leads to its lines", async () => {
    const { items } = await client.get<{ items: { commit_sha: string }[] }>(
      `/api/projects/${project.id}/maps`,
    );
    const old = items.at(-1)!.commit_sha;
    await page.goto(`${home}/file?path=src/main.ts&commit=${old}&lines=2#L2`);
    assert.match(await wordsOf(page, "tr.marked"), /import "preact"/);
    await sees(page, "another commit by now");
  });

  assert.deepEqual(problems, []);
});
