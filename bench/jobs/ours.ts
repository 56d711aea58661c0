/** The product's own engine over its own tables: `deno run … ours.ts <directory> NORMAL|FULL`. */
import { createRunner } from "../../jobs/runner.ts";
import type { JobHandler } from "../../jobs/registry.ts";
import { steadyClock, systemClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/ids.ts";
import { openDatabase } from "../../lib/store/database.ts";
import { createJobStore } from "../../lib/store/jobs.ts";
import { migrate, readMigrations } from "../../lib/store/migrate.ts";
import { BATCH, CONCURRENCY, JOBS, LATENCIES, QUIET_MS, report } from "./measures.ts";

const [directory, synchronous] = Deno.args;
const database = openDatabase(`${directory}/ours-${synchronous}.sqlite`);
migrate(database.raw, await readMigrations());
database.raw.exec(`PRAGMA synchronous = ${synchronous}`);
// One job of a project runs at a time, so that so many run at once needs as many projects.
const at = new Date().toISOString();
for (let n = 0; n < CONCURRENCY; n++) {
  database.raw.exec(`INSERT INTO projects (id, name, created_at, updated_at)
    VALUES ('p${n}', 'Bench ${n}', '${at}', '${at}')`);
}
const jobs = createJobStore(database);
const steady = steadyClock(systemClock);
let done = 0;
let onDone = () => {};
let started = 0;
const handler: JobHandler = () => {
  started = performance.now();
  if (++done === JOBS) onDone();
  return Promise.resolve({});
};
const runner = createRunner({
  jobs,
  handlers: { analyze_repo: handler },
  clock: systemClock,
  steady,
  instance: "bench",
  concurrency: { analyze_repo: CONCURRENCY },
  timeoutMs: 60_000,
});

function enqueue(n: number) {
  return jobs.enqueue({
    id: newId(),
    project_id: `p${n % CONCURRENCY}`,
    job_type: "analyze_repo",
    params: { n },
    dedupe_key: `bench:${n}`,
    max_attempts: 1,
    priority: 0,
    run_at: new Date(steady.now()).toISOString(),
    now: new Date().toISOString(),
  });
}

const enqueueStart = performance.now();
for (let n = 0; n < JOBS; n += BATCH) {
  await Promise.all(Array.from({ length: BATCH }, (_, i) => enqueue(n + i)));
}
const enqueued = performance.now() - enqueueStart;

const all = new Promise<void>((resolve) => onDone = resolve);
const start = performance.now();
runner.start();
await all;
await runner.idle();
const processed = performance.now() - start;

const latencies: number[] = [];
for (let n = 0; n < LATENCIES; n++) {
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  const asked = performance.now();
  await enqueue(JOBS + n);
  runner.wake();
  await runner.idle();
  latencies.push(started - asked);
}
report({ enqueued, processed, latencies });
await runner.stop();
database.close();
