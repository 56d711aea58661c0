/** One job at a time through the store's turns, as most tests want it. */
import type { AnalysisStage, JobType } from "../../lib/domain/job.ts";
import { ANALYSIS_STAGES } from "../../lib/domain/job.ts";
import type { Claim, ClaimedJob, JobStore, Outcome } from "../../lib/store/jobs.ts";

/** Claims the next due job; null where there is none. `now` is both clocks' time. */
export async function claimOne(
  jobs: JobStore,
  lockedBy: string,
  now: string,
  leaseUntil = now,
  type: JobType = "analyze_repo",
): Promise<ClaimedJob | null> {
  const { claimed } = await jobs.turn({
    ended: [],
    free: new Map([[type, 1]]),
    lockedBy,
    leaseUntil,
    due: now,
    now,
  });
  return claimed[0] ?? null;
}

/** Ends one job. @returns false where its claim is lost */
export async function endOne(
  jobs: JobStore,
  claim: Claim,
  outcome: Outcome,
  now: string,
): Promise<boolean> {
  const { kept } = await jobs.turn({
    ended: [{ claim, outcome, runMs: 0, timings: {} }],
    free: new Map(),
    lockedBy: claim.lockedBy,
    leaseUntil: now,
    due: now,
    now,
  });
  return kept[0] === true;
}

export async function reportAt(
  jobs: JobStore,
  claim: Claim,
  at: { stage: AnalysisStage; progress: number; message?: string },
  now: string,
): Promise<boolean> {
  const ordinal = ANALYSIS_STAGES.indexOf(at.stage) + 1;
  return await jobs.report(
    claim,
    { message: "", secondsLeft: null, ordinal, ...at },
    [],
    now,
  );
}

/** Takes back every job that is held by somebody but `instance`. */
export async function rescueFrom(jobs: JobStore, instance: string, now: string): Promise<number> {
  const lost = (await jobs.running()).filter((job) => job.lockedBy !== instance);
  return await jobs.rescue(lost, { due: now, now, waitMs: () => 0 });
}
