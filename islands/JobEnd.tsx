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
    if (!reload && !isActive(held.current) && !changes.some((one) => one.id === id)) return;
    callApi<Job>("GET", `/api/jobs/${encodeURIComponent(id)}`).then(setJob, (error) => {
      if (!(error instanceof ApiProblem)) throw error;
    });
  });

  return (
    <div aria-live="polite">
      {job.status === "completed" && <JobResult job={job} />}
      {job.finished_at !== null && <p class="muted small">Finished {absolute(job.finished_at)}</p>}
    </div>
  );
}
