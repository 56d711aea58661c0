import { useRef, useState } from "preact/hooks";
import { absolute } from "../components/format.ts";
import { isActive } from "../components/job.tsx";
import { JobResult } from "../components/job_result.tsx";
import type { Job } from "../lib/domain/wire/job.ts";
import { ApiProblem, callApi } from "./api.ts";
import { useNews } from "./poll.ts";

/** What a job has brought and when, on its own page: shown as soon as it ends. */
export default function JobEnd({ job: first }: { job: Job }) {
  const [job, setJob] = useState(first);
  const held = useRef(job);
  held.current = job;
  const { id } = first;

  useNews(({ status, changes, reload }) => {
    const mine = status.active_jobs.find((one) => one.id === id);
    if (mine !== undefined) return setJob(mine);
    const named = changes.some((one) => one.entity === "job" && one.id === id);
    if (!named && !reload && !isActive(held.current)) return;
    callApi<Job>("GET", `/api/jobs/${encodeURIComponent(id)}`).then(setJob, (error) => {
      if (!(error instanceof ApiProblem)) throw error;
    });
  });

  return (
    <>
      <div aria-live="polite">{job.status === "completed" && <JobResult job={job} />}</div>
      {job.started_at !== null && (
        <p class="facts">
          <span>Started {absolute(job.started_at)}</span>
          {job.finished_at !== null && <span>Finished {absolute(job.finished_at)}</span>}
        </p>
      )}
    </>
  );
}
