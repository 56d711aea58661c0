/**
 * When GitHub may be asked again, by its own rules for limits
 * (docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api): Retry-After, else
 * the reset time of a quota that is used up, else a minute, twice as long after each further failure.
 */
import type { Clock } from "../platform/clock.ts";

const FIRST_PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;

export interface Pause {
  /** While nothing may be asked; else null. */
  current(): Paused | null;
  /** While GitHub asked for it; else somebody who wants to know may ask. */
  limited(): Paused | null;
  /** Reads an answer's headers: a quota that is used up now, or what a refusal says. */
  heed(status: number, headers: Headerlike): void;
  /**
   * Nothing can be had from GitHub for now, and it does not say for how long.
   * @param limited true where GitHub asked for it
   */
  backOff(reason: string, limited?: boolean): void;
  /** It works: the next failure counts as the first. */
  recovered(): void;
}

export interface Paused {
  /** Milliseconds since 1970. */
  until: number;
  reason: string;
}

export type Headerlike = Readonly<Record<string, string | number | undefined>>;

export function createPause(clock: Clock): Pause {
  const none: Paused = { until: -Infinity, reason: "" };
  const paused = { byGitHub: none, byUs: none };
  let failures = 0;

  function wait(milliseconds: number, reason: string, by: keyof typeof paused = "byGitHub"): void {
    paused[by] = { until: Math.max(paused[by].until, clock.now() + milliseconds), reason };
  }

  const open = (one: Paused) => one.until > clock.now() ? one : null;

  function backOff(why: string, limited = false): void {
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
    wait(pause, why, limited ? "byGitHub" : "byUs");
    failures = Math.min(failures + 1, 10);
  }

  return {
    current: () => open(paused.byGitHub.until > paused.byUs.until ? paused.byGitHub : paused.byUs),
    limited: () => open(paused.byGitHub),
    backOff,
    recovered: () => void (failures = 0),
    heed(status, headers) {
      const refused = status === 403 || status === 429;
      const retryAfter = refused ? seconds(headers["retry-after"]) : null;
      if (retryAfter !== null) return wait(retryAfter * 1_000, "GitHub asks to come back later");
      if (seconds(headers["x-ratelimit-remaining"]) === 0) {
        const reset = seconds(headers["x-ratelimit-reset"]);
        // Its clock may go a little before ours.
        if (reset !== null) {
          return wait(
            Math.max(1_000, reset * 1_000 - clock.now()),
            "GitHub's hourly quota is used",
          );
        }
      }
      if (status === 429) backOff("GitHub asks to come back later", true);
    },
  };
}

function seconds(value: string | number | undefined): number | null {
  return value !== undefined && /^\d{1,12}$/.test(String(value)) ? Number(value) : null;
}
