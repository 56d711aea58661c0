/** Times of a history: seconds since 1970 in, ISO 8601 in UTC out. */

export const DAY_SECONDS = 86_400;

/** `2026-06-01T00:00:00Z` */
export function isoSeconds(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
}

/** The Monday on which the week of a time begins, as days since 1970 (a Thursday), in UTC. */
export function mondayOf(seconds: number): number {
  const day = Math.floor(seconds / DAY_SECONDS);
  return day - (day + 3) % 7;
}
