/** The stages of jobs: apart from their names, which every page with a job needs. */
import { AI_STAGES, ANALYSIS_STAGES, type JobStage, type JobType } from "./job.ts";

export const JOB_STAGES: readonly JobStage[] = [...ANALYSIS_STAGES, ...AI_STAGES];

/** The stages of each type of job, in their order. */
export const STAGES: Readonly<Record<JobType, readonly JobStage[]>> = {
  analyze_repo: ANALYSIS_STAGES,
  explain_map: AI_STAGES,
  answer_question: AI_STAGES,
};

/**
 * Progress in percent at which each stage starts. Shares follow measured durations of a cold
 * analysis (fetching and parsing are the long ones), and a model takes nearly all of the time where
 * one is asked; 100 is reserved for what is stored.
 */
export const STAGE_STARTS: Record<JobStage, number> = {
  fetch: 0,
  inventory: 35,
  parse: 40,
  resolve: 80,
  history: 86,
  assemble: 92,
  publish: 96,
  gather: 0,
  ask: 5,
  check: 90,
  save: 97,
};

/** Overall progress (0–99) for `fraction` (0–1) of one stage of a job. */
export function stageProgress(type: JobType, stage: JobStage, fraction: number): number {
  const next = STAGES[type][STAGES[type].indexOf(stage) + 1];
  const start = STAGE_STARTS[stage];
  const end = next === undefined ? 100 : STAGE_STARTS[next];
  const clamped = Math.min(1, Math.max(0, fraction));
  return Math.min(99, Math.floor(start + (end - start) * clamped));
}
