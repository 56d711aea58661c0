import type { ComponentChildren } from "preact";
import type { Job } from "../lib/domain/wire/job.ts";
import { isActive, JobBadge, jobDuration, jobNow, JobProgress } from "./job.tsx";
import { StageTimeline } from "./stage_timeline.tsx";

/** A job at work or at rest: its state, bar, present doing and stages. `children` are its buttons. */
export function RunPanel(
  { job, now, title, children }: {
    job: Job;
    now: number;
    title: string;
    children?: ComponentChildren;
  },
) {
  const took = jobDuration(job, now);
  return (
    <section class="run" aria-label={title}>
      <div class="run-head">
        <h2>{title}</h2>
        <div class="facts">
          {took !== null && <span>{took}</span>}
          {job.seconds_left !== null && <span>about {timeLeft(job.seconds_left)} left</span>}
          {job.attempt > 1 && <span>attempt {job.attempt} of {job.max_attempts}</span>}
          <JobBadge job={job} />
          {children}
        </div>
      </div>
      <JobProgress job={job} />
      <p class="run-now muted" aria-live="polite">{isActive(job) ? jobNow(job) : ""}</p>
      <StageTimeline job={job} />
    </section>
  );
}

/** An estimate in round words: `5 s`, `40 s`, `3 min`, `2 h`. */
function timeLeft(seconds: number): string {
  if (seconds < 10) return `${Math.max(1, Math.ceil(seconds))} s`;
  if (seconds < 55) return `${Math.ceil(seconds / 10) * 10} s`;
  if (seconds < 55 * 60) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.ceil(seconds / 3_600)} h`;
}
