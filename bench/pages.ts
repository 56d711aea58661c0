/**
 * Every page of a server with 1,000 projects, of which 40 have maps of 10,000 files: time to the first
 * byte, bytes of the page and of its scripts, and the frames of a browser on the treemap:
 * `deno task bench-pages`. Goals: first byte p95 below 100 ms, no frame above 50 ms. A bare `Deno.serve`
 * beside them says what the machine itself takes. bench/graph_page.ts does the same for the graph.
 */
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { newId } from "../lib/platform/ids.ts";
import { launchBrowser, openAlive } from "../tests/support/browser.ts";
import { createClient } from "../tests/support/client.ts";
import { scratchRepository } from "../tests/support/repository.ts";
import { dataDirectory, startServer } from "../tests/support/server.ts";
import { growHistory } from "./analysis/history.ts";
import { arrival, frames, scriptBytes } from "./browser/measures.ts";

const FILES = 10_000;
const COMMITS = 3_000;
const PROJECTS = 1_000;
/** Projects whose maps are of so many files. */
const LARGE = 40;
/** Maps of each project: what a trend is drawn of. */
const MAPS = 5;
const REQUESTS = 80;
const GOAL_MS = 100;
const PATIENCE_MS = 10 * 60_000;

/** Pages of a project, and those of the server. */
const OF_A_PROJECT = [
  "",
  "/graph",
  "/graph?view=matrix",
  "/files",
  "/files?colour=hotspot",
  "/hotspots",
  "/people",
  "/packages",
  "/services",
  "/symbols?q=compute1",
  "/coverage",
  "/changes",
  "/ask",
];
const OF_THE_SERVER = [
  "/",
  "/?sort=health&page_size=50",
  "/?q=project+7",
  "/projects/add",
  "/jobs",
  "/search?q=m77",
  "/settings",
];

async function main(): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "factory-bench-pages-" });
  try {
    const { path } = await growHistory(directory, { files: FILES, commits: COMMITS, seed: 1 });
    await using plain = await scratchRepository({
      files: { "a.ts": 'import "./b.ts";\n', "b.ts": "" },
    });
    await using data = await dataDirectory();
    const environment = {
      DATA_DIR: data.path,
      REPO_ALLOWED_PATHS: `${path},${plain.root}`,
      GITHUB_API_URL: "off",
    };
    const large = await analyseBoth(environment, path, plain.path);
    const projects = multiply(`${data.path}/factory.sqlite`, large);
    await using server = await startServer(environment);
    const peer = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      () => new Response("ok"),
    );
    console.log(`milliseconds to the first byte of ${REQUESTS} requests; bytes compressed`);
    await measure("(bare Deno.serve)", [`http://127.0.0.1:${peer.addr.port}/`]);
    for (const page of OF_THE_SERVER) await measure(page, [server.url + page]);
    // In turn, so that what the server keeps of one project serves no other.
    for (const page of OF_A_PROJECT) {
      await measure(
        `/projects/…${page}`,
        projects.map((id) => `${server.url}/projects/${id}${page}`),
      );
    }
    // Of the one that has a clone.
    const source = "/file?path=src/package0/m0.ts";
    await measure(`/projects/…${source}`, [`${server.url}/projects/${large.id}${source}`]);
    await peer.shutdown();
    await useTreemap(`${server.url}/projects/${large.id}`, server.url);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Real analyses of both repositories, by a server that is stopped again. @returns the large one */
async function analyseBoth(
  environment: Record<string, string>,
  large: string,
  small: string,
): Promise<{ id: string; small: string }> {
  await using server = await startServer(environment);
  const client = createClient(server.url);
  const [one, other] = [await client.add(large), await client.add(small)];
  await client.completed(one.job.id, PATIENCE_MS);
  await client.completed(other.job.id, PATIENCE_MS);
  return { id: one.id, small: other.id };
}

/**
 * More projects with the same maps under other names, in a database that no server has open: `LARGE`
 * of the large one, the rest of the small one. @returns the ids of the large ones
 */
