/**
 * Every page in every state, light and dark, on a desk and on a phone: axe finds nothing, the
 * keyboard reaches everything, nothing moves for who asked for calm, and the scripts stay small.
 */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import type { Page } from "puppeteer-core";
import { manifest } from "../../manifest.gen.ts";
import { launchBrowser, openAlive, sees, wordsOf } from "../support/browser.ts";
import { focused, tabTo } from "../support/keyboard.ts";
import type { QuestionJob } from "../../lib/domain/wire/ai.ts";
import type { Job } from "../../lib/domain/wire/job.ts";
import { serveModel } from "../support/model_stand_in.ts";
import { createClient } from "../support/client.ts";
import { gate, serveGit } from "../support/git_server.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844, isMobile: true, hasTouch: true };
/** All scripts of a page, gzipped; a project's page and its graph have most to show. */
const SCRIPTS_MAX_BYTES = 15_000;
const HEAVIEST_MAX_BYTES = 20_000;
/** What axe can find in one theme and not in the other, as they differ in colours alone. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
/** Smallest height of what a finger has to hit. */
const TOUCH_PX = 44;

/** Something for each section of the map: a cycle, a framework, a package, an import to nowhere. */
const FILES = {
  "package.json": JSON.stringify({
    name: "shop",
    workspaces: ["packages/*"],
    dependencies: { preact: "10.0.0" },
  }),
  "packages/tax/package.json": '{ "name": "tax", "main": "index.ts" }',
  "packages/tax/index.ts": 'import { rate } from "rates";\nexport const tax = rate;\n',
  "packages/rates/package.json": '{ "name": "rates", "main": "index.ts" }',
  "packages/rates/index.ts": 'import { tax } from "tax";\nexport const rate = () => tax;\n',
  "README.md": "# Shop\n",
  "src/cart/cart.ts": 'import { pay } from "../pay/pay.ts";\nexport const cart = () => pay();\n',
  "src/pay/pay.ts": 'import { cart } from "../cart/cart.ts";\nexport const pay = () => cart();\n',
  "src/main.tsx": 'import { render } from "preact";\nimport { cart } from "./cart/cart.ts";\n' +
    'import "./missing.ts";\nrender(cart(), document.body);\n',
  "logo.png": new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]),
};

/** What the model says: a claim in every part of the page. */
function reply(prompt: string): unknown {
  const claim = { text: "It is `cart`.", citations: [{ path: "src/main.tsx", lines: "2" }] };
  if (prompt.includes("The question")) return { answer: [claim], unknown: ["The rest."] };
  return {
    purpose: claim,
    architecture: [claim],
    components: [{ component: "root", role: claim }],
    data_flows: [claim],
    risks: [claim],
    start_here: [claim],
    open_questions: ["Why?"],
  };
}

