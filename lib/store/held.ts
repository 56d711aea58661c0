import type { Database } from "./database.ts";
import type { Claim } from "./jobs.ts";

/** Asks, inside a transaction, whether the job may still write: it runs, by this very claim. */
export function claimCheck(database: Database): (claim: Claim, projectId: string) => boolean {
  const select = database.raw.prepare(
    "SELECT 1 FROM background_jobs WHERE id = ? AND project_id = ? AND status = 'running' " +
      "AND locked_by = ? AND fence = ? AND cancel_requested_at IS NULL",
  );
  return ({ jobId, lockedBy, fence }, projectId) =>
    select.get(jobId, projectId, lockedBy, fence) !== undefined;
}