function multiply(path: string, of: { id: string; small: string }): string[] {
  const database = new DatabaseSync(path);
  const columns = (table: string) =>
    database.prepare(`SELECT name FROM pragma_table_info(?)`).all(table)
      .map(({ name }) => String(name));
  /** Copies rows with some columns replaced. */
  const copy = (table: string, where: string, changes: Record<string, string>, value: string) => {
    const names = columns(table);
    const values = names.map((name) => changes[name] ?? name).join(", ");
    database.prepare(
      `INSERT INTO ${table} (${names.join(", ")}) SELECT ${values} FROM ${table} WHERE ${where}`,
    ).run(value);
  };
  const quoted = (text: string) => `'${text}'`;
  const large = [of.id];
  const at = Date.parse("2026-01-01T00:00:00Z");
  database.exec("BEGIN");
  for (let n = 2; n < PROJECTS; n++) {
    const source = n < LARGE + 1 ? of.id : of.small;
    const id = newId(at + n);
    if (source === of.id) large.push(id);
    const map = String(
      database.prepare("SELECT current_map_id FROM projects WHERE id = ?").get(
        source,
      )!["current_map_id"],
    );
    const own = newId(at + n * 1_000);
    copy("projects", "id = ?", {
      id: quoted(id),
      name: quoted(`Project ${n}`),
      repo_identity: quoted(`bench:${n}`),
      repo_url: quoted(`https://example.org/${n}.git`),
      health: quoted(["green", "amber", "red"][n % 3]!),
      tags: quoted(`["team-${n % 12}"]`),
      current_map_id: quoted(own),
      next_run_at: "NULL",
      schedule: "NULL",
    }, source);
    for (let age = 0; age < (source === of.id ? 1 : MAPS); age++) {
      const name = age === 0 ? own : newId(at + n * 1_000 + age);
      copy("system_maps", "id = ?", {
        id: quoted(name),
        project_id: quoted(id),
        commit_sha: age === 0 ? "commit_sha" : quoted(String(age).padStart(40, "0")),
        created_at: quoted(new Date(at - age * 86_400_000).toISOString()),
      }, map);
      copy("map_parts", "map_id = ?", { map_id: quoted(name) }, map);
    }
  }
  database.exec("COMMIT");
  database.close();
  return large;
}

async function measure(name: string, urls: readonly string[]): Promise<void> {
  const times: number[] = [];
  let bytes = 0;
  for (let n = 0; n < REQUESTS; n++) {
    const start = performance.now();
    const response = await fetch(urls[n % urls.length]!);
    times.push(performance.now() - start);
    const body = await response.bytes();
    if (!response.ok) throw new Error(`${urls[n % urls.length]}: ${response.status}`);
    bytes = Math.max(bytes, gzipSync(body).length);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!;
  const goal = at(0.95) < GOAL_MS ? "met   " : "MISSED";
  console.log(
    `${goal} ${name.padEnd(44)} p50 ${at(0.5).toFixed(1).padStart(6)}  p95 ${
      at(0.95).toFixed(1).padStart(6)
    }  ${(bytes / 1_000).toFixed(1).padStart(6)} kB`,
  );
}

/** Scripts of the pages, and the treemap's frames while one moves over it and goes into a folder. */
async function useTreemap(project: string, origin: string): Promise<void> {
  await using browser = await launchBrowser();
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  for (const url of [`${origin}/`, project, `${project}/graph`, `${project}/files`]) {
    await openAlive(page, url);
    const name = url.replace(origin, "").replace(/[0-9a-f-]{36}/, "…");
    console.log(
      `scripts of ${name}: ${((await scriptBytes(page)) / 1_000).toFixed(1)} kB compressed`,
    );
  }
  await frames(page, "point at the treemap's files", async () => {
    for (let n = 0; n < 80; n++) await page.mouse.move(60 + n * 16, 340 + (n * 37) % 420);
  });
  await frames(page, "scroll the page", async () => {
    for (let n = 0; n < 40; n++) await page.mouse.wheel({ deltaY: n < 20 ? 120 : -120 });
  });
  await frames(page, "go through folders by keys", async () => {
    for (let n = 0; n < 30; n++) {
      await page.keyboard.press("Tab");
      // As fast as a held key repeats: faster ones share a frame, which nobody's do.
      await new Promise((resolve) => setTimeout(resolve, 33));
    }
  });
  await arrival(page, "enter a folder, another document", () => page.keyboard.press("Enter"));
}

if (import.meta.main) await main();
