/**
 * From the start of the built server to its first 200 on /api/health, against the smallest server
 * that Deno can run, in the same run and by turns: `deno task bench`. The goal is a median below
 * 400 ms. The first start, which creates the database, is reported apart.
 */
import { fileURLToPath } from "node:url";
import { writeRunConfig } from "../launch.ts";

const RUNS = 15;
const ROOT = fileURLToPath(new URL("../", import.meta.url));
const PEER = `
  Deno.serve(
    { port: Number(Deno.env.get("PORT")), hostname: "127.0.0.1", onListen() {} },
    () => new Response("ok"),
  );
`;

async function main(): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    const peer = `${directory}/peer.js`;
    await Deno.writeTextFile(peer, PEER);
    const config = await writeRunConfig(
      (name) => name === "DATA_DIR" ? directory : undefined,
      ROOT,
    );
    const server = ["--config", config, "-P=server", "dist/main.js"];
    const bare = ["--no-config", "--allow-net", "--allow-env=PORT", peer];

    const first = await start(server, directory);
    const times: { server: number[]; peer: number[] } = { server: [], peer: [] };
    for (let run = 0; run < RUNS; run++) {
      times.server.push(await start(server, directory));
      times.peer.push(await start(bare, directory));
    }
    const [ours, theirs] = [median(times.server), median(times.peer)];
    console.log(`first start, empty DATA_DIR   ${first.toFixed(0)} ms`);
    console.log(`median of ${RUNS} starts          ${ours.toFixed(0)} ms`);
    console.log(`bare Deno.serve               ${theirs.toFixed(0)} ms`);
    console.log(`ratio                         ${(ours / theirs).toFixed(2)}`);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

/** Starts a server and stops it again; milliseconds until its first 200. */
async function start(args: string[], dataDir: string): Promise<number> {
  const port = freePort();
  const started = performance.now();
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", ...args],
    cwd: ROOT,
    env: { PORT: String(port), HOST: "127.0.0.1", DATA_DIR: dataDir, LOG_LEVEL: "error" },
    stdout: "null",
    stderr: "null",
  }).spawn();
  let ended = false;
  const status = process.status.finally(() => ended = true);
  while (!await answers(port)) {
    if (ended) throw new Error(`The server ended: deno run ${args.join(" ")}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  const elapsed = performance.now() - started;
  process.kill("SIGTERM");
  await status;
  return elapsed;
}

async function answers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`);
    await response.body?.cancel();
    return response.status === 200;
  } catch (error) {
    // fetch reports a refused connection as a TypeError: it does not listen yet.
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

if (import.meta.main) await main();
