/**
 * Lighthouse's scores of the overview pages, in a real Chromium against a server on loopback with
 * this repository mapped: `deno task bench-lighthouse`. It needs Node with npm, which fetches
 * Lighthouse. Goal: performance, accessibility and best practices at least 95, as on a phone (slow
 * processor and network simulated) and on a desk.
 */
import chromium from "@sparticuz/chromium";
import { createClient } from "../tests/support/client.ts";
import { dataDirectory, startServer } from "../tests/support/server.ts";
import { runProgram } from "./analysis/processes.ts";

const LIGHTHOUSE = "12.8.2";
const DIRECTORY = new URL("../.bench/lighthouse", import.meta.url).pathname;
const REPOSITORY = new URL("..", import.meta.url).pathname.replace(/\/$/, "");
const CATEGORIES = ["performance", "accessibility", "best-practices"] as const;
const GOAL = 95;
const PATIENCE_MS = 5 * 60_000;

interface Report {
  categories: Record<string, { score: number | null }>;
  audits: Record<string, { score: number | null; title: string; displayValue?: string }>;
}

async function main(): Promise<void> {
  await install();
  await using data = await dataDirectory();
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_PATHS: REPOSITORY,
    GITHUB_API_URL: "off",
  });
  const client = createClient(server.url);
  const { id, job } = await client.add(REPOSITORY);
  await client.completed(job.id, PATIENCE_MS);
  const pages = {
    "projects": "/",
    "overview": `/projects/${id}`,
    "graph": `/projects/${id}/graph`,
    "files": `/projects/${id}/files`,
    "hotspots": `/projects/${id}/hotspots`,
    "jobs": "/jobs",
  };
  for (const form of ["phone", "desk"] as const) {
    for (const [name, path] of Object.entries(pages)) {
      print(`${name}, ${form}`, await ask(server.url + path, form));
    }
  }
}

async function install(): Promise<void> {
  await Deno.mkdir(DIRECTORY, { recursive: true });
  const manifest = JSON.stringify({ private: true, dependencies: { lighthouse: LIGHTHOUSE } });
  const path = `${DIRECTORY}/package.json`;
  if (await Deno.readTextFile(path).catch(() => "") === manifest) return;
  console.log("Installing Lighthouse");
  await Deno.writeTextFile(path, manifest);
  await runProgram("npm", ["install", "--no-audit", "--no-fund"], { cwd: DIRECTORY });
}

async function ask(url: string, form: "phone" | "desk"): Promise<Report> {
  const { stdout } = await runProgram("node", [
    `${DIRECTORY}/node_modules/lighthouse/cli/index.js`,
    url,
    "--quiet",
    "--output=json",
    `--only-categories=${CATEGORIES.join(",")}`,
    "--no-enable-error-reporting",
    "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ...(form === "desk" ? ["--preset=desktop"] : []),
  ], { env: { CHROME_PATH: await chromium.executablePath() } });
  return JSON.parse(stdout);
}

function print(name: string, { categories, audits }: Report): void {
  const scores = CATEGORIES.map((category) => Math.round((categories[category]?.score ?? 0) * 100));
  const met = scores.every((score) => score >= GOAL) ? "met   " : "MISSED";
  console.log(
    `${met} ${name.padEnd(18)} ${
      CATEGORIES.map((category, at) => `${category} ${scores[at]}`).join(", ")
    }`,
  );
  const bad = Object.values(audits).filter(({ score }) => score !== null && score < 0.9);
  for (const { title, displayValue } of bad) console.log(`         ${title} ${displayValue ?? ""}`);
}

if (import.meta.main) await main();
