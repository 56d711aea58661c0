/** The pages of a project beyond its overview: what they show, and that their links lead there. */
import assert from "node:assert/strict";
import {
  launchBrowser,
  openAlive,
  overflowing,
  sees,
  watchedPage,
  wordsOf,
} from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

const lines = (count: number, text: string) => `${text}\n`.repeat(count);

const FILES = {
  "README.md": "# Shop\n",
  "CODEOWNERS": "/src/ @shop/core\n",
  "package.json": JSON.stringify({
    name: "shop",
    license: "MIT",
    main: "src/main.ts",
    dependencies: { preact: "10.0.0", express: "4.18.0" },
  }),
  "package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: { "": {}, "node_modules/preact": { version: "10.0.0" } },
  }),
  "tools/package.json": JSON.stringify({
    name: "tools",
    version: "1.0.0",
    dependencies: { preact: "10.1.0" },
  }),
  "tools/package-lock.json": JSON.stringify({
    lockfileVersion: 3,
    packages: { "": {}, "node_modules/preact": { version: "10.1.0" } },
  }),
  "tests/fixtures/composer.json": '{ "require": { "a/b": "1.0" } }',
  "tools/run.ts": lines(40, 'console.log("tool");'),
  "src/main.ts": 'import express from "express";\nimport "preact";\nimport "./gone.ts";\n' +
    'import { cart } from "./cart/cart.ts";\nconst app = express();\n' +
    'app.get("/cart", () => cart());\n',
  "src/cart/cart.ts": `export function cart() {}\n${lines(120, "export const x = 1;")}`,
  "src/cart/price.ts": lines(80, "export const price = 1;"),
  "src/cart/cart_test.ts": `import { cart } from "./cart.ts";\n${lines(30, "cart();")}`,
  "docker-compose.yml": "services:\n  web:\n    image: nginx:1.27\n",
  "logo.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]),
};

