/** The graph page in a real browser: by mouse, by keyboard alone, and without scripts. */
import assert from "node:assert/strict";
import type { Page } from "puppeteer-core";
import type { Job } from "../../lib/domain/wire/job.ts";
import { launchBrowser, openAlive, watchedPage, wordsOf } from "../support/browser.ts";
import { createClient } from "../support/client.ts";
import { scratchRepository } from "../support/repository.ts";
import { dataDirectory, startServer } from "../support/server.ts";
import { until } from "../support/until.ts";

/** A package that imports others of the workspace, and a file of its own. */
function workspacePackage(name: string, ...uses: string[]): Record<string, string> {
  const imports = uses.map((other) => `import { ${other} } from "@shop/${other}";\n`).join("");
  return {
    [`packages/${name}/package.json`]: JSON.stringify({ name: `@shop/${name}`, main: "index.ts" }),
    [`packages/${name}/index.ts`]: `${imports}import "./own.ts";\nexport const ${name} = [${
      uses.join(", ")
    }];\n`,
    [`packages/${name}/own.ts`]: "export const own = 1;\n",
  };
}

const ROOT = {
  "package.json": JSON.stringify({ name: "shop", private: true, workspaces: ["packages/*"] }),
};
/** app → cart → core, and pay and core depend on each other; tools is on its own. */
const SHOP = {
  ...ROOT,
  ...workspacePackage("app", "cart", "pay"),
  ...workspacePackage("cart", "core"),
  ...workspacePackage("core", "pay"),
  ...workspacePackage("pay", "core"),
  ...workspacePackage("tools"),
  "packages/pay/more.ts": 'import { core } from "@shop/core";\nexport const more = core;\n',
};
/** More than a picture can show. */
const MANY = Object.assign(
  { ...ROOT },
  ...Array.from(
    { length: 70 },
    (_, n) => workspacePackage(`unit${n}`, ...n > 0 ? [`unit${n - 1}`] : []),
  ),
) as Record<string, string>;

