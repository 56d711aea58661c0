/**
 * A whole map against the programs that each find a part of it, on real source trees: `deno task
 * bench-analysis`. It fetches the trees (npm, and Debian's sources where there is apt) and
 * dependency-cruiser, and uses cloc and universal-ctags where they are installed.
 *
 * Every program runs as a process of its own, from its start to its end, by turns, three times; ours is
 * `analyze --json` of the built command line, without any cache. The stages come from one cold
 * analysis of each tree by the built server. `BENCH_TREES=django,thrift` chooses among the trees.
 *
 * Goals: ours takes at most a quarter of the sum of the others, less than dependency-cruiser on a
 * JS/TS tree, and less than 500 MB.
 */
import { fileURLToPath } from "node:url";
import { ANALYSIS_STAGES } from "../lib/domain/job.ts";
import { createClient } from "../tests/support/client.ts";
import { dataDirectory, startServer } from "../tests/support/server.ts";
import { openPeers, type Peer } from "./analysis/peers.ts";
import { median, type Run, runProgram } from "./analysis/processes.ts";
import { fetchTree, type Repository, type SourceTree, TREES } from "./analysis/trees.ts";

const ROUNDS = 3;
const SHARE = 1 / 4;
const MEMORY_MB = 500;
const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

async function main(): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "factory-bench-analysis-" });
  try {
    const peers = await openPeers(directory, console.log);
    const wanted = Deno.env.get("BENCH_TREES")?.split(",");
    const met: boolean[] = [];
    for (const tree of TREES.filter(({ name }) => wanted?.includes(name) ?? true)) {
      const repository = await fetchTree(tree, directory);
      if (repository === null) console.log(`${tree.name} could not be fetched: left out`);
      else {
        const measured = await measure(repository, peers, directory);
        met.push(print(tree, repository, measured, await stagesOf(repository)));
      }
    }
    console.log(`\n${met.filter((all) => all).length} of ${met.length} trees meet every goal`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

interface Measured {
  ours: Run[];
  /** By name; those that failed on the tree are not there. */
  peers: Map<string, Run[]>;
  failed: string[];
}

async function measure(
  { path }: Repository,
  peers: readonly Peer[],
  directory: string,
): Promise<Measured> {
  const measured: Measured = { ours: [], peers: new Map(), failed: [] };
  for (let round = 0; round < ROUNDS; round++) {
    // The same permissions as `deno task analyze` gives but for their narrowness.
    const args = ["run", "-q", "--allow-all", "--no-config", CLI, "analyze", "--json", path];
    const env = { DATA_DIR: directory };
    measured.ours.push(await runProgram(Deno.execPath(), args, { env, discard: true }));
    for (const { name, command } of peers) {
      if (measured.failed.includes(name)) continue;
      const { program, args } = command(path);
      const run = await runProgram(program, args, { cwd: directory, mayFail: true });
      if (run === null) {
        measured.peers.delete(name);
        measured.failed.push(name);
      } else measured.peers.set(name, [...measured.peers.get(name) ?? [], run]);
    }
  }
  return measured;
}

/** Seconds of each stage of the server's first analysis, fetch included. */
async function stagesOf({ path }: Repository): Promise<string> {
  await using data = await dataDirectory();
  await using server = await startServer({ DATA_DIR: data.path, REPO_ALLOWED_PATHS: path });
  const client = createClient(server.url);
  const { job } = await client.add(path);
  const { stage_seconds } = await client.completed(job.id);
  const status = await Deno.readTextFile(`/proc/${server.pid}/status`).catch(() => "");
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(status)?.[1];
  const stages = ANALYSIS_STAGES.map((stage) => `${stage} ${stage_seconds?.[stage] ?? 0}`);
  return `${stages.join(", ")} s` +
    (peak === undefined ? "" : `; peak ${Math.round(Number(peak) / 1_024)} MB`);
}

/** @returns whether every goal that could be measured is met */
function print(
  tree: SourceTree,
  { files }: Repository,
  { ours, peers, failed }: Measured,
  stages: string,
): boolean {
  console.log(`\n${tree.name}: ${files} files (${tree.about}); medians of ${ROUNDS}`);
  const row = (name: string, runs: readonly Run[]) => {
    const seconds = (ms: number | null) => ms === null ? "?" : (ms / 1_000).toFixed(2);
    const cpu = runs.every(({ cpuMs }) => cpuMs !== null)
      ? median(runs.map(({ cpuMs }) => cpuMs!))
      : null;
    const peak = Math.max(...runs.map(({ peakMb }) => peakMb ?? NaN));
    const wall = median(runs.map(({ ms }) => ms));
    console.log(
      `  ${name.padEnd(20)}${seconds(wall).padStart(7)} s wall ${seconds(cpu).padStart(7)} s CPU ` +
        `${peak.toFixed(0).padStart(6)} MB`,
    );
    return { wall, peak };
  };
  const own = row("Software Factory", ours);
  const walls = new Map([...peers].map(([name, runs]) => [name, row(name, runs).wall]));
  const sum = [...walls.values()].reduce((total, ms) => total + ms, 0);
  for (const name of failed) console.log(`  ${name} fails on this tree: not in the sum`);
  console.log(`  stages of the server  ${stages}`);
  const goals: [what: string, met: boolean][] = [];
  if (walls.size > 0) {
    goals.push([
      `${(own.wall / sum).toFixed(2)} of their sum (goal ${SHARE})`,
      own.wall <= sum * SHARE,
    ]);
  }
  const cruiser = walls.get("dependency-cruiser");
  if (tree.script && cruiser !== undefined) {
    const ratio = (own.wall / cruiser).toFixed(2);
    goals.push([`${ratio} of dependency-cruiser (goal 1)`, own.wall < cruiser]);
  }
  if (!Number.isNaN(own.peak)) {
    goals.push([`peak ${own.peak.toFixed(0)} MB (goal ${MEMORY_MB})`, own.peak < MEMORY_MB]);
  }
  for (const [what, met] of goals) console.log(`  ${met ? "met " : "MISSED"} ${what}`);
  return goals.every(([, met]) => met);
}

if (import.meta.main) await main();
