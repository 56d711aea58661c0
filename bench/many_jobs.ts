/**
 * The queue's answers with 100,000 jobs in the table, from the built server: `deno task bench`, or
 * `deno run -P=test bench/many_jobs.ts`. The goal is a p99 below 20 ms. A bare `Deno.serve` beside it
 * says what the machine itself takes.
 */
import { DatabaseSync } from "node:sqlite";
import { migrate, readMigrations } from "../lib/store/migrate.ts";
import { newId } from "../lib/platform/ids.ts";
import { dataDirectory, startServer } from "../tests/support/server.ts";

const JOBS = 100_000;
const PROJECTS = 200;
const REQUESTS = 400;

async function main(): Promise<void> {
  await using data = await dataDirectory();
  await fill(`${data.path}/factory.sqlite`);
  await using server = await startServer({ DATA_DIR: data.path, GITHUB_API_URL: "off" });
  const peer = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response("ok"),
  );
  const { items, next_cursor } = await (await fetch(`${server.url}/api/jobs?limit=50`)).json();
  const project = items[0].project_id;
  let cursor = next_cursor;
  for (let page = 0; page < 20; page++) {
    cursor = (await (await fetch(`${server.url}/api/jobs?cursor=${cursor}&limit=200`)).json())
      .next_cursor;
  }
  const paths = [
    "/api/jobs",
    "/api/jobs?limit=200",
    `/api/jobs?cursor=${cursor}`,
    "/api/jobs?status=failed",
    `/api/jobs?project_id=${project}`,
    `/api/jobs?project_id=${project}&status=cancelled`,
    "/api/status",
    "/jobs",
    "/metrics",
  ];
  const bare = await measure(`http://127.0.0.1:${peer.addr.port}/`);
  console.log(`${JOBS.toLocaleString("en")} jobs, ${REQUESTS} requests each, milliseconds`);
  print("(bare Deno.serve)", bare);
  for (const path of paths) {
    print(path.replace(/(cursor|project_id)=[^&]*/, "$1=…"), await measure(server.url + path));
  }
  await peer.shutdown();
}

/** Finished jobs of every kind, and some that wait for the far future. */
async function fill(path: string): Promise<void> {
  const database = new DatabaseSync(path);
  migrate(database, await readMigrations());
  const at = new Date("2026-01-01T00:00:00Z");
  const project = database.prepare(
    "INSERT INTO projects (id, name, repo_url, created_at, updated_at) VALUES (?, ?, ?, ?, ?)",
  );
  const job = database.prepare(
    `INSERT INTO background_jobs (id, project_id, job_type, status, progress, params, result, error,
      attempt, max_attempts, run_at, delayed, dedupe_key, started_at, finished_at, created_at,
      updated_at, run_ms)
    VALUES (?, ?, 'analyze_repo', ?, ?, '{"ref":null}', ?, ?, 1, 4, ?, ?, ?, ?, ?, ?, ?, 1500)`,
  );
  const projects = Array.from({ length: PROJECTS }, () => newId(at.getTime()));
  database.exec("BEGIN");
  projects.forEach((id, n) =>
    project.run(id, `Project ${n}`, `https://example.org/${n}`, at.toISOString(), at.toISOString())
  );
  const error = '{"code":"git_unreachable","message":"No answer.","remedy":null}';
  for (let n = 0; n < JOBS; n++) {
    const time = new Date(at.getTime() + n * 1_000).toISOString();
    const pending = n % 1_000 === 999;
    const status = pending
      ? "pending"
      : n % 50 === 0
      ? "failed"
      : n % 77 === 0
      ? "cancelled"
      : "completed";
    const completed = status === "completed";
    job.run(
      newId(at.getTime() + n * 1_000),
      projects[n % PROJECTS]!,
      status,
      completed ? 100 : 40,
      completed ? '{"map_id":"m","commit_sha":"c","unchanged":false}' : null,
      status === "failed" ? error : null,
      pending ? "2099-01-01T00:00:00.000Z" : time,
      pending ? 1 : 0,
      `bench:${n}`,
      pending ? null : time,
      pending ? null : time,
      time,
      time,
    );
  }
  database.exec("COMMIT");
  database.close();
}

async function measure(url: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < REQUESTS; n++) {
    const start = performance.now();
    const response = await fetch(url);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

function print(name: string, times: readonly number[]): void {
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? NaN).toFixed(1);
  console.log(`${name.padEnd(52)} p50 ${at(0.5).padStart(6)}  p99 ${at(0.99).padStart(6)}`);
}

if (import.meta.main) await main();
