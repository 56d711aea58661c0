import assert from "node:assert/strict";
import { createReanalysis } from "../../jobs/reanalysis.ts";
import type { EveryMinute } from "../../lib/platform/cron.ts";
import { parseCron } from "../../lib/platform/cron.ts";
import { createAnalysesService, createAnalysisQueue } from "../../lib/services/analyses.ts";
import { type Api, createApi } from "../support/api.ts";
import { fakeClock } from "../support/clock.ts";
import { addProject, scratchDatabase } from "../support/database.ts";

/** A tick that the test makes, in place of Deno.cron's. */
function handTicks() {
  let tick: (() => Promise<void>) | null = null;
  const everyMinute: EveryMinute = (_name, action) => {
    tick = action;
    return () => tick = null;
  };
  return { everyMinute, tick: async () => await tick?.(), started: () => tick !== null };
}

async function setUp(pattern: string, requestAll?: () => Promise<number>) {
  const time = fakeClock(Date.parse("2026-01-01T02:58:30.000Z"));
  const api = createApi({ clock: time.clock });
  for (const name of ["a", "b"]) {
    await api.call("POST", "/api/projects", { repo_url: `https://example.org/team/${name}` });
  }
  await api.call("POST", "/api/projects", { name: "without a repository" });
  await finishAll(api);
  const ticks = handTicks();
  const reanalysis = createReanalysis({
    pattern,
    everyMinute: ticks.everyMinute,
    requestAll: requestAll ?? api.services.analyses.requestAll,
    clock: time.clock,
  });
  reanalysis.start();
  const minutes = async (count: number) => {
    for (let n = 0; n < count; n++) {
      await time.advance(60_000);
      await ticks.tick();
    }
  };
  return { time, api, ticks, reanalysis, minutes, [Symbol.dispose]: () => api[Symbol.dispose]() };
}

async function finishAll({ scratch }: Api): Promise<void> {
  for (;;) {
    const at = new Date().toISOString();
    const job = await scratch.jobs.claim("test", at, at);
    if (job === null) return;
    await scratch.jobs.complete(job.claim, {}, at);
  }
}

async function pending({ services }: Api): Promise<string[]> {
  const { items } = await services.jobs.list({ status: "pending" });
  return items.map((job) => job.project_name).sort();
}

Deno.test("at its time the schedule enqueues every project that has a repository", async () => {
  using set = await setUp("0 3 * * *");
  await set.minutes(1);
  assert.deepEqual(await pending(set.api), []);
  await set.minutes(1);
  assert.deepEqual(await pending(set.api), ["a", "b"]);
  assert(set.api.calls.includes("wake"));
  await finishAll(set.api);
  await set.minutes(60);
  assert.deepEqual(await pending(set.api), [], "once a day");
});

Deno.test("analyses that wait are not joined by others, however often their time comes", async () => {
  using set = await setUp("* * * * *");
  await set.minutes(5);
  assert.deepEqual(await pending(set.api), ["a", "b"]);
});

Deno.test("times that were slept through are made up for once", async () => {
  let calls = 0;
  using set = await setUp("*/10 * * * *", () => Promise.resolve(++calls));
  await set.time.advance(3 * 3_600_000);
  await set.ticks.tick();
  await set.ticks.tick();
  assert.equal(calls, 1);
});

Deno.test("a failure to enqueue is tried at the next time, and stop() ends the ticks", async () => {
  let calls = 0;
  using set = await setUp(
    "* * * * *",
    () => ++calls === 1 ? Promise.reject(new Error("locked")) : Promise.resolve(2),
  );
  await set.minutes(2);
  assert.equal(calls, 2);
  set.reanalysis.stop();
  assert.equal(set.ticks.started(), false);
});

Deno.test("a project that is removed meanwhile does not keep the rest from being enqueued", async () => {
  using scratch = scratchDatabase();
  for (const id of ["a", "b", "c"]) await addProject(scratch, id);
  const clock = fakeClock().clock;
  const remove = () => scratch.database.raw.exec("DELETE FROM projects WHERE id = 'b'");
  const control = { wake: remove, abort: () => Promise.resolve() };
  const queue = createAnalysisQueue({ jobs: scratch.jobs, control, clock });
  using api = createApi();
  const { projects } = api.services;
  const analyses = createAnalysesService({ projects, projectStore: scratch.projects, queue });
  assert.equal(await analyses.requestAll(), 2);
  const { items } = await scratch.jobs.list({ limit: 10 });
  assert.deepEqual(items.map((job) => job.project_id).sort(), ["a", "c"]);
});

Deno.test("patterns are cron's own, in UTC: Sunday is 0 and 7", () => {
  const friday = Date.parse("2026-01-02T12:00:00.000Z");
  const next = (pattern: string) => new Date(parseCron(pattern).nextAfter(friday) ?? NaN).toJSON();
  assert.equal(next("30 4 * * *"), "2026-01-03T04:30:00.000Z");
  for (const sunday of ["0", "7", "SUN"]) {
    assert.equal(next(`0 0 * * ${sunday}`), "2026-01-04T00:00:00.000Z", sunday);
  }
  assert.equal(next("0 0 * * 1"), "2026-01-05T00:00:00.000Z");
  assert.equal(next("@daily"), "2026-01-03T00:00:00.000Z");
  for (const wrong of ["", "soon", "* * * *", "0 0 3 * * *", "61 * * * *", "0 0 30 2 *"]) {
    assert.throws(() => parseCron(wrong), wrong);
  }
});
