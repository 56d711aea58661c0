import { STAGE_STARTS, STAGE_TITLES, STAGES } from "../lib/domain/job.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { duration } from "./format.ts";
import { CHECK, Icon, STOP } from "./icons.tsx";

type StageState = "done" | "now" | "stopped" | "next";

/** The stages in order, each with its state in words as well as in shape. */
export function StageTimeline({ job }: { job: Job }) {
  const stages = STAGES[job.job_type];
  const current = stages.findIndex((stage) => stage === job.stage);
  return (
    <ol class="stages">
      {stages.map((stage, index) => {
        const state = stageState(job, index, current);
        return (
          <li
            key={stage}
            class={`stage stage-${state}`}
            aria-current={state === "now" ? "step" : undefined}
          >
            <span class="stage-mark">
              {state === "done" && <Icon path={CHECK} />}
              {state === "stopped" && <Icon path={STOP} />}
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
  const stages = STAGES[job.job_type];
  const stage = stages[index];
  const seconds = stage === undefined ? undefined : job.stage_seconds?.[stage];
  if (state === "done") return seconds === undefined ? "done" : duration(seconds * 1_000);
  if (state === "stopped") return job.status === "cancelled" ? "cancelled here" : "failed here";
  if (state === "next") return "";
  const next = stages[index + 1];
  if (stage === undefined) return "";
  const start = STAGE_STARTS[stage];
  const share = (next === undefined ? 100 : STAGE_STARTS[next]) - start;
  const part = Math.max(0, Math.min(1, (job.progress - start) / share));
  return `${Math.round(part * 100)}%`;
}
