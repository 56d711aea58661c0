import { ANALYSIS_STAGES, type JobStatus, STAGE_STARTS, STAGE_TITLES } from "../lib/domain/job.ts";
import type { ErrorWords } from "../lib/domain/wire/common.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { duration } from "./format.ts";
import { Icon } from "./icons.tsx";

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
      <progress max="100" value={job.progress} aria-label={`Analysis of ${job.project_name}`} />
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
  const stage = ANALYSIS_STAGES.find((name) => name === job.stage);
  return stage === undefined ? "Starting" : STAGE_TITLES[stage];
}

/** How long it ran, or has been running; null before it started. */
export function jobDuration(job: Job, now: number): string | null {
  if (job.started_at === null) return null;
  const end = job.finished_at === null ? now : Date.parse(job.finished_at);
  return duration(end - Date.parse(job.started_at));
}

type StageState = "done" | "now" | "stopped" | "next";

/** The stages in order, each with its state in words as well as in shape. */
export function StageTimeline({ job }: { job: Job }) {
  const current = ANALYSIS_STAGES.findIndex((stage) => stage === job.stage);
  return (
    <ol class="stages">
      {ANALYSIS_STAGES.map((stage, index) => {
        const state = stageState(job, index, current);
        return (
          <li
            key={stage}
            class={`stage stage-${state}`}
            aria-current={state === "now" ? "step" : undefined}
          >
            <span class="stage-mark">
              {state === "done" && <Icon name="check" />}
              {state === "stopped" && <Icon name="stop" />}
            </span>
            <span class="stage-title">{STAGE_TITLES[stage]}</span>
            <span class="stage-share">{stageNote(job, state, index)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function stageState(job: Job, index: number, current: number): StageState {
  if (job.status === "completed") return "done";
  if (job.status === "pending" || current < 0) return "next";
  if (index < current) return "done";
  if (index > current) return "next";
  return job.status === "running" ? "now" : "stopped";
}

/** Percent of the current stage alone, worked out from the whole bar's shares. */
function stageNote(job: Job, state: StageState, index: number): string {
  if (state === "done") return "done";
  if (state === "stopped") return job.status === "cancelled" ? "cancelled here" : "failed here";
  if (state === "next") return "";
  const stage = ANALYSIS_STAGES[index];
  const next = ANALYSIS_STAGES[index + 1];
  if (stage === undefined) return "";
  const start = STAGE_STARTS[stage];
  const share = (next === undefined ? 100 : STAGE_STARTS[next]) - start;
  const part = Math.max(0, Math.min(1, (job.progress - start) / share));
  return `${Math.round(part * 100)}%`;
}

export function ErrorNote({ error, title }: { error: ErrorWords; title: string }) {
  return (
    <div class="note note-red" role="alert">
      <Icon name="alert" />
      <div>
        <p class="note-title">{title}</p>
        <p>{error.message}</p>
        {error.remedy !== null && <p class="remedy">{error.remedy}</p>}
        <p class="muted small">
          Code <code>{error.code}</code>
        </p>
      </div>
    </div>
  );
}
