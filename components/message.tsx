import type { Problem } from "../lib/domain/wire/common.ts";
import { Words } from "./words.tsx";

/**
 * A page that could not be shown: what happened, what to do, and what to quote when asking. Only
 * what the server failed at is in its log; a wrong address is not.
 */
export function Message(
  { title, problem, project, requestId }: {
    title: string;
    problem: Problem | null;
    /** The address of the project that it is about; null for none. */
    project: string | null;
    requestId: string;
  },
) {
  return (
    <div class="message">
      <h1>{title}</h1>
      {problem !== null && (
        <p>
          <Words text={problem.detail} />
        </p>
      )}
      {problem?.remedy && (
        <p class="remedy">
          <Words text={problem.remedy} />
        </p>
      )}
      <p class="actions">
        {project !== null && <a class="button primary" href={project}>The project</a>}
        <a class={project === null ? "button primary" : "button"} href="/">All projects</a>
        <a class="button" href="/jobs">Jobs</a>
      </p>
      {(problem === null || problem.status >= 500) && (
        <p class="muted small">
          Request <code>{requestId}</code>: the server's log has more under this id.
        </p>
      )}
    </div>
  );
}
