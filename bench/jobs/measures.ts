/** What is measured, the same for every queue (peers.mjs repeats the numbers for Node). */

/** No-op jobs of one run, and how many run at once. */
export const JOBS = 10_000;
export const CONCURRENCY = 50;
/** Jobs asked for at once. */
export const BATCH = 50;
/** Jobs asked for one by one, for the time from asking to starting. */
export const LATENCIES = 200;
/** The queue has had nothing to do for so long before each of them. */
export const QUIET_MS = 25;

export interface Measures {
  /** Milliseconds for all. */
  enqueued: number;
  processed: number;
  /** Milliseconds each. */
  latencies: number[];
}

export function report(measures: Measures): void {
  console.log(JSON.stringify(measures));
}
