/** A circuit breaker: who fails again and again is left alone for a while (Nygard, "Release It!"). */
import type { Clock } from "../platform/clock.ts";

/** Failures in a row that open it. */
const FAILURES_MOST = 3;
const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

export interface Breaker {
  /** True while requests are not to be made. */
  readonly open: boolean;
  /** Milliseconds since 1970, for people; null while it is closed. */
  readonly pausedUntil: number | null;
  succeeded(): void;
  failed(): void;
}

/** After each pause one more failure opens it again, for twice as long. */
export function createBreaker(clock: Clock): Breaker {
  let failures = 0;
  let pause = FIRST_PAUSE_MS;
  /** By the monotonic clock. */
  let until: number | null = null;
  return {
    get open() {
      return until !== null && clock.monotonic() < until;
    },
    get pausedUntil() {
      const left = until === null ? 0 : until - clock.monotonic();
      return left > 0 ? clock.now() + left : null;
    },
    succeeded() {
      failures = 0;
      pause = FIRST_PAUSE_MS;
      until = null;
    },
    failed() {
      failures++;
      if (failures < FAILURES_MOST) return;
      if (until !== null) pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
      until = clock.monotonic() + pause;
    },
  };
}
