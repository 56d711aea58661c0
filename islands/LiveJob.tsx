import { useEffect, useRef, useState } from "preact/hooks";
import { ErrorNote } from "../components/error_note.tsx";
import { isActive } from "../components/job.tsx";
import { type JobAction, JobActions } from "../components/job_actions.tsx";
import { RunPanel } from "../components/run_panel.tsx";
import { JOB_TITLES, type JobType } from "../lib/domain/job.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { ApiProblem, callApi } from "./api.ts";
import { newerJob } from "./live_job.ts";
import { pollNow, useNews, useNow } from "./poll.ts";

export interface LiveJobProps {
  /** The job to follow; null on a project page where nothing runs yet. */
  job: Job | null;
  projectId: string;
  title: string;
  /**
   * On a project page: follow whatever job of this type the project runs, hide it when it succeeded,
   * and load the page again once a new map is published or the job has ended.
   */
  follow: JobType | null;
}

/** A job's stages as they pass. */
export default function LiveJob({ projectId, title, follow, ...props }: LiveJobProps) {
  const [job, setJob] = useState(props.job);
  const [problem, setProblem] = useState<string | null>(null);
  const held = useRef(job);
  held.current = job;
  const now = useNow(1_000);

  function show(next: Job): void {
    held.current = newerJob(held.current, next);
    setJob(held.current);
  }

  async function fetchJob(id: string): Promise<void> {
    try {
      show(await callApi<Job>("GET", `/api/jobs/${encodeURIComponent(id)}`));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  async function act(id: string, action: JobAction): Promise<void> {
    try {
      show(await callApi<Job>("POST", `/api/jobs/${encodeURIComponent(id)}/${action}`));
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem([error.problem.detail, error.problem.remedy].filter(Boolean).join(" "));
    }
    pollNow();
  }

  useNews(({ status, changes, reload }) => {
    const mine = status.active_jobs.find((one) =>
      one.id === held.current?.id ||
      (follow === one.job_type && one.project_id === projectId && !isRunning(held.current))
    );
    if (mine !== undefined) return show(mine);
    const id = held.current?.id;
    const named = changes.some((one) => one.entity === "job" && one.id === id);
    const lost = held.current !== null && isActive(held.current);
    if (id !== undefined && (named || reload || lost)) void fetchJob(id);
  });

  useNews(({ changes }) => {
    const published = changes.some((one) =>
      one.entity === "map" && !one.deleted && one.project_id === projectId
    );
    if (follow === "analyze_repo" && published) location.reload();
  });

  // The finished job's page has more to say than the stages: its result or its remedy.
  const began = useRef(props.job === null || isActive(props.job));
  useEffect(() => {
    if (job !== null && began.current && !isActive(job) && follow !== null) location.reload();
  }, [job?.status]);

  if (job === null || (follow !== null && job.status === "completed")) return null;
  return (
    <>
      {job.error !== null && (
        <ErrorNote
          error={job.error}
          title={isActive(job)
            ? "The last attempt failed; it is tried again"
            : `${JOB_TITLES[job.job_type]} failed`}
        />
      )}
      {problem !== null && <p class="field-error" role="alert">{problem}</p>}
      {(isActive(job) || follow === null) && (
        <RunPanel job={job} now={now} title={title}>
          <JobActions job={job} onAct={(action) => void act(job.id, action)} />
        </RunPanel>
      )}
    </>
  );
}

function isRunning(job: Job | null): boolean {
  return job?.status === "running";
}
