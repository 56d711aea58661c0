/**
 * Takes the pictures of docs/screenshots/ from the built server, with this repository and sources
 * that its packages ship analysed for real: `deno task screenshots`, with names for some
 * of them. Only the history of the packages is made up, since they ship none. Not a test; it lives
 * beside them because it needs the same browser, server and repositories.
 */
import type { Browser } from "puppeteer-core";
import { launchBrowser, openAlive } from "./support/browser.ts";
import { createClient } from "./support/client.ts";
import { readTree } from "./support/corpus.ts";
import { gate, serveGit } from "./support/git_server.ts";
import { madeTeamHistory } from "./support/made_history.ts";
import { scratchRepository } from "./support/repository.ts";
import { dataDirectory, startServer } from "./support/server.ts";
import { until } from "./support/until.ts";

const ROOT = new URL("../", import.meta.url).pathname;
const OUT = `${ROOT}docs/screenshots`;
/** Packages of node_modules that come with their sources, and the tags of their projects. */
const PACKAGES = {
  preact: ["frontend"],
  rxjs: ["frontend"],
  zod: ["shared"],
};
/** Its transfer never ends, so that there is a running job to see. */
const RUNNING = "lowlight";
const SELF = "software-factory";
/** As many commits ago this repository is analysed first, so that there is something to compare. */
const COMPARED_COMMITS = 40;
/** A page with pictures is no page any more when they take minutes to load. */
const MAX_BYTES = 250_000;

interface Shot {
  name: string;
  path: string;
  width: number;
  height: number;
  scale: number;
  dark?: boolean;
  /** Typed into the search over everything. */
  search?: string;
}

