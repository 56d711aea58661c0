import { type ErrorCode, FactoryError } from "../lib/domain/errors.ts";

/** Failures that another attempt may not meet: the network, another machine, a crashed thread. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set(
  ["git_unreachable", "rate_limited", "worker_crashed", "internal"] as const,
);

const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 10 * 60_000;

/**
 * Milliseconds to wait before the next attempt, or null where another would fail the same way.
 * Exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"):
 * a random time up to 5 s × 2^(attempt-1), at most 10 minutes. Where the other side said when to
 * come back, that is the least.
 * @param attempt the one that just failed, from 1
 * @param random from 0 (included) to 1 (excluded)
 */
export function retryDelay(
  error: unknown,
  attempt: number,
  maxAttempts: number,
  random: () => number,
): number | null {
  if (attempt >= maxAttempts) return null;
  const known = error instanceof FactoryError ? error : null;
  if (known !== null && !TRANSIENT.has(known.code)) return null;
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  const jittered = Math.round(ceiling * random());
  return Math.max(jittered, (known?.retryAfterSeconds ?? 0) * 1000);
}
