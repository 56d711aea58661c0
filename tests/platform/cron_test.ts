import assert from "node:assert/strict";
import { everyMinute } from "../../lib/platform/cron.ts";

Deno.test("without Deno's cron a schedule is refused with what to do", () => {
  // Tests run without it.
  assert.throws(() => everyMinute("test", () => Promise.resolve()), {
    code: "config_invalid",
    remedy: /--unstable-cron/,
  });
});
