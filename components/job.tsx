import { type JobStage, type JobStatus, STAGE_TITLES } from "../lib/domain/job.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { duration } from "./format.ts";

const WORDS: Record<JobStatus, string> = {
  pending: "Waiting",
  running: "Running",
  completed: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

export function jobStatusWord(status: JobStatus): string {
  return WORDS[status];
}

export function isActive(job: Pick<Job, "status">): boolean {
  return job.status === "pending" || job.status === "running";
}

export function JobBadge({ job }: { job: Pick<Job, "status" | "cancel_requested_at"> }) {
  const stopping = job.status === "running" && job.cancel_requested_at !== null;
  return (
    <span class={`badge job-${job.status}`}>
      <i class="dot" aria-hidden="true" /> {stopping ? "Stopping" : WORDS[job.status]}
    </span>
  );
}

export function JobProgress({ job }: { job: Pick<Job, "progress" | "project_name"> }) {
  return (
    <span class="progress">
      <progress
        max="100"
        value={job.progress}
        aria-label={`Progress of ${job.project_name}`}
      />
      <span class="progress-value">{job.progress}%</span>
    </span>
  );
}

/** What the job is doing now, in one line. */
export function jobNow(job: Job): string {
  if (job.status === "pending") {
    return job.attempt > 0 ? "Waiting to try again" : "Waiting for its turn";
  }
  if (job.message !== null && job.message !== "") return job.message;
  return STAGE_TITLES[job.stage as JobStage] ?? "Starting";
}

/** How long it ran, or has been running; null before it started. */
export function jobDuration(job: Job, now: number): string | null {
  if (job.started_at === null) return null;
  const end = job.finished_at === null ? now : Date.parse(job.finished_at);
  return duration(end - Date.parse(job.started_at));
}

/** What a completed job has brought, in a few words. */
export function jobResult(job: Job): string {
  if (job.job_type === "explain_map") return "The map was explained";
  if (job.job_type === "answer_question") return "There is an answer";
  return job.result?.["unchanged"] === true ? "Nothing had changed" : "A new map was published";
}
