/**
 * Takes the pictures of docs/screenshots/ from the built server, with this repository and sources
 * that its packages ship analysed for real: `deno task screenshots`, with names for some
 * of them. Not a test; it lives beside them because it needs the same browser, server and repositories.
 */
import type { Browser } from "puppeteer-core";
import { launchBrowser, openAlive } from "./support/browser.ts";
import { createClient } from "./support/client.ts";
import { readTree } from "./support/corpus.ts";
import { serveGit } from "./support/git_server.ts";
import { scratchRepository } from "./support/repository.ts";
import { dataDirectory, startServer } from "./support/server.ts";

const ROOT = new URL("../", import.meta.url).pathname;
const OUT = `${ROOT}docs/screenshots`;
/** Packages of node_modules that come with their sources. */
const PACKAGES = ["preact", "rxjs", "zod"];
const SELF = "software-factory";

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
    for (const name of PACKAGES) await packageRepository(name, `${root}/${name}.git`);
    await git("clone", "-q", "--bare", ROOT, `${root}/${SELF}.git`);
    await using gitServer = serveGit({ root });
    await using server = await startServer({
      DATA_DIR: data.path,
      REPO_ALLOWED_HOSTS: "127.0.0.1",
    });
    const client = createClient(server.url);
    const ids: Record<string, string> = {};
    for (const name of [...PACKAGES, SELF]) {
      const project = await client.add(`${gitServer.origin}/${name}.git`);
      await client.completed(project.job.id);
      await client.send("PUT", `/api/projects/${project.id}`, {
        name,
        description: await descriptionOf(name),
      });
      ids[name] = project.id;
    }
    const self = `/projects/${ids[SELF]}`;
    const desk = { width: 1280, height: 1120, scale: 1.5 };
    await Deno.mkdir(OUT, { recursive: true });
    await using browser = await launchBrowser();
    for (
      const shot of [
        { name: "projects", path: "/", ...desk, height: 680 },
        { name: "project", path: self, ...desk },
        { name: "project-dark", path: self, ...desk, dark: true },
        {
          name: "file",
          path: `${self}/file?path=jobs/runner.ts&lines=52-66`,
          ...desk,
          height: 760,
        },
        { name: "graph", path: `${self}/graph?focus=lib-services`, ...desk, height: 960 },
        {
          name: "matrix",
          path: `${self}/graph?view=matrix&focus=jobs&to=lib-services`,
          ...desk,
          height: 880,
          dark: true,
        },
        { name: "settings", path: "/settings", ...desk, height: 860 },
        { name: "phone", path: self, width: 390, height: 700, scale: 2 },
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
  const file = `${OUT}/${shot.name}.png`;
  const { length } = await page.screenshot({ path: file });
  console.log(`${file.slice(ROOT.length)}: ${Math.round(length / 1_000)} kB`);
  await page.close();
}

async function packageRepository(name: string, path: string): Promise<void> {
  const root = await Deno.realPath(`${ROOT}node_modules/${name}`);
  const files = await readTree(
    root,
    (file) => /^(src|compat|hooks|debug)\//.test(file) || /^[^/]+\.(json|md|txt)$/i.test(file),
  );
  await using repository = await scratchRepository({ name, files });
  await git("clone", "-q", "--bare", repository.path, path);
}

async function descriptionOf(name: string): Promise<string> {
  if (name === SELF) return "Clones repositories, analyses them and publishes their system maps";
  const manifest = await Deno.readTextFile(`${ROOT}node_modules/${name}/package.json`);
  return String(JSON.parse(manifest).description ?? "");
}

async function git(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("git", { args }).output();
  if (!success) throw new Error(`git ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}

if (import.meta.main) await main();
