/**
 * Every page that the server has, on a real map, at both widths and in both themes: what a person
 * would notice first if it went wrong. Then the way through them by the keyboard alone.
 */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import { manifest } from "../../manifest.gen.ts";
import { launchBrowser, openAlive, overflowing, sees, watchedPage } from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { focused, tabTo } from "../support/keyboard.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

const FILES: Record<string, string> = {
  "README.md": "# Shop\n",
  "package.json": JSON.stringify({
    name: "shop",
    workspaces: ["packages/*"],
    dependencies: { preact: "10.0.0" },
  }),
  "packages/tax/package.json": '{ "name": "tax", "main": "index.ts" }',
  "packages/tax/index.ts": 'import "rates";\nexport const tax = 1;\n',
  "packages/rates/package.json": '{ "name": "rates", "main": "index.ts" }',
  "packages/rates/index.ts": 'import "tax";\nexport const rates = 1;\n',
  "src/main.ts": 'import "tax";\nimport "preact";\nimport { cart } from "./cart.ts";\ncart();\n',
  "src/cart.ts": "export function cart() {}\n".padEnd(2_000, "// a line\n"),
  "src/cart_test.ts": 'import "./cart.ts";\n',
};
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true };

Deno.test("every page", async (t) => {
  await using repository = await scratchRepository({ name: "shop", files: FILES });
  await repository.commit({ "src/cart.ts": `${FILES["src/cart.ts"]}export const more = 1;\n` });
  await using data = await dataDirectory();
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_HOSTS: "127.0.0.1",
    REPO_ALLOWED_PATHS: repository.root,
  });
  const client = createClient(server.url);
  const transfer = gate();
  await using stalled = serveGit({ root: repository.root, intercept: transfer.intercept });
  const { id, job } = await client.add(repository.path);
  await client.completed(job.id);
  await using browser = await launchBrowser();
  const { page, problems } = await watchedPage(browser);
  await page.evaluateOnNewDocument(() => {
    const shifts: string[] = [];
    Object.assign(globalThis, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput, sources } = entry as unknown as {
          value: number;
          hadRecentInput: boolean;
          sources: { node: Element | null }[];
        };
        // Less than a hundredth of a screen nobody sees; a score below 0.1 counts as good.
        if (!hadRecentInput && value > 0.005) {
          shifts.push(`${value.toFixed(4)} ${sources.map(({ node }) => node?.nodeName)}`);
        }
      }
    }).observe({ type: "layout-shift", buffered: true });
  });

  /** What follows the path of a page that asks for something. */
  const queries: Record<string, string> = {
    "projects/[id]/file.tsx": "?path=src/main.ts",
    "projects/[id]/commits.tsx": "?path=src/cart.ts",
    "search.tsx": "?q=cart",
  };
  const pages = manifest.routes.map(({ file }) => file)
    .filter((file) => file.endsWith(".tsx") && !/(^|\/)_/.test(file))
    // Without a token there is nothing to log in to: it leads on to the projects.
    .filter((file) => file !== "login.tsx");
  assert.ok(pages.length > 20, "the manifest lists the pages");

  for (const file of pages) {
    await t.step(file, async () => {
      const path = file.replace(/\.tsx$/, "").replace(/(^|\/)index$/, "")
        .replace("jobs/[id]", `jobs/${job.id}`).replace("[id]", id);
      for (const viewport of [DESK, PHONE]) {
        await page.setViewport(viewport);
        for (const value of ["light", "dark"]) {
          await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
          const where = `${file} at ${viewport.width} px, ${value}`;
          const response = await page.goto(`${server.url}/${path}${queries[file] ?? ""}`, {
            waitUntil: "load",
          });
          assert.equal(response?.status(), 200, where);
          // The reference of the API is another's program, with headings of its own.
          if (file !== "docs/api.tsx") {
            await judge(page, where);
            await page.emulateMediaFeatures([
              { name: "prefers-color-scheme", value },
              { name: "prefers-reduced-motion", value: "reduce" },
            ]);
            assert.deepEqual(await moving(page), [], `${where}: moves where calm is asked for`);
          }
          assert.deepEqual(problems, [], where);
        }
      }
    });
  }

  await t.step("the keyboard alone leads through all pages of a project", async () => {
    await page.emulateMediaFeatures([]);
    await page.setViewport(DESK);
    await openAlive(page, `${server.url}/`);
    await tabTo(page, "shop");
    await enter(page, "shop");
    const names = await page.$$eval(
      ".project-nav a",
      (links) => links.map((link) => link.textContent ?? ""),
    );
    assert.ok(names.length >= 10);
    for (const name of names.slice(1)) {
      await tabTo(page, name);
      await page.keyboard.press("Enter");
      await page.waitForFunction(
        (text) => document.querySelector(".project-nav [aria-current]")?.textContent === text,
        {},
        name,
      );
      await page.waitForSelector("html[data-islands=ready]");
      await page.keyboard.press("Tab");
      assert.equal(await focused(page), "Skip to the content");
    }
  });

  await t.step("a component of the graph, a folder and a file of the treemap as well", async () => {
    await openAlive(page, `${server.url}/projects/${id}/files`);
    await tabTo(page, "src");
    await page.keyboard.press("Enter");
    await sees(page, "cart.ts");
    await tabTo(page, "cart.ts");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.pathname.endsWith("/file"));
    await openAlive(page, `${server.url}/projects/${id}/graph`);
    await tabTo(page, "packages/tax");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.search.includes("focus="));
  });

  await t.step("Ctrl-K finds a file while one types, and Enter opens it", async () => {
    await openAlive(page, `${server.url}/jobs`);
    await page.keyboard.down("Control");
    await page.keyboard.press("k");
    await page.keyboard.up("Control");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.type("cart.ts");
    await page.waitForFunction(() =>
      document.querySelector("dialog [aria-selected=true]")?.textContent?.includes("cart.ts")
    );
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.pathname.endsWith("/file"));
  });

  await t.step("a project is added, its job cancelled and tried again, settings read", async () => {
    await openAlive(page, `${server.url}/`);
    await tabTo(page, "Repository address");
    await page.keyboard.type(`${stalled.origin}/shop.git`);
    await tabTo(page, "Add project");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".project").length === 2);
    await openAlive(page, `${server.url}/`);
    await tabTo(page, "Jobs");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.pathname === "/jobs");
    await page.waitForSelector("html[data-islands=ready]");
    await tabTo(page, "Cancel the analysis");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".job-cancelled");
    await tabTo(page, "Try again the analysis");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".job-running");
    await page.keyboard.down("Shift");
    for (let presses = 0; await focused(page) !== "Settings"; presses++) {
      assert.ok(presses < 80, "Shift-Tab does not lead back to the settings");
      await page.keyboard.press("Tab");
    }
    await page.keyboard.up("Shift");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.pathname === "/settings");
    await page.waitForSelector("html[data-islands=ready]");
    assert.equal(await page.$eval("h1", (one) => one.textContent), "Settings");
  });
  transfer.open();
  assert.deepEqual(problems, []);
});

