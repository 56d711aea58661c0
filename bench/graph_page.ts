/**
 * The graph page in a real browser, on a workspace of 60 packages (the most that are drawn one by
 * one) and one of 200 (a matrix): time to the first byte, bytes, and the longest frames while one
 * zooms, drags, points and scrolls. And how far boxes move when one component is added, against
 * laying the graph out anew. `deno run -P=test bench/graph_page.ts`, after `deno task build`.
 */
import { gzipSync } from "node:zlib";
import { frames, scriptBytes } from "./browser/measures.ts";
import { drawBoxes, type DrawnBox, type DrawnEdge } from "../lib/analysis/layout.ts";
import { keepPlaces } from "../lib/analysis/layout/keep_places.ts";
import type { Picture } from "../lib/domain/wire/graph_scene.ts";
import { launchBrowser, openAlive } from "../tests/support/browser.ts";
import { createClient } from "../tests/support/client.ts";
import { scratchRepository } from "../tests/support/repository.ts";
import { dataDirectory, startServer } from "../tests/support/server.ts";

const REQUESTS = 40;
/** Dependencies of a package, on average. */
const USES = 4;

/** Numbers that look random and are the same each time (Park and Miller 1988). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = state * 48_271 % 2_147_483_647) % below;
}

/** Packages that depend on some with a smaller number, and few on a greater one. */
function graphOf(size: number): { boxes: DrawnBox[]; edges: DrawnEdge[] } {
  const below = numbers(size);
  const boxes = Array.from({ length: size }, (_, n) => ({ id: `p${n}`, name: `package-${n}` }));
  const edges = boxes.flatMap(({ id }, n) => {
    const uses = new Set(Array.from({ length: USES }, () => below(Math.max(1, n))));
    if (n % 40 === 7 && n + 3 < size) uses.add(n + 3);
    uses.delete(n);
    return [...uses].map((to) => ({ from: id, to: `p${to}`, count: 1 + below(9) }));
  });
  return { boxes, edges };
}

function filesOf(size: number): Record<string, string> {
  const { boxes, edges } = graphOf(size);
  const files: Record<string, string> = {
    "package.json": '{ "name": "work", "private": true, "workspaces": ["packages/*"] }',
  };
  for (const { id, name } of boxes) {
    const imports = edges.filter(({ from }) => from === id)
      .map(({ to }) => `import "package-${to.slice(1)}";\n`);
    files[`packages/${name}/package.json`] = JSON.stringify({ name, main: "index.ts" });
    files[`packages/${name}/index.ts`] = `${imports.join("")}export const ${id} = 1;\n`;
  }
  return files;
}

