import type { HealthStatus } from "../lib/domain/wire/common.ts";
import type { ViewSignal } from "../lib/domain/wire/map_view.ts";
import { count } from "./format.ts";

export const HEALTH_WORDS: Record<HealthStatus, string> = {
  green: "Healthy",
  amber: "Fair",
  red: "Poor",
};

/** Colour, shape and word together: the colour alone never carries the meaning. */
export function HealthBadge(
  { status, score }: { status: HealthStatus; score: number | null },
) {
  if (score === null) {
    return <span class="badge badge-none">Not analysed</span>;
  }
  return (
    <span class={`badge badge-${status}`}>
      <HealthShape status={status} /> {HEALTH_WORDS[status]} <b>{score}</b>
    </span>
  );
}

function HealthShape({ status }: { status: HealthStatus }) {
  return (
    <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
      {status === "green" && <circle cx="5" cy="5" r="4" />}
      {status === "amber" && <path d="M5 .8 9.4 9H.6Z" />}
      {status === "red" && <rect x="1" y="1" width="8" height="8" rx="1" />}
    </svg>
  );
}

const RING = 2 * Math.PI * 26;

/** The score as a ring of 100. */
export function HealthRing({ status, score }: { status: HealthStatus; score: number }) {
  return (
    <svg
      class={`ring ring-${status}`}
      viewBox="0 0 64 64"
      width="64"
      height="64"
      role="img"
      aria-label={`Health ${score} of 100: ${HEALTH_WORDS[status]}`}
    >
      <circle class="ring-track" cx="32" cy="32" r="26" />
      <circle
        class="ring-value"
        cx="32"
        cy="32"
        r="26"
        transform="rotate(-90 32 32)"
        stroke-dasharray={`${(RING * score / 100).toFixed(1)} ${RING.toFixed(1)}`}
      />
      <text x="32" y="38" text-anchor="middle">{score}</text>
    </svg>
  );
}

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
          <p>{signal.detail}</p>
          {signal.remedy !== null && <p class="remedy">{signal.remedy}</p>}
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
          <code>{line === null ? path : `${path}:${line}`}</code>
        </li>
      ))}
      {total > places.length && (
        <li class="muted">and {count(total - places.length)} more, in the JSON map</li>
      )}
    </ul>
  );
}
