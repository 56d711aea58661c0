import assert from "node:assert/strict";
import { everyMinuteByTimer } from "../../lib/platform/cron.ts";
import { fakeClock } from "../support/clock.ts";

Deno.test("without Deno's cron a timer ticks as each minute begins, until it is stopped", async () => {
  const time = fakeClock(Date.parse("2026-01-01T00:00:40.000Z"));
  const ticks: string[] = [];
  const stop = everyMinuteByTimer(time.clock, () => {
    ticks.push(new Date(time.clock.now()).toISOString().slice(11, 19));
    return Promise.resolve();
  });
  await time.advance(100_000);
  assert.deepEqual(ticks, ["00:01:00", "00:02:00"]);
  stop();
  await time.advance(100_000);
  assert.equal(ticks.length, 2);
  assert.equal(time.pending(), 0);
});
