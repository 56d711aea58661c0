import { z } from "zod";
import { ANALYSIS_STAGES, JOB_STATUSES, JOB_TYPES } from "../job.ts";
import { ErrorWords, listOf, PageQuery, Timestamp } from "./common.ts";

/** A background job as the API shows it. */
export const Job = z.object({
  id: z.string(),
  project_id: z.string(),
  project_name: z.string(),
  job_type: z.enum(JOB_TYPES),
  status: z.enum(JOB_STATUSES),
  progress: z.int().min(0).max(100).describe("Percent; 100 only when completed."),
  stage: z.string().nullable().describe(
    `Name of the current stage; null before the first: ${ANALYSIS_STAGES.join(", ")}.`,
  ),
  message: z.string().nullable().describe("One line for a person: what it is doing now."),
  result: z.record(z.string(), z.unknown()).nullable().describe(
    "What the job produced, e.g. `{ map_id, commit_sha, unchanged }`.",
  ),
  error: ErrorWords.nullable(),
  attempt: z.int().min(0).describe("0 before it first ran."),
  max_attempts: z.int().min(1),
  run_at: Timestamp.describe("Not before then; later than created_at where it is tried again."),
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
