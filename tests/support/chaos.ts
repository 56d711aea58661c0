/**
 * The server killed again and again in the middle of its work, and what must be true afterwards.
 * Real server, real git over HTTP, `kill -9`; the kill comes at a named stage's beginning or at a
 * moment by chance. Repeatable by its seed, as far as processes are.
 */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { ANALYSIS_STAGES } from "../../lib/domain/job.ts";
import type { Job } from "../../lib/domain/wire/job.ts";
import { createClient } from "./client.ts";
import { serveGit } from "./git_server.ts";
import { processesWith } from "./processes.ts";
import { type ScratchRepository, scratchRepository } from "./repository.ts";
import { dataDirectory, type ServerProcess, startServer } from "./server.ts";
import { until } from "./until.ts";

/**
 * When the server is killed: as a stage begins, as an attempt has ended, at any time, or once there
 * is nothing to do. The last also keeps a job from being there at ten kills in a row, after which it
 * rightly counts as what crashes the server.
 */
const MOMENTS = [...ANALYSIS_STAGES, "completed", "any", "idle"] as const;
type Moment = (typeof MOMENTS)[number];

const PROJECTS = 3;
const FILES = 40;
/** A stage that is not met in this time (its job was done before) is not waited for any longer. */
const LONGEST_MS = 4_000;
/** Of a kill by chance after the jobs were asked for. */
const ANY_WITHIN_MS = 1_200;

export interface ChaosResult {
  kills: Record<string, number>;
  jobs: number;
  maps: number;
  rescued: number;
  /** Milliseconds from a kill until no child of the killed server was there any more. */
  longestOrphanMs: number;
}

/** @throws AssertionError where something was lost, doubled, left over or damaged */
export async function runChaos(
  { cycles, seed, onCycle = () => {} }: {
    cycles: number;
    seed: number;
    onCycle?: (cycle: number, moment: Moment) => void;
  },
): Promise<ChaosResult> {
  const random = mulberry32(seed);
  await using data = await dataDirectory();
  await using stack = new AsyncDisposableStack();
  const repositories: ScratchRepository[] = [];
  for (let n = 0; n < PROJECTS; n++) {
    repositories.push(stack.use(await scratchRepository({ files: sources(n, 0) })));
  }
  const servers = repositories.map(({ root }) => stack.use(serveGit({ root })));
  const environment = {
    DATA_DIR: data.path,
    REPO_ALLOWED_HOSTS: "127.0.0.1",
    LOG_LEVEL: "debug",
    GITHUB_API_URL: "off",
  };
  const accepted = new Set<string>();
  const kills: Record<string, number> = {};
  let longestOrphanMs = 0;
  let rescued = 0;

  async function ask(server: ServerProcess): Promise<void> {
    const client = createClient(server.url);
    for (const { origin } of servers) {
      const body = { repo_url: `${origin}/repo.git` };
      // A kill may come before the answer: then nobody was promised anything.
      const job = await client.send<Job>("POST", "/api/analyze-repo", body).catch(() => null);
      if (job !== null) accepted.add(job.id);
    }
  }

  for (let cycle = 1; cycle <= cycles; cycle++) {
    const moment = MOMENTS[cycle % MOMENTS.length]!;
    const changed = repositories[Math.floor(random() * PROJECTS)]!;
    await changed.commit(sources(cycle % PROJECTS, cycle));
    const server = await startServer(environment);
    const come = moment === "any"
      ? wait(random() * ANY_WITHIN_MS)
      : server.logged(moment === "completed" ? /Completed in/ : new RegExp(`"stage":"${moment}"`));
    const asking = ask(server);
    if (moment === "idle") {
      await asking;
      await untilIdle(server);
    } else await Promise.race([come, wait(LONGEST_MS)]);
    const killed = performance.now();
    await server.kill("SIGKILL");
    await asking;
    rescued += Number(/Took back (\d+) jobs of a process/.exec(server.log())?.[1] ?? 0);
    await until(
      "no child of the killed server runs",
      async () => (await processesWith(data.path, "git")).length === 0,
    );
    longestOrphanMs = Math.max(longestOrphanMs, Math.round(performance.now() - killed));
    kills[moment] = (kills[moment] ?? 0) + 1;
    checkDatabase(data.path, accepted);
    onCycle(cycle, moment);
  }

  // Left alone, the last server ends all that was ever asked for.
  const server = await startServer(environment);
  await untilIdle(server);
  assert.equal(await server.kill("SIGTERM"), 0);
  const { jobs, maps, statuses, errors } = checkDatabase(data.path, accepted);
  assert.deepEqual({ statuses, errors }, { statuses: { completed: jobs }, errors: [] });
  const clones = (await data.clones()).filter((name) => !/^[0-9a-f-]{36}\.git$/.test(name));
  assert.deepEqual(clones, [], "no temporary directory is left");
  return { kills, jobs, maps, rescued, longestOrphanMs };
}