/**
 * One heading, nothing that sticks out or jumps; for every picture a name, and for those that are no
 * mere ornament of a line a name with figures and a table with the same.
 */
async function judge(page: Page, where: string): Promise<void> {
  await page.waitForSelector("html[data-islands=ready]");
  const { headings, unnamed, alone, shifts } = await page.evaluate(() => ({
    headings: [...document.querySelectorAll("h1")].map((one) => one.textContent),
    unnamed: [...document.querySelectorAll("svg")]
      .filter((svg) => svg.closest("[aria-hidden=true]") === null)
      .filter((svg) =>
        !svg.getAttribute("aria-label") && !svg.getAttribute("aria-labelledby") &&
        svg.querySelector(":scope > title") === null
      ).map((svg) => svg.outerHTML.slice(0, 120)),
    alone: [...document.querySelectorAll("main svg")]
      .filter((svg) => svg.closest("[aria-hidden=true]") === null)
      .filter((svg) => {
        const { width, height } = svg.getBoundingClientRect();
        if (width < 150 || height < 40) return false;
        const named = svg.getAttribute("aria-labelledby")?.split(" ")
          .map((id) => document.getElementById(id)?.textContent).join(" ");
        const name = named ?? svg.getAttribute("aria-label") ??
          svg.querySelector(":scope > title")?.textContent ?? "";
        return !/\d/.test(name) || document.querySelector("main table") === null;
      }).map((svg) => svg.outerHTML.slice(0, 200)),
    shifts: (globalThis as unknown as { shifts: string[] }).shifts,
  }));
  assert.equal(headings.length, 1, `${where}: ${headings}`);
  assert.deepEqual(unnamed, [], `${where}: pictures without a name`);
  assert.deepEqual(alone, [], `${where}: pictures without figures in their name, or a table`);
  assert.deepEqual(shifts, [], `${where}: what moved after it was shown`);
  assert.deepEqual(await overflowing(page), [], where);
}

/** What an animation or a transition of more than a millisecond could move. */
async function moving(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const long = (durations: string) =>
      durations.split(",").some((one) => parseFloat(one) * (one.endsWith("ms") ? 1 : 1_000) > 1);
    return [...document.querySelectorAll("body, body *")].flatMap((element) =>
      [null, "::before", "::after"]
        .filter((pseudo) => {
          const style = getComputedStyle(element, pseudo);
          return long(style.transitionDuration) ||
            (style.animationName !== "none" && long(style.animationDuration));
        })
        .map((pseudo) => `${element.tagName} .${element.getAttribute("class")}${pseudo ?? ""}`)
    );
  });
}

/** Follows the link that has the focus. */
async function enter(page: Page, title: string): Promise<void> {
  await page.keyboard.press("Enter");
  await page.waitForFunction(
    (text) => document.querySelector("h1")?.textContent === text,
    {},
    title,
  );
  await page.waitForSelector("html[data-islands=ready]");
}