Deno.test("the graph page", async (t) => {
  await using shop = await scratchRepository({ files: SHOP });
  await using many = await scratchRepository({ files: MANY });
  await using data = await dataDirectory();
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_PATHS: `${shop.root},${many.root}`,
  });
  const client = createClient(server.url);
  const [small, large] = [await client.add(shop.path), await client.add(many.path)];
  await client.completed(small.job.id);
  await client.completed(large.job.id);
  const graph = `${server.url}/projects/${small.id}/graph`;
  await using browser = await launchBrowser();
  const { page, problems } = await watchedPage(browser);
  page.setDefaultTimeout(10_000);

  await t.step("leads from the project without scripts, by links and forms", async () => {
    const plain = await browser.newPage();
    await plain.setJavaScriptEnabled(false);
    await plain.goto(`${server.url}/projects/${small.id}`);
    await follow(plain, () => plain.click('a[href$="/graph"]'));
    assert.match(await wordsOf(plain, ".graph-lead"), /6 components and 5 dep.*with 1 cycle/);
    assert.ok(await isLit(plain, null));

    await follow(plain, () => plain.click('[data-node="packages-cart"]'));
    assert.match(
      await wordsOf(plain, "#graph-panel"),
      /Uses 1\s+@shop\/core\s+1\s+Used by 1\s+@shop\/app/,
    );
    assert.ok(await isLit(plain, ["packages-app", "packages-cart", "packages-core"]));

    await plain.select(".graph-chooser [name=focus]", "packages-app");
    await plain.select(".graph-chooser [name=to]", "packages-core");
    await follow(plain, () => plain.click(".graph-chooser button"));
    assert.match(await wordsOf(plain, "#way"), /2 steps: @shop\/app → @shop\/cart → @shop\/core\./);
    assert.match(
      await wordsOf(plain, "#way"),
      /packages\/app\/index\.ts → packages\/cart\/index\.ts/,
    );
    assert.ok(await isLit(plain, ["packages-app", "packages-cart", "packages-core"]));
  });

  await t.step("says where there is no way, and shows the one back", async () => {
    await openAlive(page, `${graph}?focus=packages-core&to=packages-app`);
    const words = await wordsOf(page, "#way");
    assert.match(words, /There is none: @shop\/core does not depend on @shop\/app/);
    assert.match(words, /other way round there is one: @shop\/app → @shop\/cart → @shop\/core/);
    await openAlive(page, `${graph}?focus=packages-tools&to=packages-app`);
    assert.doesNotMatch(await wordsOf(page, "#way"), /other way round/);
    await openAlive(page, `${graph}?focus=packages-gone`);
    assert.match(await wordsOf(page, "#graph-panel"), /This map has no “packages-gone”/);
  });

  await t.step("the wheel, the buttons and a drag zoom and move it", async () => {
    await openAlive(page, graph);
    const [x, y] = await middle(page, ".graph-view");
    const start = await viewBox(page);
    await page.mouse.move(x, y);
    await page.mouse.wheel({ deltaY: -240 });
    assert.deepEqual(await viewBox(page), start, "a wheel alone scrolls the page");
    await page.keyboard.down("Control");
    await page.mouse.wheel({ deltaY: -240 });
    await page.keyboard.up("Control");
    await page.waitForFunction(
      (width) =>
        document.querySelector<SVGSVGElement>(".graph-view svg")!.viewBox.baseVal.width < width,
      {},
      start.width,
    );
    const closer = await viewBox(page);
    const empty = await page.evaluate(() => {
      const frame = document.querySelector(".graph-view")!.getBoundingClientRect();
      return [frame.right - 40, frame.top + 20] as const;
    });
    await page.mouse.move(...empty);
    await page.mouse.down();
    await page.mouse.move(empty[0] - 60, empty[1] + 30, { steps: 4 });
    await page.mouse.up();
    const moved = await viewBox(page);
    assert.ok(moved.x > closer.x && moved.y < closer.y, JSON.stringify([closer, moved]));
    assert.equal(moved.width, closer.width);
    await page.click('.graph-zoom [aria-label="Fit all of it in"]');
    await page.waitForFunction(
      (width) =>
        document.querySelector<SVGSVGElement>(".graph-view svg")!.viewBox.baseVal.width > width,
      {},
      moved.width,
    );
  });

  await t.step("a click puts a box in focus at once, and Back takes it out again", async () => {
    await openAlive(page, graph);
    await page.evaluate(() => Object.assign(globalThis, { stays: true }));
    await page.click('[data-node="packages-core"]');
    assert.ok(await isLit(page, ["packages-cart", "packages-core", "packages-pay"]));
    await panelSays(page, "@shop/core");
    assert.match(page.url(), /focus=packages-core$/);
    await page.click("#graph-panel .graph-list a[href$='focus=packages-cart']");
    await panelSays(page, "@shop/cart");
    await page.mouse.move(0, 0);
    assert.ok(await isLit(page, ["packages-app", "packages-cart", "packages-core"]));
    await page.goBack();
    await panelSays(page, "@shop/core");
    await page.goBack();
    await panelSays(page, "How to read it");
    assert.equal(await page.evaluate(() => "stays" in globalThis), true);
  });

  await t.step("a box in focus leads to its files, and a file to its page", async () => {
    await openAlive(page, `${graph}?focus=packages-pay`);
    await follow(page, () => page.click('[data-node="packages-pay"]'));
    assert.match(await wordsOf(page, "h1"), /Files of @shop\/pay/);
    assert.equal(await page.$$eval("[data-node]", (all) => all.length), 4);
    await page.waitForSelector("html[data-islands=ready]");
    await page.click('[data-node="packages/pay/own.ts"]');
    await panelSays(page, "own.ts");
    assert.match(await wordsOf(page, "#graph-panel"), /Used by 1\s+index\.ts\s+1/);
    await follow(page, () => page.click('[data-node="packages/pay/own.ts"]'));
    assert.match(page.url(), /\/file\?path=packages%2Fpay%2Fown\.ts/);
  });

  await t.step("the keyboard alone zooms, moves, focuses and looks into a box", async () => {
    await openAlive(page, graph);
    await tabUntil(page, (element) => element.startsWith("Graph;"));
    const start = await viewBox(page);
    for (const [key, changed] of [["+", "closer"], ["ArrowRight", "moved"], ["0", "whole"]]) {
      const before = await viewBox(page);
      await page.keyboard.press(key as "+" | "ArrowRight" | "0");
      await page.waitForFunction(
        (last) => {
          const { x, width } = document.querySelector<SVGSVGElement>(".graph-view svg")!.viewBox
            .baseVal;
          return x !== last.x || width !== last.width;
        },
        {},
        before,
      ).catch(() => assert.fail(`${key}: not ${changed}`));
    }
    assert.ok(start.width > 0);
    await tabUntil(page, (element) => element.startsWith("packages/cart"));
    assert.ok(await isLit(page, ["packages-app", "packages-cart", "packages-core"]));
    await page.keyboard.press("Enter");
    await panelSays(page, "@shop/cart");
    await follow(page, () => page.keyboard.press("Enter"));
    assert.match(await wordsOf(page, "h1"), /Files of @shop\/cart/);
  });

  await t.step("on a phone a finger moves it, two zoom, and a tap chooses", async () => {
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
    await openAlive(page, graph);
    await page.$eval(".graph-view", (frame) => frame.scrollIntoView({ block: "center" }));
    const [x, y] = await middle(page, ".graph-view");
    const start = await viewBox(page);
    const one = await page.touchscreen.touchStart(x, y);
    for (const step of [20, 40, 60]) await one.move(x - step, y);
    await one.end();
    const moved = await viewBox(page);
    assert.ok(moved.x > start.x + 40, `${start.x} to ${moved.x}`);
    assert.equal(moved.width, start.width);
    const [left, right] = [
      await page.touchscreen.touchStart(x - 20, y),
      await page.touchscreen.touchStart(x + 20, y),
    ];
    for (const step of [40, 60, 80]) {
      await left.move(x - step, y);
      await right.move(x + step, y);
    }
    await left.end();
    await right.end();
    const closer = await viewBox(page);
    assert.ok(closer.width < moved.width * 0.5, `${moved.width} to ${closer.width}`);
    await openAlive(page, graph);
    await page.tap('[data-node="packages-app"]');
    await panelSays(page, "@shop/app");
    await page.setViewport({ width: 1440, height: 900 });
  });

  await t.step("who asked for calm sees no motion", async () => {
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    await openAlive(page, graph);
    // The whole step at once, within the key's own event. A key before the picture listens does nothing.
    const [before, after] = await until("the picture listens to keys", async () => {
      const widths = await page.evaluate(() => {
        const frame = document.querySelector(".graph-view")!;
        const { baseVal } = frame.querySelector("svg")!.viewBox;
        const before = baseVal.width;
        frame.dispatchEvent(new KeyboardEvent("keydown", { key: "+", bubbles: true }));
        return [before, baseVal.width] as const;
      });
      return widths[0] !== widths[1] && widths;
    });
    assert.ok(Math.abs(after - before / 1.35) < 1, `${before} to ${after}`);
    await page.emulateMediaFeatures([]);
  });

  await t.step("cycles are marked, with the edge that breaks them", async () => {
    await openAlive(page, graph);
    assert.equal(await page.$$eval(".edge-cycle, .edge-cyclic", (all) => all.length), 2);
    assert.equal(
      await page.$eval(".edge-break title", (one) => one.textContent),
      "@shop/core → @shop/pay: 1 import of a file, part of a cycle; without it the cycle is broken, or nearer to that",
    );
    await page.click("#graph-cycles summary");
    assert.match(await wordsOf(page, "#graph-cycles"), /@shop\/core → @shop\/pay/);
  });

  await t.step("a cell of the matrix shows its imports, and leads to the file", async () => {
    await openAlive(page, `${graph}?view=matrix`);
    const cells = await page.$$eval(
      ".matrix td a",
      (all) => all.map((one) => one.getAttribute("aria-label")),
    );
    assert.equal(cells.length, 5);
    const above = await page.$$eval(".matrix-above a", (all) => all.map((one) => one.textContent));
    assert.deepEqual(above, ["1"]);
    await page.click(".matrix td a[aria-label^='@shop/pay → @shop/core']");
    await panelSays(page, "@shop/pay → @shop/core");
    assert.match(page.url(), /view=matrix&focus=packages-pay&to=packages-core#way$/);
    assert.equal(await page.$eval(".matrix [aria-current]", (one) => one.textContent), "2");
    const evidence = await wordsOf(page, "#way");
    assert.match(evidence, /packages\/pay\/index\.ts:1 → packages\/core\/index\.ts/);
    assert.match(evidence, /packages\/pay\/more\.ts:1 → packages\/core\/index\.ts/);
    await follow(page, () => page.click("#way .paths a"));
    assert.match(page.url(), /\/file\?path=packages%2Fpay%2Findex\.ts&lines=1/);
  });

  await t.step("what is large comes as a matrix; its picture is grouped, and says so", async () => {
    const address = `${server.url}/projects/${large.id}/graph`;
    await openAlive(page, address);
    assert.equal(await page.$$eval(".matrix tbody tr", (all) => all.length), 71);
    // Used first: nothing lies above the diagonal.
    assert.equal(await page.$$eval(".matrix-above", (all) => all.length), 0);
    await openAlive(page, `${address}?view=graph`);
    assert.match(await wordsOf(page, ".graph-lead"), /71 components .* too many to read/);
    const boxes = await page.$$eval("[data-node]", (all) => all.length);
    assert.ok(boxes <= 40, `${boxes} boxes`);
  });

  await t.step(
    "the same map gives the same picture, and a new component moves nothing",
    async () => {
      const before = await places(page, graph);
      assert.deepEqual(await places(page, graph), before);
      await shop.commit(workspacePackage("mail", "core"));
      const job = await client.send<Job>("POST", "/api/analyze-repo", { project_id: small.id });
      await client.completed(job.id);
      const after = await places(page, graph);
      assert.equal(after.length, before.length + 1);
      for (const [id, x, y] of before) {
        assert.deepEqual(after.find(([other]) => other === id), [id, x, y]);
      }
    },
  );

  assert.deepEqual(problems, []);
});

