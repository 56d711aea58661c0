import type { ComponentChildren } from "preact";
import type { QueueFigures as Figures } from "../lib/domain/wire/job.ts";
import { count, duration } from "./format.ts";
import { Ago } from "./time.tsx";

/** How the queue does, in five numbers. */
export function QueueFigures({ figures }: { figures: Figures }) {
  const { day } = figures;
  return (
    <dl class="queue-figures">
      <Figure title="Oldest waiting">
        {figures.oldest_pending_at === null
          ? "nothing waits"
          : <Ago at={figures.oldest_pending_at} />}
      </Figure>
      <Figure title="Done in 24 hours">{count(day.completed)}</Figure>
      <Figure title="Failed in 24 hours">{count(day.failed)}</Figure>
      <Figure title="Needed another try">{count(day.retried)}</Figure>
      <Figure title="Usual time">
        {day.median_seconds === null ? "–" : (
          <>
            {duration(day.median_seconds * 1_000)}
            {day.p95_seconds !== null && (
              <span class="muted small">
                {` · 95% within ${duration(day.p95_seconds * 1_000)}`}
              </span>
            )}
          </>
        )}
      </Figure>
    </dl>
  );
}

function Figure(
  { title, children }: { title: string; children: ComponentChildren },
) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}
