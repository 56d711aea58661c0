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
  gather: "Gather the facts",
  ask: "Ask the model",
  check: "Check its evidence",
  save: "Save",
};
