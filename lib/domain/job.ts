/** A background job's states; the same list is CHECKed in SQL (migrations/0001_start.sql). */
export const JOB_STATUSES = ["pending", "running", "completed", "failed", "cancelled"] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

export const ACTIVE_STATUSES = ["pending", "running"] as const satisfies readonly JobStatus[];

/** True where nothing happens to the job any more. */
export function isFinal(status: JobStatus): boolean {
  return !(ACTIVE_STATUSES as readonly JobStatus[]).includes(status);
}

export const JOB_TYPES = ["analyze_repo", "explain_map", "answer_question"] as const;
export type JobType = (typeof JOB_TYPES)[number];

/** Which due job starts first; the same number: whose project was served longest ago. */
export const PRIORITIES = { schedule: 0, person: 10 } as const;

/** What a line of a job's log is about: a change of state or stage, git's own words, or news. */
export const JOB_EVENT_KINDS = ["state", "stage", "git", "info", "warning"] as const;
export type JobEventKind = (typeof JOB_EVENT_KINDS)[number];

/** Milliseconds by stage. */
export type StageTimings = Partial<Record<JobStage, number>>;

/** The stages of an analysis in their order; each takes a fixed share of the progress bar. */
export const ANALYSIS_STAGES = [
  "fetch",
  "inventory",
  "parse",
  "resolve",
  "history",
  "assemble",
  "publish",
] as const;
export type AnalysisStage = (typeof ANALYSIS_STAGES)[number];

/** The stages of a job that asks a model. */
export const AI_STAGES = ["gather", "ask", "check", "save"] as const;
export type AiStage = (typeof AI_STAGES)[number];

export type JobStage = AnalysisStage | AiStage;
export const JOB_STAGES: readonly JobStage[] = [...ANALYSIS_STAGES, ...AI_STAGES];

/** The stages of each type of job, in their order. */
export const STAGES: Readonly<Record<JobType, readonly JobStage[]>> = {
  analyze_repo: ANALYSIS_STAGES,
  explain_map: AI_STAGES,
  answer_question: AI_STAGES,
};

/** What a person calls each type of job. */
export const JOB_TITLES: Readonly<Record<JobType, string>> = {
  analyze_repo: "Analysis",
  explain_map: "Explanation",
  answer_question: "Question",
};

/** What a person reads for each stage. */
export const STAGE_TITLES: Record<JobStage, string> = {
  fetch: "Fetch the repository",
  inventory: "List its files",
  parse: "Read the code",
  resolve: "Resolve imports",
  history: "Walk the history",
  assemble: "Assemble the map",
  publish: "Publish",
  gather: "Gather what the map says",
  ask: "Ask the model",
  check: "Check its evidence",
  save: "Save",
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