async function main(): Promise<void> {
  const root = await Deno.makeTempDir();
  try {
    await using data = await dataDirectory();
    for (const name of [...Object.keys(PACKAGES), RUNNING]) {
      await packageRepository(name, `${root}/${name}.git`);
    }
    await git("init", "-q", "--bare", "--initial-branch=main", `${root}/${SELF}.git`);
    const transfer = gate();
    await using gitServer = serveGit({
      root,
      intercept: (request) =>
        request.url.includes(`/${RUNNING}.git`) ? transfer.intercept(request) : undefined,
    });
    await using server = await startServer({
      DATA_DIR: data.path,
      REPO_ALLOWED_HOSTS: "127.0.0.1",
    });
    const client = createClient(server.url);
    const add = async (name: string, tags: string[]) => {
      const project = await client.add(`${gitServer.origin}/${name}.git`);
      await client.send("PATCH", `/api/projects/${project.id}`, {
        name,
        description: await descriptionOf(name),
        tags,
      });
      return project;
    };
    const selfGit = (...args: string[]) => git("--git-dir", `${root}/${SELF}.git`, ...args);
    await selfGit("fetch", "-q", ROOT, "HEAD:refs/heads/main");
    const newest = await selfGit("rev-parse", "HEAD");
    await selfGit("update-ref", "HEAD", `HEAD~${COMPARED_COMMITS}`);
    const own = await add(SELF, ["platform"]);
    await client.completed(own.job.id);
    await selfGit("update-ref", "HEAD", newest);
    const again = await client.send<{ id: string }>("POST", "/api/analyze-repo", {
      project_id: own.id,
    });
    await client.completed(again.id);
    let team = "";
    for (const [name, tags] of Object.entries(PACKAGES)) {
      const { id, job } = await add(name, tags);
      await client.completed(job.id);
      if (name === "rxjs") team = `/projects/${id}`;
    }
    const gone = await add("gone", []);
    await until(
      "the analysis of a repository that is not there has failed",
      async () => (await client.job(gone.job.id)).status === "failed",
    );
    await add(RUNNING, ["shared"]);
    await transfer.reached;

    const self = `/projects/${own.id}`;
    const desk = { width: 1440, height: 900, scale: 1 };
    const phone = { width: 390, height: 800, scale: 2 };
    await Deno.mkdir(OUT, { recursive: true });
    await using browser = await launchBrowser();
    for (
      const shot of [
        { name: "projects", path: "/", ...desk, height: 860 },
        { name: "project", path: self, ...desk, height: 1_120 },
        { name: "project-dark", path: self, ...desk, height: 1_120, dark: true },
        { name: "graph", path: `${self}/graph?focus=lib-services`, ...desk, height: 1_000 },
        {
          name: "matrix",
          path: `${self}/graph?view=matrix&focus=jobs&to=lib-services`,
          ...desk,
          dark: true,
        },
        { name: "files", path: `${self}/files?colour=hotspot`, ...desk },
        { name: "hotspots", path: `${self}/hotspots`, ...desk },
        { name: "people", path: `${team}/people`, ...desk },
        { name: "packages", path: `${self}/packages`, ...desk },
        { name: "symbols", path: `${self}/symbols?q=claim`, ...desk, height: 640 },
        { name: "coverage", path: `${self}/coverage`, ...desk },
        {
          name: "file",
          path: `${team}/file?path=src/internal/Observable.ts&lines=20-27`,
          ...desk,
        },
        { name: "changes", path: `${self}/changes`, ...desk },
        { name: "jobs", path: "/jobs", ...desk, height: 760 },
        { name: "job-failed", path: `/jobs/${gone.job.id}`, ...desk, height: 760, dark: true },
        { name: "settings", path: "/settings", ...desk },
        { name: "phone-projects", path: "/", ...phone },
        { name: "phone", path: self, ...phone },
        { name: "phone-files", path: `${self}/files`, ...phone, dark: true },
        { name: "search", path: self, ...desk, height: 760, search: "claim" },
      ].filter(({ name }) => Deno.args.length === 0 || Deno.args.includes(name))
    ) await take(browser, server.url, shot);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function take(browser: Browser, origin: string, shot: Shot): Promise<void> {
  const page = await browser.newPage();
  const { width, height, scale: deviceScaleFactor } = shot;
  await page.setViewport({ width, height, deviceScaleFactor });
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: shot.dark ? "dark" : "light" },
  ]);
  await openAlive(page, origin + shot.path);
  if (shot.search !== undefined) {
    await page.keyboard.down("Control");
    await page.keyboard.press("k");
    await page.keyboard.up("Control");
    await page.waitForSelector("dialog.palette[open]");
    await page.keyboard.type(shot.search);
    await page.waitForFunction(() => document.querySelectorAll(".palette-group").length > 1);
  }
  const file = `${OUT}/${shot.name}.webp`;
  const { length } = await page.screenshot({ path: file, type: "webp", quality: 88 });
  console.log(`${file.slice(ROOT.length)}: ${Math.round(length / 1_000)} kB`);
  if (length > MAX_BYTES) throw new Error(`${shot.name} has more than ${MAX_BYTES} bytes`);
  await page.close();
}

async function packageRepository(name: string, path: string): Promise<void> {
  const root = await Deno.realPath(`${ROOT}node_modules/${name}`);
  const files = await readTree(
    root,
    (file) => /^(src|compat|hooks|debug|lib)\//.test(file) || /^[^/]+\.(json|md|txt)$/i.test(file),
  );
  await using repository = await scratchRepository({ name });
  await madeTeamHistory(repository, files, name.length);
  await git("clone", "-q", "--bare", repository.path, path);
}

async function descriptionOf(name: string): Promise<string> {
  if (name === SELF) return "Clones repositories, analyses them and publishes their system maps";
  if (!(name in PACKAGES) && name !== RUNNING) return "";
  const manifest = await Deno.readTextFile(`${ROOT}node_modules/${name}/package.json`);
  return String(JSON.parse(manifest).description ?? "");
}

async function git(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", { args }).output();
  if (!success) throw new Error(`git ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout).trim();
}

if (import.meta.main) await main();
