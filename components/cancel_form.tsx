import type { Job } from "../lib/domain/wire/job.ts";
import { isActive } from "./job.tsx";
import { Icon, STOP } from "./icons.tsx";

/** Cancels a job: a form of the job's page, or `onCancel` where JavaScript is at work. */
export function CancelForm({ job, onCancel }: { job: Job; onCancel?: () => void }) {
  if (!isActive(job)) return null;
  const asked = job.cancel_requested_at !== null;
  return (
    <form
      method="post"
      action={`/jobs/${encodeURIComponent(job.id)}`}
      onSubmit={(event) => {
        if (onCancel === undefined) return;
        event.preventDefault();
        onCancel();
      }}
    >
      <input type="hidden" name="action" value="cancel" />
      <button
        type="submit"
        class="slim"
        disabled={asked}
        aria-label={`Cancel the analysis of ${job.project_name}`}
      >
        <Icon path={STOP} /> {asked ? "Cancelling" : "Cancel"}
      </button>
    </form>
  );
}
