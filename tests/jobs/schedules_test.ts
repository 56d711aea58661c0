import assert from "node:assert/strict";
import { createSchedules } from "../../jobs/schedules.ts";
import type { EveryMinute } from "../../lib/platform/cron.ts";
import { parseCron } from "../../lib/platform/cron.ts";
import { type Api, createApi } from "../support/api.ts";
import { fakeClock } from "../support/clock.ts";
import { claimOne, endOne } from "../support/queue.ts";

/** A tick that the test makes, in place of Deno.cron's. */
function handTicks() {
  let tick: (() => Promise<void>) | null = null;
  const everyMinute: EveryMinute = (_name, action) => {
    tick = action;
    return () => tick = null;
  };
  return { everyMinute, tick: async () => await tick?.(), started: () => tick !== null };
}

async function setUp(pattern: string | undefined, own: Record<string, string> = {}) {
  const time = fakeClock(Date.parse("2026-01-01T02:58:30.000Z"));
  const api = createApi({
    clock: time.clock,
    ...(pattern === undefined ? {} : { reanalyzeCron: pattern }),
  });
  for (const name of ["a", "b"]) {
    const repo_url = `https://example.org/team/${name}`;
    const schedule = own[name] ?? null;
    const response = await api.call("POST", "/api/projects", { repo_url, schedule });
    assert.equal(response.status, 201);
  }
  await api.call("POST", "/api/projects", { name: "without a repository" });
  await finishAll(api);
  const ticks = handTicks();
  const schedules = createSchedules({
    schedules: api.services.schedules,
    everyMinute: ticks.everyMinute,
    pattern: pattern ?? null,
    nextRun: () => null,
  });
  schedules.start();
  await ticks.tick();
  const minutes = async (count: number) => {
    for (let n = 0; n < count; n++) {
      await time.advance(60_000);
      await ticks.tick();
    }
  };
  return { time, api, ticks, schedules, minutes, [Symbol.dispose]: () => api[Symbol.dispose]() };
}

async function finishAll({ scratch }: Api): Promise<void> {
  for (;;) {
    const at = "2026-12-31T00:00:00.000Z";
    const job = await claimOne(scratch.jobs, "test", at);
    if (job === null) return;
    await endOne(scratch.jobs, job.claim, { kind: "completed", result: {} }, at);
  }
}

async function pending({ services }: Api): Promise<string[]> {
  const { items } = await services.jobs.list({ status: "pending" });
  return items.map((job) => job.project_name).sort();
}

async function nextRuns({ services }: Api): Promise<Record<string, string | null>> {
  const { items } = await services.projects.list({});
  return Object.fromEntries(items.map((one) => [one.name, one.next_run_at?.slice(11, 16) ?? null]));
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

Deno.test("a project's own pattern goes before the server's, and off means never", async () => {
  using set = await setUp("0 3 * * *", { a: "30 4 * * *", b: "off" });
  assert.deepEqual(await nextRuns(set.api), { a: "04:30", b: null, "without a repository": null });
  await set.minutes(3);
  assert.deepEqual(await pending(set.api), []);
  await set.minutes(90);
  assert.deepEqual(await pending(set.api), ["a"]);
});

Deno.test("a pattern that is none is refused with what one looks like, and changes nothing", async () => {
  using set = await setUp(undefined, { a: "@daily" });
  const { items } = await set.api.services.projects.list({ q: "team/a" });
  const { id, name } = items[0]!;
  const body = { name, schedule: "every tuesday" };
  const response = await set.api.call("PUT", `/api/projects/${id}`, body);
  const problem = await response.json();
  assert.deepEqual([response.status, problem.code, problem.errors[0].pointer], [
    422,
    "invalid_fields",
    "/schedule",
  ]);
  assert.match(problem.remedy, /0 3 \* \* \*/);
  assert.equal((await set.api.services.projects.get(id)).schedule, "@daily");
});

Deno.test("analyses that wait are not joined by others, however often their time comes", async () => {
  using set = await setUp("* * * * *");
  await set.minutes(5);
  assert.deepEqual(await pending(set.api), ["a", "b"]);
});

Deno.test("times that were missed, by a sleep or a server that was down, are made up for once", async () => {
  using set = await setUp("*/10 * * * *");
  await set.time.advance(3 * 3_600_000);
  await set.ticks.tick();
  assert.deepEqual(await pending(set.api), ["a", "b"]);
  await finishAll(set.api);
  await set.minutes(1);
  assert.deepEqual(await pending(set.api), []);
  assert.deepEqual((await nextRuns(set.api))["a"], "06:00");
});

Deno.test("a clock that is set back does not hold up a schedule", async () => {
  using set = await setUp("*/10 * * * *");
  await set.minutes(2);
  await finishAll(set.api);
  set.time.jump(-3 * 3_600_000);
  await set.minutes(1);
  assert.equal((await nextRuns(set.api))["a"], "00:10");
  await set.minutes(10);
  assert.deepEqual(await pending(set.api), ["a", "b"]);
});

Deno.test("a failure to enqueue is tried in the next minute, and stop() ends the ticks", async () => {
  using set = await setUp("0 3 * * *");
  const { raw } = set.api.scratch.database;
  raw.exec("ALTER TABLE background_jobs RENAME TO away");
  await set.minutes(2);
  raw.exec("ALTER TABLE away RENAME TO background_jobs");
  assert.deepEqual(await pending(set.api), []);
  await set.minutes(1);
  assert.deepEqual(await pending(set.api), ["a", "b"]);
  set.schedules.stop();
  assert.equal(set.ticks.started(), false);
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
