import { useRef, useState } from "preact/hooks";
import type { JobAction } from "../components/job_actions.tsx";
import { JobTable } from "../components/job_table.tsx";
import type { List } from "../lib/domain/wire/common.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { ApiProblem, callApi } from "./api.ts";
import { newerJob } from "./live_job.ts";
import { pollNow, useNews, useNow } from "./poll.ts";

export interface LiveJobsProps {
  jobs: Job[];
  /** The API's query for this very list, e.g. `status=failed&limit=50`. */
  query: string;
  showProject: boolean;
  empty: string;
}

/** A list of jobs that keeps itself true: fetched again when a job changed. */
export default function LiveJobs({ query, showProject, empty, ...props }: LiveJobsProps) {
  const [jobs, setJobs] = useState(props.jobs);
  const [problem, setProblem] = useState<string | null>(null);
  const now = useNow(1_000);
  const asking = useRef(0);

  function merge(next: readonly Job[]): void {
    setJobs((held) =>
      next.map((job) => newerJob(held.find((one) => one.id === job.id) ?? null, job))
    );
  }

  async function reload(): Promise<void> {
    const asked = ++asking.current;
    try {
      const list = await callApi<List<Job>>("GET", `/api/jobs?${query}`);
      if (asked === asking.current) merge(list.items);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  async function act(job: Job, action: JobAction): Promise<void> {
    try {
      await callApi<Job>("POST", `/api/jobs/${encodeURIComponent(job.id)}/${action}`);
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem([error.problem.detail, error.problem.remedy].filter(Boolean).join(" "));
    }
    await reload();
    pollNow();
  }

  useNews(({ status, changes, reload: everything }) => {
    if (everything || changes.some((one) => one.entity === "job")) return void reload();
    const active = new Map(status.active_jobs.map((job) => [job.id, job]));
    setJobs((held) =>
      held.map((job) => {
        const next = active.get(job.id);
        return next === undefined ? job : newerJob(job, next);
      })
    );
  });

  return (
    <>
      {problem !== null && <p class="field-error" role="alert">{problem}</p>}
      {jobs.length === 0 ? <p class="empty">{empty}</p> : (
        <JobTable
          jobs={jobs}
          now={now}
          showProject={showProject}
          onAct={(job, action) => void act(job, action)}
        />
      )}
    </>
  );
}