Deno.test("the pages of a project", async (t) => {
  await using repository = await scratchRepository({ files: FILES });
  for (let at = 0; at < 4; at++) {
    await repository.commit(
      {
        "src/cart/cart.ts": `export function cart() {}\n${lines(121 + at, "export const x = 1;")}`,
        "src/cart/price.ts": lines(81 + at, "export const price = 1;"),
      },
      { message: `Change ${at}`, author: { name: "Bob", email: "bob@example.org" } },
    );
  }
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
  const follow = async (selector: string) => {
    await Promise.all([page.waitForNavigation(), page.click(selector)]);
  };
  const heading = () => page.$eval("h1", (one) => one.textContent);

  await t.step(
    "the navigation leads from the overview to each page and says where one is",
    async () => {
      const titles: Record<string, string> = {
        Graph: "Component graph",
        Files: "Files",
        Hotspots: "Hotspots",
        People: "People",
        Packages: "Packages",
        Services: "Frameworks and services",
        Symbols: "Symbols",
        Coverage: "Coverage",
        Changes: "What changed",
      };
      await openAlive(page, home);
      for (const [name, title] of Object.entries(titles)) {
        await page.locator(`.project-nav ::-p-text(${name})`).click();
        await page.waitForFunction(
          (text) => document.querySelector(".project-nav [aria-current]")?.textContent === text,
          {},
          name,
        );
        assert.equal(await heading(), title);
      }
    },
  );

  await t.step("every page fits a phone and leads only to what is there", async () => {
    const seen = new Set<string>();
    const gone: string[] = [];
    const all = ["files", "files?colour=coverage", "hotspots", "people", "packages", "services"];
    for (const path of [...all, "symbols", "coverage", "file?path=src/main.ts"]) {
      await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
      await openAlive(page, `${home}/${path}`);
      assert.deepEqual(await overflowing(page), [], path);
      const links = await page.$$eval(
        "main a[href]",
        (found) => found.map((one) => new URL(one.getAttribute("href")!, location.href).href),
      );
      assert.ok(links.length > 8, path);
      for (const link of links) {
        const [address] = link.split("#");
        if (seen.has(address!) || !address!.startsWith(server.url)) {
          continue;
        }
        seen.add(address!);
        const response = await fetch(address!);
        await response.body?.cancel();
        // An image has a page that says why it cannot be shown.
        if (response.status >= 400) gone.push(`${response.status} ${link} on ${path}`);
      }
    }
    assert.deepEqual(gone, []);
    await page.setViewport({ width: 1440, height: 900 });
  });

  await t.step(
    "a folder of the treemap zooms in by the keyboard, and the address keeps it",
    async () => {
      await openAlive(page, `${home}/files?colour=owner`);
      const words = await wordsOf(page, ".page-lead");
      assert.match(words, /5 files with \d+ lines of code, in 2 folders\./);
      const at = () =>
        page.evaluate(() => document.activeElement?.matches("a.folder[href*='path=src']") ?? false);
      for (let presses = 0; !await at(); presses++) {
        assert.ok(presses < 60, "the folder is not reached");
        await page.keyboard.press("Tab");
      }
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      assert.match(page.url(), /\/files\?path=src(%2Fcart)?&colour=owner$/);
      assert.match(await wordsOf(page, ".folder-crumbs"), /All files \/ src/);
      await page.goto(`${home}/files?path=src/cart&colour=owner`);
      assert.match(await wordsOf(page, ".legend-tree"), /Bob 2 files, \d+ lines/);
      await follow(".folder-crumbs a");
      assert.match(page.url(), /\/files\?colour=owner$/);
    },
  );

  await t.step("a file of the treemap opens, and its table says the same", async () => {
    await openAlive(page, `${home}/files?path=src/cart&colour=churn`);
    assert.match(await wordsOf(page, "#table"), /cart\.ts\s+1\s+125\s+\d+%\s+TypeScript\s+[45]\s/);
    const drawn = await page.$$eval(
      ".treemap a.cell",
      (all) => all.map((one) => one.getAttribute("href")),
    );
    assert.equal(drawn.length, 3);
    await follow('.treemap a.cell[href*="price.ts"]');
    assert.match(page.url(), /\/file\?path=src%2Fcart%2Fprice\.ts/);
    assert.match(await wordsOf(page, "#history"), /Main author\s+Bob/);
  });

  await t.step("a file has its commits, and those lead back to it", async () => {
    await openAlive(page, `${home}/file?path=src/cart/price.ts`);
    await page.locator("#history ::-p-text(Commits of this file)").click();
    await sees(page, "Change 3");
    assert.deepEqual(
      await page.$$eval("tbody th", (all) => all.map((one) => one.textContent)),
      ["Change 3", "Change 2", "Change 1", "Change 0", "First"],
    );
    await follow(".page-lead a");
    assert.equal(await heading(), "price.ts");
  });

  await t.step("the ledger shows what was left out and why", async () => {
    await openAlive(page, `${home}/files?colour=coverage`);
    assert.match(await wordsOf(page, ".page-lead"), /1 skipped, 0 failed/);
    assert.match(await wordsOf(page, ".legend-tree"), /Binary/);
    await page.goto(`${home}/coverage`);
    await page.locator("#left-out tbody a").click();
    await page.waitForFunction(() => location.search.includes("reason="));
    assert.match(await wordsOf(page, "#left-out"), /1 entry: .*\n?.*[\s\S]*logo\.png/);
    assert.match(await wordsOf(page, "#languages"), /Markdown\s+lines only/);
    assert.match(await wordsOf(page, "#unresolved"), /\.\/gone\.ts\s+src\/main\.ts:3/);
  });

  await t.step("the worst hotspot comes first, in the picture and in the table", async () => {
    await openAlive(page, `${home}/hotspots`);
    assert.match(await wordsOf(page, "#table tbody tr"), /src\/cart\/cart\.ts\s+100%/);
    assert.deepEqual(
      await page.$$eval(".spot-name", (all) => all.map((one) => one.textContent)),
      ["cart.ts", "price.ts"],
    );
    await page.select("select[name=component]", "tools");
    await follow(".page-filters button");
    assert.match(page.url(), /\?component=tools$/);
    const words = await wordsOf(page, "main");
    assert.match(words, /tools\/run\.ts/);
    assert.doesNotMatch(words, /price\.ts/);
    await page.goto(`${home}/hotspots`);
    await follow('.chart a[href*="cart.ts"]');
    assert.equal(await heading(), "cart.ts");
  });

  await t.step("people have their shares, and CODEOWNERS are named", async () => {
    await openAlive(page, `${home}/people`);
    assert.match(await wordsOf(page, ".page-lead"), /5 commits by 2 authors; 1 author made more/);
    assert.match(await wordsOf(page, "#owners"), /Bob 80%, Ada 20%/);
    assert.match(await wordsOf(page, "#co-changes"), /cart\.ts\s+src\/cart\/price\.ts\s+[45]/);
    assert.match(await wordsOf(page, "#contributors"), /Bob\s+4\s+80%/);
  });

  await t.step(
    "a package in two versions is called out, found by its name, and leads to its line",
    async () => {
      await openAlive(page, `${home}/packages`);
      await page.locator(".page-lead ::-p-text(1 package)").click();
      await page.waitForFunction(() => location.search.includes("show=duplicates"));
      const words = await wordsOf(page, "#declared");
      assert.match(words, /preact\s+npm\s+10\.0\.0, 10\.1\.0/);
      assert.doesNotMatch(words, /express/);
      assert.match(
        await wordsOf(page, ".page-lead"),
        /^3 manifests .* Left out: 1 manifest of tests/,
      );
      await follow(".page-lead a[href*='files=all']");
      assert.match(await wordsOf(page, ".page-lead"), /^4 manifests .* Among them: 1 manifest/);
      await page.goto(`${home}/packages?q=EXP`);
      assert.match(
        await wordsOf(page, "#declared"),
        /1 of \d+ packages[\s\S]*express\s+npm\s+4\.18\.0/,
      );
      await follow("#declared td a");
      assert.match(await wordsOf(page, "tr.marked"), /express/);
    },
  );

  await t.step("frameworks, services, routes and entry points have their evidence", async () => {
    await openAlive(page, `${home}/services`);
    assert.match(await wordsOf(page, "#frameworks"), /Express/);
    assert.match(await wordsOf(page, "#services"), /web[\s\S]*nginx:1\.27/);
    assert.match(await wordsOf(page, "#routes"), /GET\s+\/cart\s+src\/main\.ts:6/);
    assert.match(await wordsOf(page, "#entry-points"), /src\/main\.ts/);
    await follow("#routes td a");
    assert.match(await wordsOf(page, "tr.marked"), /app\.get/);
  });

  await t.step("symbols are found by kind and name, by the keyboard", async () => {
    await openAlive(page, `${home}/symbols`);
    await page.focus("main input[name=q]");
    await page.keyboard.type("CAR");
    await page.select("select[name=kind]", "function");
    await page.focus("main input[name=q]");
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.deepEqual(await page.$$eval("tbody th", (all) => all.map((one) => one.textContent)), [
      "cart",
    ]);
    await follow("tbody td a");
    assert.match(await wordsOf(page, "tr.marked"), /export function cart/);
    await page.goto(`${home}/symbols?q=nothing-like-this`);
    await sees(page, "No symbol is like this");
  });

  await t.step(
    "paper shows the picture and its figures in black on white, without navigation",
    async () => {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      await page.emulateMediaType("print");
      for (const path of ["files?colour=churn", "hotspots"]) {
        await page.goto(`${home}/${path}`);
        const seen = await page.evaluate(() => {
          const shown = (selector: string) =>
            [...document.querySelectorAll(selector)].some((one) => one.getClientRects().length > 0);
          const { backgroundColor, color } = getComputedStyle(document.body);
          return {
            colours: [backgroundColor, color],
            navigation: shown(".top, .project-nav, .tabs, .foot, form"),
            picture: shown("main svg"),
            table: shown("main table"),
          };
        });
        assert.deepEqual(seen, {
          colours: ["rgb(255, 255, 255)", "rgb(0, 0, 0)"],
          navigation: false,
          picture: true,
          table: true,
        });
      }
      await page.emulateMediaType();
      await page.emulateMediaFeatures([]);
    },
  );

  await t.step("a folder that is none, and a number that is none, are said so", async () => {
    await openAlive(page, `${home}/files?path=sr`);
    await sees(page, "The map has no folder");
    const file = await fetch(`${home}/files?path=src/main.ts`, { redirect: "manual" });
    await file.body?.cancel();
    assert.equal(file.status, 303);
    assert.match(file.headers.get("location") ?? "", /\/file\?path=src%2Fmain\.ts/);
    const odd = await fetch(`${home}/files?colour=none`);
    await odd.body?.cancel();
    assert.equal(odd.status, 422);
  });

  assert.deepEqual(problems, []);
});
