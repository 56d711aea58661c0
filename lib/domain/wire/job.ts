import { z } from "zod";
import { JOB_STATUSES, JOB_TYPES } from "../job.ts";
import { ErrorWords, listOf, PageQuery, Timestamp } from "./common.ts";

/** A background job as the API shows it. */
export const Job = z.object({
  id: z.string(),
  project_id: z.string(),
  project_name: z.string(),
  job_type: z.enum(JOB_TYPES),
  status: z.enum(JOB_STATUSES),
  /** Percent; 100 only when completed. */
  progress: z.int().min(0).max(100),
  /** Name of the current stage, see ANALYSIS_STAGES; null before the first. */
  stage: z.string().nullable(),
  /** One line for a person: what it is doing now. */
  message: z.string().nullable(),
  /** What the job produced, e.g. `{ map_id, commit_sha, unchanged }`. */
  result: z.record(z.string(), z.unknown()).nullable(),
  error: ErrorWords.nullable(),
  attempt: z.int().min(0),
  max_attempts: z.int().min(1),
  run_at: Timestamp,
  cancel_requested_at: Timestamp.nullable(),
  started_at: Timestamp.nullable(),
  finished_at: Timestamp.nullable(),
  created_at: Timestamp,
  updated_at: Timestamp,
});
export type Job = z.infer<typeof Job>;

export const JobList = listOf(Job);

export const JobQuery = PageQuery.extend({
  project_id: z.string().max(100).optional(),
  status: z.enum(JOB_STATUSES).optional(),
  job_type: z.enum(JOB_TYPES).optional(),
});
export type JobQuery = z.infer<typeof JobQuery>;
