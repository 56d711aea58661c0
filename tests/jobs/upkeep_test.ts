import assert from "node:assert/strict";
import { createUpkeep as createUpkeepJob, type UpkeepOrder } from "../../jobs/upkeep.ts";
import {
  closeInOrder,
  createUpkeep,
  type JobRetention,
  openInOrder,
} from "../../lib/store/upkeep.ts";
import { fakeClock, settle } from "../support/clock.ts";
import { addJob, addProject, news, scratchDatabase } from "../support/database.ts";
import { claimOne, endOne } from "../support/queue.ts";

const LOG = { level: "error", format: "json" } as const;

/** Completed jobs j0 … j<count-1>, one a day from the first of January 2026. */
async function ended(count: number) {
  const scratch = scratchDatabase();
  await addProject(scratch);
  for (let n = 0; n < count; n++) {
    const at = new Date(Date.UTC(2026, 0, 1 + n)).toISOString();
    await addJob(scratch, `j${n}`, "p1", { now: at });
    const job = await claimOne(scratch.jobs, "a", at);
    await endOne(scratch.jobs, job!.claim, { kind: "completed", result: {} }, at);
  }
  return scratch;
}

async function left(scratch: Awaited<ReturnType<typeof ended>>) {
  return (await scratch.jobs.list({ limit: 50 })).items.map((job) => job.id).reverse();
}

Deno.test("ended jobs are forgotten by number and by age, with their lines and their news", async () => {
  using scratch = await ended(6);
  await addJob(scratch, "waiting", "p1");
  const upkeep = createUpkeep(scratch.database);
  const forgotten = (retention: JobRetention) =>
    [...upkeep.pruneJobs(retention)].reduce((sum, count) => sum + count);
  assert.equal(forgotten({ count: 5, endedBefore: "2026-01-01T00:00:00.000Z" }), 1);
  assert.deepEqual(await left(scratch), ["j1", "j2", "j3", "j4", "j5", "waiting"]);
  assert.equal(forgotten({ count: 99, endedBefore: "2026-01-04T00:00:00.000Z" }), 2);
  assert.deepEqual(await left(scratch), ["j3", "j4", "j5", "waiting"]);
  const { raw } = scratch.database;
  const rows = (query: string) => raw.prepare(query).all().map((row) => Object.values(row)[0]);
  assert.deepEqual(rows("SELECT DISTINCT job_id FROM job_events ORDER BY 1"), ["j3", "j4", "j5"]);
  const told = (await news(scratch, 0)).filter(({ entity }) => entity === "job");
  assert.deepEqual(told.map(({ id }) => id).sort(), ["j3", "j4", "j5", "waiting"]);
  assert.equal((await scratch.jobs.counts()).completed, 3);
});

Deno.test("an unclean stop is noticed once, and a check tells damage from soundness", async () => {
  using scratch = await ended(1);
  assert.equal(openInOrder(scratch.database), true, "a new database is clean");
  assert.equal(openInOrder(scratch.database), false, "nobody closed it");
  closeInOrder(scratch.database);
  assert.equal(openInOrder(scratch.database), true);
  const upkeep = createUpkeep(scratch.database);
  assert.deepEqual(upkeep.check(), []);
  scratch.database.raw.exec("PRAGMA foreign_keys = OFF; DELETE FROM projects");
  assert.deepEqual(upkeep.check(), ["2 rows belong to nothing"]);
});

Deno.test("upkeep checks after an unclean stop, then comes back every hour until it is stopped", async () => {
  const time = fakeClock();
  const orders: UpkeepOrder[] = [];
  const found: string[][] = [];
  const upkeep = createUpkeepJob({
    databasePath: "/nowhere",
    kept: { count: 10, days: 5 },
    log: LOG,
    clock: time.clock,
    ask: (order) => {
      orders.push(order);
      const damage = order.check ? ["page 7 is never used"] : [];
      return Promise.resolve({ jobsForgotten: 0, damage });
    },
    onDamage: (damage) => found.push(damage),
  });
  upkeep.start(false);
  await settle();
  assert.deepEqual([orders.length, orders[0]?.check, orders[0]?.retention], [1, true, null]);
  assert.deepEqual(found, [["page 7 is never used"]]);
  await time.advance(60_000);
  assert.equal(orders.length, 2);
  await time.advance(2 * 3_600_000);
  assert.deepEqual(orders.slice(1).map((order) => order.check), [false, false, false]);
  await upkeep.stop();
  await time.advance(24 * 3_600_000);
  assert.equal(orders.length, 4);
});
