import type { Transaction } from "kysely";
import type { Claim } from "./jobs.ts";
import type { Tables } from "./schema.ts";

/**
 * Whether a job (of this project) still holds its claim and was not cancelled: asked in the transaction that stores
 * what it made, so that a late worker stores nothing.
 */
export async function holdsClaim(
  tx: Transaction<Tables>,
  claim: Claim,
  projectId: string,
): Promise<boolean> {
  const held = await tx.selectFrom("background_jobs").select("id")
    .where("id", "=", claim.jobId).where("project_id", "=", projectId).where(
      "status",
      "=",
      "running",
    )
    .where("locked_by", "=", claim.lockedBy).where("fence", "=", claim.fence)
    .where("cancel_requested_at", "is", null).executeTakeFirst();
  return held !== undefined;
}
