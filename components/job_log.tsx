import type { JobEventKind } from "../lib/domain/job.ts";
import type { JobEvent } from "../lib/domain/wire/job.ts";
import { absolute } from "./format.ts";

const WORDS: Record<JobEventKind, string> = {
  state: "State",
  stage: "Stage",
  git: "Git",
  info: "Note",
  warning: "Warning",
};

/** What happened to a job, newest first. */
export function JobLogLines({ events }: { events: readonly JobEvent[] }) {
  if (events.length === 0) {
    return <p class="empty">Nothing has happened yet: the job waits for its turn.</p>;
  }
  return (
    <ol class="job-log" reversed>
      {events.map((event) => (
        <li key={event.id} class={`job-log-${event.kind}`}>
          <time datetime={event.at} title={absolute(event.at)}>{event.at.slice(11, 19)}</time>
          <span class="job-log-kind">{WORDS[event.kind]}</span>
          <span class="job-log-text">{event.message}</span>
        </li>
      ))}
    </ol>
  );
}