async function untilIdle(server: ServerProcess): Promise<void> {
  const client = createClient(server.url);
  await until("the queue is empty", async () => {
    const { jobs } = await client.get<{ jobs: Record<string, number> }>("/api/status");
    return jobs["pending"] === 0 && jobs["running"] === 0;
  });
}

/** What must be true of the file of a server that was killed. */
function checkDatabase(dataDir: string, accepted: ReadonlySet<string>) {
  const database = new DatabaseSync(`${dataDir}/factory.sqlite`);
  try {
    const column = (query: string) =>
      database.prepare(query).all().map((row) => Object.values(row)[0]);
    assert.deepEqual(column("PRAGMA integrity_check"), ["ok"]);
    assert.deepEqual(database.prepare("PRAGMA foreign_key_check").all(), []);
    const known = new Set(column("SELECT id FROM background_jobs"));
    assert.deepEqual([...accepted].filter((id) => !known.has(id)), [], "no job is lost");
    assert.deepEqual(
      column(`SELECT job_id FROM job_events WHERE message = 'Completed' AND kind = 'state'
        GROUP BY job_id HAVING count(*) > 1`),
      [],
      "no job completes twice",
    );
    assert.deepEqual(
      column(`SELECT commit_sha FROM system_maps
        GROUP BY project_id, commit_sha, analyzer_version HAVING count(*) > 1`),
      [],
      "one map a commit",
    );
    assert.deepEqual(
      column(`SELECT dedupe_key FROM background_jobs WHERE status IN ('pending', 'running')
        GROUP BY dedupe_key HAVING count(*) > 1`),
      [],
      "one active job a key",
    );
    const statuses: Record<string, number> = {};
    for (
      const row of database.prepare("SELECT status, count(*) AS n FROM background_jobs GROUP BY 1")
        .all()
    ) {
      statuses[String(row["status"])] = Number(row["n"]);
    }
    const counted = database.prepare("SELECT status, count AS n FROM job_counts WHERE count > 0")
      .all();
    assert.deepEqual(
      Object.fromEntries(counted.map((row) => [row["status"], row["n"]])),
      statuses,
      "the counters agree with the table",
    );
    return {
      jobs: known.size,
      maps: Number(column("SELECT count(*) FROM system_maps")[0]),
      statuses,
      errors: column("SELECT error FROM background_jobs WHERE status = 'failed'"),
    };
  } finally {
    database.close();
  }
}

/** Small modules that import each other, other ones in each version. */
function sources(project: number, version: number): Record<string, string> {
  const files: Record<string, string> = {};
  for (let n = 0; n < FILES; n++) {
    const next = `./m${(n + 1) % FILES}.ts`;
    files[`src/m${n}.ts`] = `import { f as g } from "${next}";\n` +
      `export function f(): number {\n  return ${n % 5 === version % 5 ? version : project};\n}\n` +
      `export { g };\n`;
  }
  return files;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A small seeded generator (Tommy Ettinger's mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
