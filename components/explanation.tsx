import type { Explanation } from "../lib/domain/wire/ai.ts";
import type { Job } from "../lib/domain/wire/job.ts";
import { ErrorNote } from "./error_note.tsx";
import { Icon, REFRESH } from "./icons.tsx";
import { isActive, jobNow, JobProgress } from "./job.tsx";
import { ClaimList, ClaimText } from "./model_text.tsx";
import { ModelNote } from "./model_note.tsx";

export interface ExplanationPanelProps {
  projectId: string;
  explanation: Explanation | null;
  /** The newest job that explains; null where there has been none. */
  job: Job | null;
  /** Whether there is a model to ask. */
  configured: boolean;
  /** Names of components by their ids. */
  names: Record<string, string>;
  onAsk?: () => void;
}

/** What a model makes of the map, or how to get that. */
export function ExplanationPanel(props: ExplanationPanelProps) {
  const { projectId, explanation, job, configured } = props;
  const running = job !== null && isActive(job);
  const failed = job !== null && job.status === "failed" &&
    (explanation === null || job.created_at > explanation.created_at);
  return (
    <div class="explanation">
      {running && (
        <div class="explaining">
          <JobProgress job={job} />
          <p class="muted" aria-live="polite">
            {jobNow(job)} <a href={`/jobs/${encodeURIComponent(job.id)}`}>Details and cancel</a>
          </p>
        </div>
      )}
      {failed && !running && job.error !== null && (
        <ErrorNote error={job.error} title="The map could not be explained" />
      )}
      {explanation !== null && <Explained {...props} explanation={explanation} />}
      {explanation === null && !running && (
        <p class="muted">
          {configured
            ? "A model can describe in words what this system is for, how it is built and where to " +
              "start reading. Every claim is checked against the commit."
            : "No model is configured. The map needs none; to have it explained in words, "}
          {!configured && <a href="/settings#models">set one up</a>}
          {!configured && "."}
        </p>
      )}
      <div class="actions explain-actions">
        {configured && !running && (
          <form
            method="post"
            onSubmit={(event) => {
              if (props.onAsk === undefined) return;
              event.preventDefault();
              props.onAsk();
            }}
          >
            <input type="hidden" name="action" value="explain" />
            <button type="submit">
              <Icon path={REFRESH} /> {explanation === null
                ? "Explain this system"
                : explanation.stale
                ? "Explain the new map"
                : "Explain again"}
            </button>
          </form>
        )}
        {configured && (
          <a class="button" href={`/projects/${encodeURIComponent(projectId)}/ask`}>
            Ask a question
          </a>
        )}
      </div>
    </div>
  );
}

function Explained(
  { explanation, projectId, names }: ExplanationPanelProps & { explanation: Explanation },
) {
  const { content, commit_sha: commit } = explanation;
  const parts = [
    ["How it is built", content.architecture],
    ["How data flows", content.data_flows],
    ["What to be careful with", content.risks],
  ] as const;
  return (
    <>
      {explanation.stale && (
        <p class="note note-amber" role="status">
          The map has changed since: this is about commit <code>{commit.slice(0, 10)}</code>.
        </p>
      )}
      {content.purpose !== null && (
        <p class="explained-purpose">
          <ClaimText claim={content.purpose} projectId={projectId} commit={commit} />
        </p>
      )}
      {content.start_here.length > 0 && (
        <>
          <h3>Where to start reading</h3>
          <ClaimList claims={content.start_here} projectId={projectId} commit={commit} ordered />
        </>
      )}
      {parts.map(([title, claims]) =>
        claims.length > 0 && (
          <div key={title}>
            <h3>{title}</h3>
            <ClaimList claims={claims} projectId={projectId} commit={commit} />
          </div>
        )
      )}
      {content.components.length > 0 && (
        <details>
          <summary>What each component does ({content.components.length})</summary>
          <dl class="roles">
            {content.components.map(({ component, role }) => (
              <div key={component}>
                <dt>
                  <code>{names[component] ?? component}</code>
                </dt>
                <dd>
                  <ClaimText claim={role} projectId={projectId} commit={commit} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {content.open_questions.length > 0 && (
        <details>
          <summary>What it could not tell ({content.open_questions.length})</summary>
          <ul class="claims">
            {content.open_questions.map((text) => <li key={text}>{text}</li>)}
          </ul>
        </details>
      )}
      <ModelNote
        provider={explanation.provider}
        model={explanation.model}
        at={explanation.created_at}
        tokens={explanation.tokens}
        latencyMs={explanation.latency_ms}
        dropped={explanation.claims_dropped}
        redactions={explanation.redactions}
      />
    </>
  );
}
