/**
 * GET /api/status of the built server while it analyses one large repository, then several at a time,
 * against a bare `Deno.serve` on the same machine at the same time: `deno run -P=bench
 * bench/status.ts`, after `deno task build`. The goal is a p99 below 50 ms while an analysis runs.
 *
 * Requests start by the clock, whether earlier ones were answered or not, as those of many pages do.
 * None carries a tag, so that each is answered in full.
 */
import type { Status } from "../lib/domain/wire/status.ts";
import { createClient } from "../tests/support/client.ts";
import { largeRepository } from "../tests/support/corpus.ts";
import { dataDirectory, startServer } from "../tests/support/server.ts";

const SAMPLES = 2_000;
const EVERY_MS = 10;
/** At a time. */
const ANALYSES = [1, 3];
/** Of code, each. */
const MEGABYTES = 40;
const PEER = `
  Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: ({ port }) => console.log(port) },
    () => new Response("ok"),
  );
`;

async function main(): Promise<void> {
  await using data = await dataDirectory();
  await using stack = new AsyncDisposableStack();
  const repositories = [];
  for (let seed = 1; seed <= Math.max(...ANALYSES) + 1; seed++) {
    repositories.push(stack.use(await largeRepository(MEGABYTES, seed)));
  }
  await using server = await startServer({
    DATA_DIR: data.path,
    REPO_ALLOWED_PATHS: repositories.map(({ root }) => root).join(","),
    JOB_CONCURRENCY: String(Math.max(...ANALYSES)),
  });
  const peer = await startPeer(data.path);
  try {
    const client = createClient(server.url);
    const status = `${server.url}/api/status`;
    await sample(() => timed(status), () => timed(peer.url), () => true, 200); // both warm
    const idle = await sample(() => timed(status), () => timed(peer.url), () => true, 500);
    report("idle", idle);

    for (const count of ANALYSES) {
      const jobs: string[] = [];
      for (const { path } of repositories.splice(0, count)) {
        jobs.push((await client.add(path)).job.id);
      }
      for (const id of jobs) await client.jobWhen(id, "parsing", ({ stage }) => stage === "parse");
      let running = count;
      const busy = await sample(
        async () => {
          const started = performance.now();
          const answer: Status = await (await fetch(status)).json();
          running = answer.jobs.running;
          return performance.now() - started;
        },
        () => timed(peer.url),
        () => running === count,
        SAMPLES,
      );
      report(`${count} of ${MEGABYTES} MB`, busy);
      for (const id of jobs) await client.completed(id);
    }
  } finally {
    peer.child.kill("SIGKILL");
    await peer.child.status;
  }
}

interface Samples {
  ours: number[];
  theirs: number[];
}

/** Starts both requests every 10 ms, each first by turns, `count` times or while `going`. */
async function sample(
  ours: () => Promise<number>,
  theirs: () => Promise<number>,
  going: () => boolean,
  count: number,
): Promise<Samples> {
  const pending: Promise<unknown>[] = [];
  const samples: Samples = { ours: [], theirs: [] };
  const keep = (list: number[], ask: () => Promise<number>) =>
    pending.push(ask().then((ms) => list.push(ms)));
  const began = performance.now();
  for (let turn = 0; turn < count && going(); turn++) {
    const wait = began + turn * EVERY_MS - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (turn % 2 === 0) keep(samples.ours, ours);
    keep(samples.theirs, theirs);
    if (turn % 2 === 1) keep(samples.ours, ours);
  }
  await Promise.all(pending);
  return samples;
}

/** Milliseconds from asking to the last byte. */
async function timed(url: string): Promise<number> {
  const started = performance.now();
  await (await fetch(url)).bytes();
  return performance.now() - started;
}

function report(what: string, { ours, theirs }: Samples): void {
  const line = (name: string, values: number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(1);
    console.log(
      `${what}, ${name}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, most ${
        at(1)
      } ms (${sorted.length})`,
    );
  };
  line("GET /api/status", ours);
  line("bare Deno.serve", theirs);
}

async function startPeer(directory: string): Promise<{ url: string; child: Deno.ChildProcess }> {
  const path = `${directory}/peer.js`;
  await Deno.writeTextFile(path, PEER);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-config", "--allow-net", path],
    stdout: "piped",
  }).spawn();
  for await (const chunk of child.stdout) {
    return { url: `http://127.0.0.1:${new TextDecoder().decode(chunk).trim()}`, child };
  }
  throw new Error("The peer did not start");
}

if (import.meta.main) await main();
