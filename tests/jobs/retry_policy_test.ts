import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { Snooze } from "../../lib/domain/snooze.ts";
import { afterCrash, afterFailure, RETRY_BOUNDS } from "../../jobs/retry_policy.ts";

const network = new FactoryError("git_unreachable", "No answer.");
const most = () => 1 - 2 ** -30;

function after(error: unknown, attempt: number, attempts: number, random = most) {
  return afterFailure(error, attempt, attempts, RETRY_BOUNDS.analyze_repo, random);
}

function limited(seconds: number) {
  return new FactoryError("rate_limited", "Slow down.", { retryAfterSeconds: seconds });
}

Deno.test("afterFailure() doubles its ceiling up to ten minutes", () => {
  assert.deepEqual([1, 2, 3, 20].map((attempt) => after(network, attempt, 99)), [
    { kind: "retry", delayMs: 5_000 },
    { kind: "retry", delayMs: 10_000 },
    { kind: "retry", delayMs: 20_000 },
    { kind: "retry", delayMs: 600_000 },
  ]);
});

Deno.test("afterFailure() spreads retries over the whole range", () => {
  assert.deepEqual(after(network, 1, 3, () => 0), { kind: "retry", delayMs: 0 });
  const delays = [0.1, 0.5, 0.9].map((share) => after(network, 3, 9, () => share));
  assert.deepEqual(delays.map((next) => "delayMs" in next && next.delayMs), [2000, 10000, 18000]);
});

Deno.test("afterFailure() waits at least as long as the other side asked for", () => {
  assert.deepEqual(after(limited(120), 1, 3, () => 0), { kind: "retry", delayMs: 120_000 });
});

Deno.test("afterFailure() charges no attempt for a wait that is longer than any backoff", () => {
  const next = { kind: "snooze", delayMs: 3_600_000, reason: "Slow down." };
  assert.deepEqual(after(limited(3_600), 3, 3), next);
});

Deno.test("afterFailure() believes nobody who asks for more than a day", () => {
  const next = after(limited(1e9), 1, 3);
  assert.equal("delayMs" in next && next.delayMs, 24 * 3_600_000);
});

Deno.test("afterFailure() gives up on what would fail the same way, and after the last attempt", () => {
  assert.deepEqual(after(new FactoryError("url_refused", "No."), 1, 3), { kind: "fail" });
  assert.deepEqual(after(new FactoryError("git_auth_failed", "No."), 1, 3), { kind: "fail" });
  assert.deepEqual(after(network, 3, 3), { kind: "fail" });
});

Deno.test("afterFailure() tries an unexpected error again", () => {
  assert.deepEqual(after(new TypeError("bug"), 1, 3), { kind: "retry", delayMs: 5_000 });
});

Deno.test("afterCrash() lets a job start at once, and from its second crash on after a growing time", () => {
  const ceilings = [1, 2, 3, 9, 10].map((crashes) => afterCrash(crashes, () => 1));
  assert.deepEqual(ceilings, [0, 5_000, 10_000, 600_000, 600_000]);
  assert.equal(afterCrash(3, () => 0.25), 2_500, "anywhere below it");
});

Deno.test("afterFailure() puts a job off that asks for it, whatever the attempt", () => {
  assert.deepEqual(after(new Snooze(30, "Waits for the disk"), 3, 3), {
    kind: "snooze",
    delayMs: 30_000,
    reason: "Waits for the disk",
  });
});