async function main(): Promise<void> {
  await displacement(60);
  await using sixty = await scratchRepository({ name: "sixty", files: filesOf(59) });
  await using many = await scratchRepository({ name: "many", files: filesOf(199) });
  await using data = await dataDirectory();
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_PATHS: `${sixty.root},${many.root}`,
    GITHUB_API_URL: "off",
  });
  const client = createClient(server.url);
  const [small, large] = [await client.add(sixty.path), await client.add(many.path)];
  await client.completed(small.job.id);
  await client.completed(large.job.id);
  const [graph, matrix] = [small, large].map(({ id }) => `${server.url}/projects/${id}/graph`) as [
    string,
    string,
  ];
  const paths = {
    "graph of 60": graph,
    "with a box in focus": `${graph}?focus=packages-package-9`,
    "with a way": `${graph}?focus=packages-package-50&to=packages-package-0`,
    "files of a component": `${graph}?view=files&component=packages-package-9`,
    "matrix of 200": matrix,
    "200 as a picture": `${matrix}?view=graph`,
  };
  for (const [name, url] of Object.entries(paths)) await firstByte(name, url);

  await using browser = await launchBrowser();
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  await openAlive(page, graph);
  console.log(`scripts: ${await scriptBytes(page)} bytes gzip`);
  const [x, y] = [560, 560];
  await frames(page, "zoom by wheel", async () => {
    await page.mouse.move(x, y);
    await page.keyboard.down("Control");
    for (let n = 0; n < 40; n++) await page.mouse.wheel({ deltaY: n < 20 ? -60 : 60 });
    await page.keyboard.up("Control");
  });
  await frames(page, "drag", async () => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 300, y - 200, { steps: 40 });
    await page.mouse.move(x, y, { steps: 40 });
    await page.mouse.up();
  });
  await frames(page, "point at boxes", async () => {
    for (let n = 0; n < 60; n++) await page.mouse.move(80 + n * 17, 340 + (n * 37) % 480);
  });
  await frames(page, "zoom by keys", async () => {
    await page.focus(".graph-view");
    for (const key of ["+", "+", "-", "-", "0", "ArrowRight", "ArrowDown"] as const) {
      await page.keyboard.press(key);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  await frames(page, "put a box in focus", async () => {
    for (const id of ["packages-package-9", "packages-package-30", "packages-package-0"]) {
      await page.evaluate((name) =>
        document.querySelector(`[data-node="${name}"]`)!
          .dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })), id);
      await page.waitForFunction(
        (name) => document.querySelector(`[data-node="${name}"].picked`) !== null,
        {},
        id,
      );
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  await openAlive(page, matrix);
  await frames(page, "scroll the matrix", async () => {
    await page.mouse.move(x, y);
    for (let n = 0; n < 40; n++) {
      await page.mouse.wheel({ deltaX: n % 2 ? 200 : 0, deltaY: n % 2 ? 0 : 200 });
    }
  });
  await frames(page, "choose a cell", async () => {
    await page.evaluate(() => document.querySelector<HTMLElement>(".matrix td a")!.click());
    await page.waitForSelector("#way");
  });
}

/** Each box in turn is the one that is new. */
async function displacement(size: number): Promise<void> {
  const graph = graphOf(size);
  const anew: number[] = [];
  const kept: number[] = [];
  let redrawn = 0;
  const draw = async (boxes: DrawnBox[], edges: DrawnEdge[]): Promise<Picture> => ({
    ...await drawBoxes(boxes, edges),
    drift: 0,
  });
  const whole = await draw(graph.boxes, graph.edges);
  for (const { id } of graph.boxes) {
    const boxes = graph.boxes.filter((box) => box.id !== id);
    const before = await draw(
      boxes,
      graph.edges.filter(({ from, to }) => from !== id && to !== id),
    );
    const after = keepPlaces(before, graph.boxes, graph.edges);
    if (after === null) redrawn++;
    for (const [list, picture] of [[anew, whole], [kept, after ?? whole]] as const) {
      const at = new Map(picture.nodes.map((node) => [node.id, node]));
      for (const node of before.nodes) {
        const now = at.get(node.id)!;
        list.push(Math.hypot(now.x - node.x, now.y - node.y));
      }
    }
  }
  console.log(`one of ${size} components added, the others move by (px):`);
  console.log(`  laid out anew ${spread(anew)}`);
  console.log(`  places kept   ${spread(kept)}; drawn anew ${redrawn} of ${size} times`);
}

function spread(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!.toFixed(0);
  return `median ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}; ` +
    `unmoved ${Math.round(sorted.filter((one) => one < 1).length / sorted.length * 100)}%`;
}

async function firstByte(name: string, url: string): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (let n = 0; n < REQUESTS; n++) {
    const start = performance.now();
    const response = await fetch(url);
    times.push(performance.now() - start);
    const body = await response.bytes();
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    bytes = gzipSync(body).length;
  }
  const [first] = times;
  const sorted = times.slice(1).sort((a, b) => a - b);
  console.log(
    `${name}: first byte p50 ${sorted[REQUESTS >> 1]!.toFixed(0)} ms, p95 ${
      sorted[Math.floor(sorted.length * 0.95)]!.toFixed(0)
    } ms, the first time ${first!.toFixed(0)} ms; ${Math.round(bytes / 1_000)} kB gzip`,
  );
}

if (import.meta.main) await main();
