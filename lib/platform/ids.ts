import { v7 } from "uuid";

/** A UUID version 7: unique, and sorted by its time of making. */
export function newId(now: number = Date.now()): string {
  return v7({ msecs: now });
}
