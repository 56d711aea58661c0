import { z } from "zod";
import { JOB_EVENT_KINDS, JOB_STAGES, JOB_STATUSES, JOB_TYPES } from "../job.ts";
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
    `Name of the current stage; null before the first: ${JOB_STAGES.join(", ")}.`,
  ),
  message: z.string().nullable().describe("One line for a person: what it is doing now."),
  result: z.record(z.string(), z.unknown()).nullable().describe(
    "What the job produced, e.g. `{ map_id, commit_sha, unchanged }`.",
  ),
  error: ErrorWords.nullable(),
  attempt: z.int().min(0).describe("0 before it first ran."),
  max_attempts: z.int().min(1),
  crashes: z.int().min(0).describe(
    "Times that the server died while the job was in its furthest stage; at 10 the job fails.",
  ),
  priority: z.int().describe("The higher one starts first: 10 asked for by a person, 0 scheduled."),
  seconds_left: z.int().min(0).nullable().describe(
    "Estimate, never growing; null where there is nothing to go by, or it was exceeded.",
  ),
  run_seconds: z.number().min(0).describe("How long its ended attempts ran."),
  stage_seconds: z.partialRecord(z.enum(JOB_STAGES), z.number()).nullable().describe(
    "Seconds by stage of the last attempt that ended; null before.",
  ),
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

/** One line of a job's log. */
export const JobEvent = z.object({
  id: z.string().describe("Sorted by time."),
  at: Timestamp,
  kind: z.enum(JOB_EVENT_KINDS),
  message: z.string().describe("For a person; holds no credentials."),
});
export type JobEvent = z.infer<typeof JobEvent>;

export const JobEventList = listOf(JobEvent);
/** Newest first, as every list; the log of one job is bounded. */
export const JobEventQuery = PageQuery;

export const CancelledJobs = z.object({
  cancelled: z.int().min(0).describe("How many pending jobs were cancelled."),
});

/** The queue in figures, for people; programs read `/metrics`. */
export const QueueFigures = z.object({
  oldest_pending_at: Timestamp.nullable().describe("Since when the oldest pending job waits."),
  next_run_at: Timestamp.nullable().describe("When the next job becomes due that is not due yet."),
  day: z.object({
    completed: z.int(),
    failed: z.int(),
    cancelled: z.int(),
    median_seconds: z.number().nullable().describe("Run time of completed jobs."),
    p95_seconds: z.number().nullable(),
    retried: z.int().describe("Jobs that needed more than one attempt."),
  }).describe("Jobs that ended in the last 24 hours; at most the newest 300 of each state."),
});
export type QueueFigures = z.infer<typeof QueueFigures>;
