import type { Conversation, ConversationTurn } from "../lib/domain/wire/ai.ts";
import { ErrorNote } from "./error_note.tsx";
import { isActive, jobNow, JobProgress } from "./job.tsx";
import { ClaimList } from "./model_text.tsx";
import { ModelNote } from "./model_note.tsx";

/** Questions and answers, oldest first. */
export function Turns(
  { conversation: { turns, project_id } }: { conversation: Conversation },
) {
  return (
    <ol class="turns">
      {turns.map((turn) => (
        <li key={turn.id} class="turn">
          <p class="turn-question">{turn.question}</p>
          <div class="turn-answer">
            <Answer turn={turn} projectId={project_id} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function Answer({ turn, projectId }: { turn: ConversationTurn; projectId: string }) {
  const { answer, job } = turn;
  if (answer !== null) {
    return (
      <>
        <ClaimList claims={answer.answer} projectId={projectId} commit={turn.commit_sha ?? ""} />
        {answer.unknown.length > 0 && (
          <p class="muted">Cannot be told from what was looked at: {answer.unknown.join(" ")}</p>
        )}
        {turn.provider !== null && turn.model !== null && turn.answered_at !== null && (
          <ModelNote
            provider={turn.provider}
            model={turn.model}
            at={turn.answered_at}
            tokens={turn.tokens ?? 0}
            latencyMs={turn.latency_ms ?? 0}
            dropped={turn.claims_dropped ?? 0}
            redactions={turn.redactions ?? 0}
          />
        )}
      </>
    );
  }
  if (job !== null && isActive(job)) {
    return (
      <div class="explaining">
        <JobProgress job={job} />
        <p class="muted" aria-live="polite">
          {jobNow(job)} <a href={`/jobs/${encodeURIComponent(job.id)}`}>Details and cancel</a>
        </p>
      </div>
    );
  }
  if (job?.error) return <ErrorNote error={job.error} title="There is no answer" />;
  return (
    <p class="muted">
      {job?.status === "cancelled" ? "Cancelled." : "There is no answer, and its job is gone."}
    </p>
  );
}
