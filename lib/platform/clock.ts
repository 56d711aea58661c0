/** Time and timers, injected so that tests own them. */
export interface Clock {
  /** Milliseconds since 1970: what a person would call the time. It can jump. */
  now(): number;
  /** Milliseconds of a clock that never jumps: for durations and deadlines. */
  monotonic(): number;
  /** Calls `action` once after `ms`; the returned function cancels. */
  setTimer(action: () => void, ms: number): () => void;
}

/** The longest delay that a timer takes (2^31 - 1 ms); longer ones would fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(action, ms) {
    const id = setTimeout(action, Math.min(LONGEST_TIMER_MS, Math.max(0, ms)));
    return () => clearTimeout(id);
  },
};

/**
 * The same clock without its jumps: it starts at the wall clock's time and runs with the monotonic
 * one. For what becomes due after a delay: when somebody sets the wall clock, nothing starts early
 * or waits for an hour.
 */
export function steadyClock(clock: Clock): Clock {
  const start = clock.now() - clock.monotonic();
  return { ...clock, now: () => Math.round(start + clock.monotonic()) };
}

/** ISO 8601 in UTC with milliseconds. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
