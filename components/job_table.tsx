import { JOB_TITLES } from "../lib/domain/job.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { type JobAction, JobActions } from "./job_actions.tsx";
import { isActive, JobBadge, jobDuration, jobNow, JobProgress, jobResult } from "./job.tsx";
import { Ago } from "./time.tsx";

/** Jobs, newest first; `onAct` where JavaScript is at work. */
export function JobTable(
  { jobs, now, showProject, onAct }: {
    jobs: readonly Job[];
    now: number;
    showProject: boolean;
    onAct?: (job: Job, action: JobAction) => void;
  },
) {
  return (
    <div class="table-scroll">
      <table class="jobs-table">
        <caption class="visually-hidden">Jobs, newest first</caption>
        <thead>
          <tr>
            {showProject && <th scope="col">Project</th>}
            <th scope="col">Job</th>
            <th scope="col">Status</th>
            <th scope="col">Progress</th>
            <th scope="col">Created</th>
            <th scope="col" class="number">Took</th>
            <th scope="col">
              <span class="visually-hidden">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <tr key={job.id}>
              {showProject && (
                <th scope="row">
                  <a href={`/projects/${encodeURIComponent(job.project_id)}`}>{job.project_name}</a>
                </th>
              )}
              <td>
                <a href={`/jobs/${encodeURIComponent(job.id)}`}>{JOB_TITLES[job.job_type]}</a>
              </td>
              <td>
                <JobBadge job={job} />
              </td>
              <td class="job-doing">
                {isActive(job)
                  ? (
                    <>
                      <JobProgress job={job} />
                      <span class="muted">{jobNow(job)}</span>
                    </>
                  )
                  : <span class="muted">{outcome(job)}</span>}
              </td>
              <td>
                <Ago at={job.created_at} now={now} />
              </td>
              <td class="number">{jobDuration(job, now) ?? ""}</td>
              <td class="number job-actions">
                <JobActions
                  job={job}
                  onAct={onAct === undefined ? undefined : (action) => onAct(job, action)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function outcome(job: Job): string {
  if (job.status !== "completed") {
    // One line: its own page shows code as code.
    return [job.error?.message, job.error?.remedy].filter(Boolean).join(" ").replaceAll("`", "");
  }
  return jobResult(job);
}
