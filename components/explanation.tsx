import type { Explanation } from "../lib/domain/wire/ai.ts";
import { ClaimList, ClaimText } from "./model_text.tsx";
import { ModelNote } from "./model_note.tsx";

/** What a model makes of a map. @param names of components by their ids */
export function ExplanationText(
  { explanation, names }: { explanation: Explanation; names: Readonly<Record<string, string>> },
) {
  const projectId = explanation.project_id;
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
