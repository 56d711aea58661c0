/// <reference lib="deno.unstable" />
/** Times given as cron patterns, and the tick that they are looked at by. */
import { Cron } from "croner";
import { type Clock, systemClock } from "./clock.ts";

export interface Schedule {
  /** The first time after `time` (both in milliseconds since 1970); null for never. */
  nextAfter(time: number): number | null;
}

/**
 * Minute, hour, day of the month, month, day of the week (0 and 7 are Sunday), or a nickname such as
 * `@daily`; in UTC.
 * @throws Error where the pattern is none, or names a time that never comes
 */
export function parseCron(pattern: string): Schedule {
  const cron = new Cron(pattern, { paused: true, mode: "5-part", timezone: "UTC" });
  if (cron.nextRun() === null) throw new RangeError("this time never comes");
  return { nextAfter: (time) => cron.nextRun(new Date(time))?.getTime() ?? null };
}

/** Calls `tick` every minute, never while it still runs; the returned function stops it. */
export type EveryMinute = (name: string, tick: () => Promise<void>) => () => void;

/**
 * By `Deno.cron`. Its own patterns number the days of the week otherwise than cron does, and it
 * takes no nicknames: it ticks, and `parseCron` says what is due. Where this Deno was started
 * without it, a timer ticks.
 */
export const everyMinute: EveryMinute = (name, tick) => {
  if (Deno.cron === undefined) return everyMinuteByTimer(systemClock, tick);
  const stopping = new AbortController();
  void Deno.cron(name, "* * * * *", { signal: stopping.signal }, tick);
  return () => stopping.abort();
};

const MINUTE_MS = 60_000;

/** Ticks as each minute of the clock begins. */
export function everyMinuteByTimer(clock: Clock, tick: () => Promise<void>): () => void {
  let stopped = false;
  let cancel = () => {};
  const wait = () => {
    if (stopped) return;
    cancel = clock.setTimer(
      () => void tick().finally(wait),
      MINUTE_MS - clock.now() % MINUTE_MS,
    );
  };
  wait();
  return () => {
    stopped = true;
    cancel();
  };
}
