/** Pictures as large as a word; what they show is said in words too. */
import { count, plural } from "../format.ts";

const WIDTH = 88;
const HEIGHT = 24;
const PAD = 3;
/** Of health: below a tenth of the scale, a change of one point would look like a fall. */
const LEAST_SPAN = 10;

/** Health over the last maps. @param scores 0–100, oldest first, at least two: one is no trend */
export function Sparkline({ scores }: { scores: readonly number[] }) {
  const [first = 0] = scores;
  const last = scores.at(-1) ?? first;
  const low = Math.min(...scores);
  const span = Math.max(LEAST_SPAN, Math.max(...scores) - low);
  const step = (WIDTH - 2 * PAD) / (scores.length - 1);
  const points = scores.map((score, index) => {
    const x = PAD + index * step;
    // The middle of what is shown stands in the middle of the picture.
    const share = 0.5 + (score - (low + Math.max(...scores)) / 2) / span;
    return [x.toFixed(1), (HEIGHT - PAD - share * (HEIGHT - 2 * PAD)).toFixed(1)] as const;
  });
  const end = points.at(-1) as readonly [string, string];
  const change = last - first;
  const said = `Health from ${first} to ${last} over ${scores.length} maps`;
  return (
    <span class="spark">
      <svg
        width={WIDTH}
        height={HEIGHT}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={said}
      >
        <title>{said}</title>
        <polyline class="spark-line" points={points.map((point) => point.join(",")).join(" ")} />
        <circle class="spark-end" cx={end[0]} cy={end[1]} r="2.5" />
      </svg>
      {change !== 0 && (
        <span class="small muted" aria-hidden="true">
          {change > 0 ? `+${change}` : `−${-change}`}
        </span>
      )}
    </span>
  );
}

const BAR = 3;
const BARS_HEIGHT = 22;

/** Commits per week, oldest first. */
export function WeeklyBars({ weeks }: { weeks: readonly number[] }) {
  const total = weeks.reduce((sum, commits) => sum + commits, 0);
  const most = Math.max(1, ...weeks);
  const said = total === 0
    ? `No commits in ${weeks.length} weeks`
    : `${plural(total, "commit")} in ${weeks.length} weeks, at most ${count(most)} in one`;
  // One path, not a shape a week: a page has 50 of these.
  const path = weeks.map((commits, week) => {
    // A single commit must still be seen beside a week of hundreds.
    const height = commits === 0 ? 1 : Math.max(3, Math.round(commits / most * BARS_HEIGHT));
    return `M${week * BAR} ${BARS_HEIGHT - height}h2v${height}h-2z`;
  }).join("");
  return (
    <svg
      class="weekly"
      width={weeks.length * BAR}
      height={BARS_HEIGHT}
      viewBox={`0 0 ${Math.max(1, weeks.length * BAR)} ${BARS_HEIGHT}`}
      role="img"
      aria-label={said}
    >
      <title>{said}</title>
      <path d={path} />
    </svg>
  );
}
