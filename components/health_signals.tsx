import type { HealthStatus } from "../lib/domain/wire/common.ts";
import type { ViewSignal } from "../lib/domain/wire/map_view.ts";
import { FileLink } from "./file_link.tsx";
import { count } from "./format.ts";
import { Words } from "./words.tsx";

function level(score: number): HealthStatus {
  return score >= 75 ? "green" : score >= 50 ? "amber" : "red";
}

/** Every signal behind the score: the weakest first, since there is something to do. */
export function HealthSignals({ signals }: { signals: readonly ViewSignal[] }) {
  const weights = signals.reduce((sum, signal) => sum + signal.weight, 0);
  const ordered = [...signals].sort((a, b) => a.score - b.score || b.weight - a.weight);
  return (
    <ul class="signals">
      {ordered.map((signal) => (
        <li key={signal.id} class={`signal signal-${level(signal.score)}`}>
          <div class="signal-head">
            <h3>{signal.title}</h3>
            <span class="signal-score">
              <b>{signal.score}</b>
              <small>/100</small>
            </span>
          </div>
          <svg class="meter" width="100%" height="6" aria-hidden="true">
            <rect class="meter-track" width="100%" height="6" rx="3" />
            <rect class="meter-value" width={`${signal.score}%`} height="6" rx="3" />
          </svg>
          <p>
            <Words text={signal.detail} />
          </p>
          {signal.remedy !== null && (
            <p class="remedy">
              <Words text={signal.remedy} />
            </p>
          )}
          <p class="muted small">
            Counts for {weights === 0 ? 0 : Math.round(signal.weight / weights * 100)}% of the score
          </p>
          {signal.evidence.length > 0 && (
            <details class="evidence">
              <summary>Evidence ({count(signal.evidence_total)})</summary>
              <EvidenceList places={signal.evidence} total={signal.evidence_total} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

export function EvidenceList(
  { places, total }: { places: readonly { path: string; line: number | null }[]; total: number },
) {
  return (
    <ul class="paths">
      {places.map(({ path, line }) => (
        <li key={`${path}:${line}`}>
          <FileLink path={path} line={line} />
        </li>
      ))}
      {total > places.length && (
        <li class="muted">and {count(total - places.length)} more, in the JSON map</li>
      )}
    </ul>
  );
}
