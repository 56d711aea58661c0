import type { HealthStatus } from "../lib/domain/wire/common.ts";

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
