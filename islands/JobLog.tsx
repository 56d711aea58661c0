import { useRef, useState } from "preact/hooks";
import { JobLogLines } from "../components/job_log.tsx";
import type { List } from "../lib/domain/wire/common.ts";
import type { JobEvent } from "../lib/domain/wire/job.ts";
import { ApiProblem, callApi } from "./api.ts";
import { useNews } from "./poll.ts";

export interface JobLogProps {
  jobId: string;
  events: JobEvent[];
}

/** A job's log, read again whenever the job has changed. */
export default function JobLog({ jobId, ...props }: JobLogProps) {
  const [events, setEvents] = useState(props.events);
  const asking = useRef(0);

  async function reload(): Promise<void> {
    const asked = ++asking.current;
    try {
      const path = `/api/jobs/${encodeURIComponent(jobId)}/events?limit=${EVENTS_SHOWN}`;
      const list = await callApi<List<JobEvent>>("GET", path);
      if (asked === asking.current) setEvents(list.items);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
    }
  }

  useNews(({ changes, reload: everything }) => {
    if (everything || changes.some((one) => one.entity === "job" && one.id === jobId)) {
      void reload();
    }
  });

  return <JobLogLines events={events} />;
}

/** As many as the page itself shows. */
export const EVENTS_SHOWN = 100;
