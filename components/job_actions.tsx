import { JOB_TITLES } from "../lib/domain/job.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { isActive } from "./job.tsx";
import { Icon, REFRESH, STOP } from "./icons.tsx";

export type JobAction = "cancel" | "retry";

/**
 * What can be done about a job: cancel it, or start it again. A form of the job's page, or `onAct`
 * where JavaScript is at work.
 */
export function JobActions({ job, onAct }: { job: Job; onAct?: (action: JobAction) => void }) {
  const action = isActive(job) ? "cancel" : job.status === "completed" ? null : "retry";
  if (action === null) return null;
  const what = JOB_TITLES[job.job_type].toLowerCase();
  const asked = isActive(job) && job.cancel_requested_at !== null;
  return (
    <form
      method="post"
      action={`/jobs/${encodeURIComponent(job.id)}`}
      onSubmit={(event) => {
        if (onAct === undefined) return;
        event.preventDefault();
        onAct(action);
      }}
    >
      <input type="hidden" name="action" value={action} />
      {action === "cancel"
        ? (
          <button
            type="submit"
            class="slim"
            disabled={asked}
            aria-label={`Cancel the ${what} of ${job.project_name}`}
          >
            <Icon path={STOP} /> {asked ? "Cancelling" : "Cancel"}
          </button>
        )
        : (
          <button
            type="submit"
            class="slim"
            aria-label={`Try again the ${what} of ${job.project_name}`}
          >
            <Icon path={REFRESH} /> Try again
          </button>
        )}
    </form>
  );
}