Deno.test("the dashboard is accessible", async (t) => {
  await using repository = await scratchRepository({ files: FILES });
  const transfer = gate();
  await using stalled = serveGit({ root: repository.root, intercept: transfer.intercept });
  await using data = await dataDirectory();
  await using model = serveModel(({ text }) => ({ data: reply(text) }));
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_HOSTS: "127.0.0.1",
    REPO_ALLOWED_PATHS: repository.root,
    AI_PROVIDERS: "model-garden",
    MODEL_GARDEN_API_URL: model.url,
    MODEL_GARDEN_MODEL: "stand-in-1",
  });
  const client = createClient(server.url);
  await using browser = await launchBrowser();
  const page = await browser.newPage();

  await t.step("with nothing in it", () => audit(page, `${server.url}/`));

  const mapped = await client.add(repository.path);
  await client.completed(mapped.job.id);
  const home = `/api/projects/${mapped.id}`;
  const explained = await client.send<Job>("POST", `${home}/explanations`);
  await client.completed(explained.id);
  const question = { question: "Where is the cart?" };
  const asked = await client.send<QuestionJob>("POST", `${home}/questions`, question);
  await client.completed(asked.id);
  const failing = await client.add("http://127.0.0.1:9/none.git");
  const failed = await client.send<{ id: string }>("POST", `/api/jobs/${failing.job.id}/cancel`)
    .then(() => failing.job);
  const running = await client.add(`${stalled.origin}/repo.git`);
  await transfer.reached;

  const pages = {
    "the projects": "/",
    "the projects in another order": "/?sort=health",
    "many projects to be added": "/projects/add",
    "an import": "/projects/import",
    "a search": "/?q=nothing-like-this",
    "a project and its map": `/projects/${mapped.id}`,
    "a conversation": `/projects/${mapped.id}/ask?c=${asked.conversation_id}`,
    "a question to come": `/projects/${mapped.id}/ask`,
    "a question without a map": `/projects/${failing.id}/ask`,
    "a file": `/projects/${mapped.id}/file?path=src/main.tsx&lines=1-2`,
    "what changed": `/projects/${mapped.id}/changes`,
    "the graph": `/projects/${mapped.id}/graph`,
    "a component in focus": `/projects/${mapped.id}/graph?focus=packages-tax`,
    "a way": `/projects/${mapped.id}/graph?focus=packages-tax&to=packages-rates`,
    "the files of a component": `/projects/${mapped.id}/graph?view=files&component=root`,
    "the matrix": `/projects/${mapped.id}/graph?view=matrix&focus=packages-tax`,
    "a graph without a map": `/projects/${failing.id}/graph`,
    "the files by owner": `/projects/${mapped.id}/files?colour=owner`,
    "the files of a folder by churn":
      `/projects/${mapped.id}/files?path=src&colour=churn&files=all`,
    "the ledger as a picture": `/projects/${mapped.id}/files?colour=coverage`,
    "a folder that is not there": `/projects/${mapped.id}/files?path=nothing/here`,
    "the hotspots": `/projects/${mapped.id}/hotspots`,
    "the people": `/projects/${mapped.id}/people`,
    "the packages": `/projects/${mapped.id}/packages`,
    "no such package": `/projects/${mapped.id}/packages?q=nothing-like-this`,
    "frameworks and services": `/projects/${mapped.id}/services`,
    "the symbols": `/projects/${mapped.id}/symbols`,
    "the coverage": `/projects/${mapped.id}/coverage`,
    "a file's commits": `/projects/${mapped.id}/commits?path=src/main.tsx`,
    "files without a map": `/projects/${failing.id}/files`,
    "the settings": "/settings",
    "an explanation's job": `/jobs/${explained.id}`,
    "a project without a map": `/projects/${failing.id}`,
    "a running analysis": `/projects/${running.id}`,
    "what a search finds": "/search?q=main",
    "an empty search": "/search",
    "the jobs": "/jobs",
    "no jobs": "/jobs?status=failed",
    "a finished job": `/jobs/${mapped.job.id}`,
    "a cancelled job": `/jobs/${failed.id}`,
    "a running job": `/jobs/${running.job.id}`,
    "a page that does not exist": "/nothing/here",
  };
  await t.step("no page of the server is forgotten here", () => {
    // The login is below; the reference of the API is another's program.
    const elsewhere = ["login.tsx", "docs/api.tsx"];
    const forgotten = manifest.routes.map(({ file }) => file)
      .filter((file) => file.endsWith(".tsx") && !/(^|\/)_/.test(file))
      .filter((file) => !elsewhere.includes(file))
      .filter((file) => {
        const path = `/${file}`.replace(/\.tsx$/, "").replace(/\/index$/, "") || "/";
        const pattern = new URLPattern({ pathname: path.replaceAll(/\[(\w+)\]/g, ":$1") });
        return !Object.values(pages).some((one) => pattern.test(one, server.url));
      });
    assert.deepEqual(forgotten, []);
  });
  for (const [name, path] of Object.entries(pages)) {
    const heavy = path === pages["a project and its map"] || path.includes("/graph");
    await t.step(name, () =>
      audit(page, server.url + path, async (viewport) => {
        if (viewport === PHONE) await hitByAFinger(page);
        else await scriptsWithin(page, heavy ? HEAVIEST_MAX_BYTES : SCRIPTS_MAX_BYTES);
      }));
  }

  await t.step("a refused address", async () => {
    await audit(page, `${server.url}/`, async () => {
      await page.type("#add-url", "git://example.org/x.git");
      await page.keyboard.press("Tab");
      await page.waitForSelector("#add-url[aria-invalid=true]");
    });
  });

  await t.step("the login", async () => {
    await using other = await dataDirectory();
    await using closed = await startServer({ DATA_DIR: other.path, AUTH_TOKEN: "t".repeat(32) });
    await audit(page, `${closed.url}/login`);
  });

  await t.step("nothing moves where calm is asked for", async () => {
    const moving = () =>
      page.$$eval("body *", (all) =>
        all.filter((one) => {
          const { transitionDuration, animationName } = getComputedStyle(one);
          return /[1-9]/.test(transitionDuration) || animationName !== "none";
        }).length);
    await openAlive(page, `${server.url}/projects/${mapped.id}`);
    assert.ok(await moving() > 0, "nothing moves anyway");
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    assert.equal(await moving(), 0);
    await page.emulateMediaFeatures([]);
  });

  await t.step("the keyboard alone cancels, adds and opens", async () => {
    await page.setViewport(DESK);
    await openAlive(page, `${server.url}/projects/${running.id}`);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the content");
    await tabTo(page, "Cancel the analysis");
    await page.keyboard.press("Enter");
    await sees(page, "Cancelled");

    await page.goto(`${server.url}/`);
    await page.waitForSelector("html[data-islands=ready]");
    await tabTo(page, "Repository address");
    await page.keyboard.type(`${stalled.origin}/other.git`);
    await tabTo(page, "Add project");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll(".project").length === 4);
    assert.match(await wordsOf(page, "#add-note"), /other was added/);
    await tabTo(page, "other");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("h1")?.textContent === "other");
  });
  transfer.open();
});

