/**
 * All SQL about jobs: what people ask for, what a runner does, what is taken back, what is read.
 * Every transition names the state that it expects; docs/job_states.md draws them.
 * Times are ISO 8601 in UTC, given by the caller: `now` by the wall clock, what becomes due by the
 * engine's (`steadyClock`).
 */
import type { Database } from "./database.ts";
import { createJobQueries } from "./jobs/queries.ts";
import { createJobRequests } from "./jobs/requests.ts";
import { createRescues } from "./jobs/rescue.ts";
import { createTurns } from "./jobs/turns.ts";

export { CRASHES_MAX, type HeldJob } from "./jobs/rescue.ts";
export type { NewJob, Retried } from "./jobs/requests.ts";
export type { Claim, ClaimedJob } from "./jobs/rows.ts";
export type { EndedJob, Outcome, Report, Turn, TurnResult } from "./jobs/turns.ts";

/** The queue. */
export function createJobStore(database: Database) {
  return {
    ...createJobRequests(database),
    ...createTurns(database),
    ...createRescues(database),
    ...createJobQueries(database),
  };
}
export type JobStore = ReturnType<typeof createJobStore>;
