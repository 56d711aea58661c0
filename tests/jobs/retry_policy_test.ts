import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { retryDelay } from "../../jobs/retry_policy.ts";

const network = new FactoryError("git_unreachable", "No answer.");
const most = () => 1 - 2 ** -30;

Deno.test("retryDelay() doubles its ceiling up to ten minutes", () => {
  const delays = [1, 2, 3, 20].map((attempt) => retryDelay(network, attempt, 99, most));
  assert.deepEqual(delays, [5_000, 10_000, 20_000, 600_000]);
});

Deno.test("retryDelay() spreads retries over the whole range", () => {
  assert.equal(retryDelay(network, 1, 3, () => 0), 0);
});

Deno.test("retryDelay() waits at least as long as the other side asked for", () => {
  const limited = new FactoryError("rate_limited", "Slow down.", { retryAfterSeconds: 120 });
  assert.equal(retryDelay(limited, 1, 3, () => 0), 120_000);
});

Deno.test("retryDelay() gives up on what would fail the same way, and after the last attempt", () => {
  assert.equal(retryDelay(new FactoryError("url_refused", "No."), 1, 3, most), null);
  assert.equal(retryDelay(new FactoryError("git_auth_failed", "No."), 1, 3, most), null);
  assert.equal(retryDelay(network, 3, 3, most), null);
});

Deno.test("retryDelay() tries an unexpected error again", () => {
  assert.equal(retryDelay(new TypeError("bug"), 1, 3, most), 5_000);
});
