import type { Clock } from "../../lib/platform/clock.ts";

/** A clock that stands still until a test moves it; timers fire in the order of their time. */
export function fakeClock(start = Date.parse("2026-01-01T00:00:00.000Z")) {
  let now = start;
  let elapsed = 0;
  let serial = 0;
  const timers = new Map<number, { at: number; action: () => void }>();

  const clock: Clock = {
    now: () => now,
    monotonic: () => elapsed,
    setTimer(action, ms) {
      const id = serial++;
      timers.set(id, { at: elapsed + Math.max(0, ms), action });
      return () => void timers.delete(id);
    },
  };

  return {
    clock,
    /** Lets time pass: fires what is due, one timer after the other, with room for promises. */
    async advance(ms: number): Promise<void> {
      const end = elapsed + ms;
      for (;;) {
        const due = [...timers].filter(([, timer]) => timer.at <= end)
          .sort(([a, x], [b, y]) => x.at - y.at || a - b)[0];
        if (due === undefined) break;
        const [id, timer] = due;
        timers.delete(id);
        now += timer.at - elapsed;
        elapsed = timer.at;
        timer.action();
        await settle();
      }
      now += end - elapsed;
      elapsed = end;
      await settle();
    },
    /** Sets the wall clock alone, as an administrator or NTP does. */
    jump(ms: number): void {
      now += ms;
    },
    pending: () => timers.size,
  };
}

/** Lets pending promises, and those that they start, run. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}
