/** How much longer a job will take: an estimate that is honest about not knowing. */
import { type JobStage, type JobType, STAGES, type StageTimings } from "../lib/domain/job.ts";

/** Before this time and share of the bar, its speed says nothing. */
const LEAST_MS = 3_000;
const LEAST_PERCENT = 5;

export interface Estimator {
  /**
   * Seconds left, which never grow; null where there is nothing to go by, or the estimate was
   * exceeded.
   * @param fraction 0–1 of `stage`
   * @param percent of the whole bar
   */
  at(now: number, stage: JobStage, fraction: number, percent: number): number | null;
}

/**
 * @param expected milliseconds by stage of the project's last job, which is the best guess; where
 *   it has none, the bar's own speed is
 * @param startedAt by the same monotonic clock as `now`, in milliseconds
 */
export function createEstimator(
  type: JobType,
  expected: StageTimings | null,
  startedAt: number,
): Estimator {
  /** The end that was promised. */
  let end = Infinity;
  return {
    at(now, stage, fraction, percent) {
      const left = expected === null
        ? bySpeed(now - startedAt, percent)
        : byStages(expected, type, stage, fraction);
      if (left !== null) end = Math.min(end, now + left);
      if (end === Infinity || end < now) return null;
      return Math.ceil((end - now) / 1000);
    },
  };
}

function byStages(
  expected: StageTimings,
  type: JobType,
  stage: JobStage,
  fraction: number,
): number {
  const index = STAGES[type].indexOf(stage);
  const later = STAGES[type].slice(index + 1)
    .reduce((sum, name) => sum + (expected[name] ?? 0), 0);
  return (expected[stage] ?? 0) * (1 - Math.min(1, Math.max(0, fraction))) + later;
}

function bySpeed(elapsed: number, percent: number): number | null {
  if (elapsed < LEAST_MS || percent < LEAST_PERCENT) return null;
  return elapsed * (100 - percent) / percent;
}