/**
 * Opens the page at both widths, in both themes; everything folded is unfolded first. In the dark
 * only the rules about colours are asked again.
 * @param prepare is called before that, at each width
 */
async function audit(
  page: Page,
  url: string,
  prepare?: (viewport: typeof DESK | typeof PHONE) => Promise<void>,
): Promise<void> {
  for (const viewport of [DESK, PHONE]) {
    await page.setViewport(viewport);
    await page.goto(url);
    // The login page has no islands to wait for.
    await page.waitForFunction(() =>
      document.scripts.length === 0 || document.documentElement.dataset["islands"] === "ready"
    );
    await prepare?.(viewport);
    await page.$$eval("details", (all) => all.forEach((one) => one.setAttribute("open", "")));
    await page.evaluate(axe.source);
    for (const [theme, rules] of [["light", null], ["dark", COLOUR_RULES]] as const) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      const violations = await page.evaluate(async (values) => {
        const { axe } = globalThis as unknown as { axe: typeof import("axe-core") };
        const { violations } = await axe.run(document, {
          resultTypes: ["violations"],
          ...(values === null ? {} : { runOnly: { type: "rule", values: [...values] } }),
        });
        return violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`)
        );
      }, rules);
      assert.deepEqual(violations, [], `${url} at ${viewport.width} px, ${theme}`);
    }
  }
}

/** All scripts that the page loads. */
async function scriptsWithin(page: Page, most: number): Promise<void> {
  const scripts = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name }) => name)
      .filter((name) => name.endsWith(".js"))
  );
  assert.ok(scripts.length > 1);
  const sizes = await Promise.all(scripts.map(gzippedBytes));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(total <= most, `${page.url()} loads ${total} bytes of scripts`);
}

async function hitByAFinger(page: Page): Promise<void> {
  const small = await page.$$eval(
    "button, .button, input:not([type=hidden]), select, nav a, summary, .brand",
    (all, least) =>
      all.filter((one) => one.getClientRects().length > 0)
        .filter((one) => one.getBoundingClientRect().height < least)
        .map((one) => one.outerHTML.slice(0, 120)),
    TOUCH_PX,
  );
  assert.deepEqual(small, [], page.url());
}

/** Most scripts are those of every page: each is fetched once. */
const measured = new Map<string, Promise<number>>();
function gzippedBytes(url: string): Promise<number> {
  const known = measured.get(url) ??
    fetch(url).then(async (response) => gzipSync(await response.bytes()).length);
  measured.set(url, known);
  return known;
}
