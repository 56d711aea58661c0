/**
 * The job engine against other queues in one run: no-op jobs a second, and the time from asking for
 * a job to its start. `deno task bench-jobs`. It needs Node with npm, which fetches the peers:
 * plainjob (the quickest SQLite queue that the registry has) and, where `redis-server` is installed,
 * BullMQ on a Redis of its own.
 *
 * Durability is the same on both sides of a comparison. NORMAL: a crash of the process loses nothing,
 * a power failure may lose the last commits (Redis: appendfsync everysec, which may lose a second).
 * FULL: every commit is on the disk before it is answered (Redis: appendfsync always).
 */
import { CONCURRENCY, JOBS, type Measures } from "./jobs/measures.ts";

const ROUNDS = 3;
const PEERS = { plainjob: "0.0.14", "better-sqlite3": "12", bullmq: "6.7.0", ioredis: "5" };
const PEERS_DIRECTORY = new URL("../.bench/jobs", import.meta.url).pathname;
const HERE = new URL("./jobs/", import.meta.url).pathname;

async function main(): Promise<void> {
  const directory = await Deno.makeTempDir({ prefix: "factory-bench-jobs-" });
  try {
    await installPeers();
    for (const durability of ["NORMAL", "FULL"] as const) {
      console.log(
        `\nsynchronous ${durability}: ${JOBS} jobs, ${CONCURRENCY} at a time, medians of ${ROUNDS}`,
      );
      const runs = new Map<string, Measures[]>();
      for (let round = 0; round < ROUNDS; round++) {
        for (const [name, measures] of await oneRound(directory, durability, round)) {
          runs.set(name, [...runs.get(name) ?? [], measures]);
        }
      }
      for (const [name, all] of runs) print(name, all);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** In turn, so that a slow moment of the machine meets all of them. */
async function oneRound(
  directory: string,
  durability: "NORMAL" | "FULL",
  round: number,
): Promise<[string, Measures][]> {
  const scratch = `${directory}/${durability}-${round}`;
  await Deno.mkdir(scratch);
  const results: [string, Measures][] = [[
    "Software Factory",
    await measure(Deno.execPath(), ["run", "-q", "-A", `${HERE}ours.ts`, scratch, durability]),
  ], [
    "plainjob",
    await measure("node", [`${PEERS_DIRECTORY}/peers.mjs`, "plainjob", scratch, durability]),
  ]];
  const redis = await startRedis(scratch, durability);
  if (redis === null) return results;
  try {
    const environment = { REDIS_PORT: String(redis.port) };
    const args = [`${PEERS_DIRECTORY}/peers.mjs`, "bullmq", scratch, durability];
    results.push(["BullMQ", await measure("node", args, environment)]);
  } finally {
    redis.child.kill("SIGTERM");
    await redis.child.status;
  }
  return results;
}

async function measure(
  program: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Measures> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args, env }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout).trim().split("\n").at(-1) ?? "");
}

/** Once for all runs; better-sqlite3 may have to be compiled, which takes minutes. */
async function installPeers(): Promise<void> {
  await Deno.mkdir(PEERS_DIRECTORY, { recursive: true });
  await Deno.copyFile(`${HERE}peers.mjs`, `${PEERS_DIRECTORY}/peers.mjs`);
  const manifest = JSON.stringify({ private: true, dependencies: PEERS });
  const path = `${PEERS_DIRECTORY}/package.json`;
  if (await Deno.readTextFile(path).catch(() => "") === manifest) return;
  console.log("Installing the peers");
  await Deno.writeTextFile(path, manifest);
  const npm = new Deno.Command("npm", {
    args: ["install", "--no-audit", "--no-fund"],
    cwd: PEERS_DIRECTORY,
  });
  const { success, stderr } = await npm.output();
  if (success) return;
  await Deno.remove(path);
  throw new Error(new TextDecoder().decode(stderr));
}

/** A Redis of our own on a free port; null where none is installed. */
async function startRedis(directory: string, durability: "NORMAL" | "FULL") {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const fsync = durability === "FULL" ? "always" : "everysec";
  try {
    const child = new Deno.Command("redis-server", {
      args: [
        ...["--port", String(port), "--bind", "127.0.0.1", "--dir", directory],
        ...["--appendonly", "yes", "--appendfsync", fsync, "--save", ""],
      ],
      stdout: "null",
      stderr: "null",
    }).spawn();
    for (;;) {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port }).catch(() => null);
      if (connection !== null) {
        connection.close();
        return { child, port };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log("redis-server is not installed: BullMQ is left out");
    return null;
  }
}

function print(name: string, all: readonly Measures[]): void {
  const rate = (of: (one: Measures) => number) =>
    Math.round(JOBS / (median(all.map(of)) / 1000)).toLocaleString("en");
  const times = all.flatMap((one) => one.latencies).sort((a, b) => a - b);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? NaN).toFixed(2);
  console.log(
    `${name.padEnd(17)} enqueues ${rate((one) => one.enqueued).padStart(7)}/s, ` +
      `runs ${rate((one) => one.processed).padStart(7)}/s, ` +
      `starts after p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`,
  );
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

if (import.meta.main) await main();
