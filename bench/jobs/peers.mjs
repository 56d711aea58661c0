/** Other queues, each as its documentation uses it: `node peers.mjs <queue> <directory> <durability>`. */
import process from "node:process";

const JOBS = 10_000;
const CONCURRENCY = 50;
const BATCH = 50;
/** plainjob looks for jobs once a second, so that more would take an hour. */
const LATENCIES = process.argv[2] === "plainjob" ? 20 : 200;
const QUIET_MS = 25;

const [queue, directory, durability] = process.argv.slice(2);
const measure = { plainjob, bullmq }[queue];
await measure();

/**
 * @param add adds one job
 * @param begin starts the worker; its handler calls `ran`
 */
async function run({ add, begin, stop }) {
  let done = 0;
  let started = 0;
  let onRun = () => {};
  const ran = () => {
    started = performance.now();
    done++;
    onRun();
  };
  const reached = (count) =>
    new Promise((resolve) => {
      onRun = () => done >= count && resolve();
      onRun();
    });

  const enqueueStart = performance.now();
  for (let n = 0; n < JOBS; n += BATCH) {
    await Promise.all(Array.from({ length: BATCH }, (_, i) => add(n + i)));
  }
  const enqueued = performance.now() - enqueueStart;
  const start = performance.now();
  await begin(ran);
  await reached(JOBS);
  const processed = performance.now() - start;
  const latencies = [];
  for (let n = 0; n < LATENCIES; n++) {
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
    const before = done;
    const asked = performance.now();
    await add(JOBS + n);
    await reached(before + 1);
    latencies.push(started - asked);
  }
  console.log(JSON.stringify({ enqueued, processed, latencies }));
  await stop();
  process.exit(0);
}

async function plainjob() {
  const { better, defineQueue, defineWorker } = await import("plainjob");
  const { default: Database } = await import("better-sqlite3");
  const file = new Database(`${directory}/plainjob-${durability}.sqlite`);
  file.pragma("journal_mode = WAL");
  const silent = { error() {}, warn() {}, info() {}, debug() {} };
  const jobs = defineQueue({ connection: better(file), logger: silent });
  file.pragma(`synchronous = ${durability}`);
  const workers = [];
  await run({
    add: (n) => jobs.add("noop", { n }),
    begin(ran) {
      // Its worker does one job at a time, one after the other.
      const worker = defineWorker("noop", () => Promise.resolve(ran()), {
        queue: jobs,
        logger: silent,
      });
      workers.push(worker);
      worker.start();
    },
    stop: () => Promise.all(workers.map((worker) => worker.stop())),
  });
}

async function bullmq() {
  const { Queue, Worker } = await import("bullmq");
  const connection = {
    host: "127.0.0.1",
    port: Number(process.env.REDIS_PORT),
    maxRetriesPerRequest: null,
  };
  const jobs = new Queue("noop", { connection });
  let worker;
  await run({
    add: (n) => jobs.add("noop", { n }),
    async begin(ran) {
      worker = new Worker("noop", () => Promise.resolve(ran()), {
        connection,
        concurrency: CONCURRENCY,
      });
      await worker.waitUntilReady();
    },
    stop: () => Promise.all([worker.close(), jobs.close()]),
  });
}
