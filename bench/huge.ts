/**
 * A repository of 100,000 files on a running server: `deno task bench-huge`. It fails unless the map
 * has every file of git's own list in its ledger, and an edge for every import that `git grep` finds
 * (each made file imports others of the repository, none twice). Says the time of each stage, the
 * server's peak memory, and how long pages and answers about the map take.
 */
import { ANALYSIS_STAGES } from "../lib/domain/job.ts";
import { createClient } from "../tests/support/client.ts";
import { dataDirectory, startServer } from "../tests/support/server.ts";
import { growHistory } from "./analysis/history.ts";
import { median, memoryOf, runProgram } from "./analysis/processes.ts";

const FILES = 100_000;
const COMMITS = 2_000;
const ASKED = 9;
const PATIENCE_MS = 20 * 60_000;

async function main(): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "factory-bench-huge-" });
  try {
    const { path } = await growHistory(directory, { files: FILES, commits: COMMITS, seed: 1 });
    await using data = await dataDirectory();
    await using server = await startServer({ DATA_DIR: data.path, REPO_ALLOWED_PATHS: path });
    const client = createClient(server.url);
    const { id, job } = await client.add(path);
    const { stage_seconds, run_seconds } = await client.completed(job.id, PATIENCE_MS);
    const stages = ANALYSIS_STAGES.map((stage) => `${stage} ${(stage_seconds?.[stage] ?? 0)} s`);
    console.log(`${FILES} files, first analysis: ${run_seconds} s (${stages.join(", ")})`);

    const map = await client.map(id);
    const listed = await git(path, ["ls-tree", "-r", "--name-only", "main"]);
    const imports = await git(path, ["grep", "-hE", "^(import|from) ", "main"]);
    check("files in the ledger", map.coverage.files, listed);
    check("files analysed", map.coverage.analysed, listed);
    const between = map.dependencies.filter(({ resolution }) => resolution === "file");
    check("dependencies between files", between.length, imports);

    for (const page of [`/projects/${id}`, `/api/projects/${id}`, `/api/system-map/${id}`]) {
      const times: number[] = [];
      for (let n = 0; n < ASKED; n++) times.push(await firstByte(server.url + page));
      const what = page.replaceAll(id, "{id}");
      console.log(`${what}: first byte after ${median(times).toFixed(1)} ms (median of ${ASKED})`);
    }
    console.log(memoryOf(server.pid));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** @returns how many lines it prints */
async function git(path: string, args: string[]): Promise<number> {
  const { stdout } = await runProgram("git", ["-C", path, ...args]);
  return stdout.trimEnd().split("\n").length;
}

function check(what: string, found: number, expected: number): void {
  console.log(`${found === expected ? "ok   " : "WRONG"} ${what}: ${found}, git says ${expected}`);
  if (found !== expected) Deno.exitCode = 1;
}

async function firstByte(url: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(url);
  const ms = performance.now() - started;
  await response.body?.cancel();
  return ms;
}

if (import.meta.main) await main();