async function follow(page: Page, act: () => Promise<void>): Promise<void> {
  await Promise.all([page.waitForNavigation(), act()]);
}

async function panelSays(page: Page, heading: string): Promise<void> {
  await page.waitForFunction(
    (text) => document.querySelector("#graph-panel h2")?.textContent === text,
    {},
    heading,
  );
}

/** Whether exactly these boxes stand out; null for a picture in which none does. */
async function isLit(page: Page, ids: string[] | null): Promise<boolean> {
  const lit = await page.evaluate(() =>
    document.querySelector(".graph-view svg.focused") === null
      ? null
      : [...document.querySelectorAll<SVGElement>("[data-node].near")].map((one) =>
        one.dataset["node"]!
      ).sort()
  );
  return JSON.stringify(lit) === JSON.stringify(ids);
}

async function viewBox(page: Page): Promise<{ x: number; y: number; width: number }> {
  return await page.$eval(".graph-view svg", (svg) => {
    const { x, y, width } = (svg as SVGSVGElement).viewBox.baseVal;
    return { x, y, width };
  });
}

async function middle(page: Page, selector: string): Promise<[number, number]> {
  return await page.$eval(selector, (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2] as [number, number];
  });
}

/** Where the boxes stand, as the server draws them. */
async function places(page: Page, url: string): Promise<[string, string, string][]> {
  await page.goto(url);
  return await page.$$eval("[data-node]", (all) =>
    all.map((node) => {
      const box = node.querySelector("rect:last-of-type")!;
      return [
        node.getAttribute("data-node")!,
        box.getAttribute("x")!,
        box.getAttribute("y")!,
      ] as [string, string, string];
    }));
}

async function tabUntil(page: Page, reached: (name: string) => boolean): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
    });
    if (reached(name)) return;
    passed.push(name);
  }
  assert.fail(`not reached: ${passed.join(" | ")}`);
}
