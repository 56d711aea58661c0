import { type ErrorCode, FactoryError } from "../lib/domain/errors.ts";
import { Snooze } from "../lib/domain/snooze.ts";
import type { JobType } from "../lib/domain/job.ts";

/** How often and how long a type of job is tried again. */
export interface RetryBounds {
  /** The first attempt included. */
  maxAttempts: number;
  firstDelayMs: number;
  longestDelayMs: number;
}

export const RETRY_BOUNDS: Readonly<Record<JobType, RetryBounds>> = {
  analyze_repo: { maxAttempts: 4, firstDelayMs: 5_000, longestDelayMs: 10 * 60_000 },
  // Requests to models are tried again one by one, and by the next provider (lib/ai/policy.ts).
  explain_map: { maxAttempts: 1, firstDelayMs: 5_000, longestDelayMs: 10 * 60_000 },
  answer_question: { maxAttempts: 1, firstDelayMs: 5_000, longestDelayMs: 10 * 60_000 },
};

/** Failures that another attempt may not meet: the network, another machine, a crashed thread. */
const TRANSIENT: ReadonlySet<ErrorCode> = new Set(
  ["git_unreachable", "rate_limited", "worker_crashed", "internal"] as const,
);

/** Whoever asks for more than a day is not believed. */
const LONGEST_WAIT_MS = 24 * 3_600_000;

/** What follows a failed attempt. */
export type Next =
  | { kind: "fail" }
  | { kind: "retry"; delayMs: number }
  /** The attempt is not charged. */
  | { kind: "snooze"; delayMs: number; reason: string };

/**
 * Decides by the error's type. Permanent ones fail at once. Transient ones are tried again, by
 * exponential backoff with full jitter (AWS Architecture Blog, "Exponential Backoff And Jitter"): a
 * random time up to first × 2^(attempt-1), at most the longest. Where the other side said when to
 * come back, that is the least; where that is longer than any backoff, no attempt is charged,
 * because nothing could have succeeded before.
 * @param attempt the one that just failed, from 1
 * @param random from 0 (included) to 1 (excluded)
 */
export function afterFailure(
  error: unknown,
  attempt: number,
  maxAttempts: number,
  { firstDelayMs, longestDelayMs }: RetryBounds,
  random: () => number,
): Next {
  if (error instanceof Snooze) {
    return { kind: "snooze", delayMs: wait(error.seconds), reason: error.reason };
  }
  const known = error instanceof FactoryError ? error : null;
  if (known !== null && !TRANSIENT.has(known.code)) return { kind: "fail" };
  const asked = wait(known?.retryAfterSeconds ?? 0);
  if (known !== null && asked > longestDelayMs) {
    return { kind: "snooze", delayMs: asked, reason: known.message };
  }
  if (attempt >= maxAttempts) return { kind: "fail" };
  const ceiling = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return { kind: "retry", delayMs: Math.max(Math.round(ceiling * random()), asked) };
}

/** The second crash in one stage waits up to so long, each further one up to twice as long. */
const AFTER_CRASH_MS = 5_000;
const LONGEST_AFTER_CRASH_MS = 10 * 60_000;

/**
 * Milliseconds that a job waits which the server's crash cut off. After one crash it starts at once.
 * After more in the same stage it may be what crashes the server, with all that runs beside it: full
 * jitter keeps it apart from those, so that they can end and are not charged with its crashes.
 * @param crashes in its stage, from 1
 * @param random from 0 (included) to 1 (excluded)
 */
export function afterCrash(crashes: number, random: () => number): number {
  if (crashes < 2) return 0;
  const ceiling = Math.min(LONGEST_AFTER_CRASH_MS, AFTER_CRASH_MS * 2 ** (crashes - 2));
  return Math.round(ceiling * random());
}

function wait(seconds: number): number {
  return Math.min(LONGEST_WAIT_MS, Math.max(0, Math.round(seconds * 1000)));
}
