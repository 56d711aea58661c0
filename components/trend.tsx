import type { MapSummary } from "../lib/domain/wire/compare.ts";
import { absolute, count, shortSha } from "./format.ts";

const WIDTH = 320;
const HEIGHT = 72;
const PAD = 6;

interface Point {
  x: number;
  y: number;
  value: number;
  map: MapSummary;
}

/** One figure over all maps of a project, oldest to newest, as a line with its ends in numbers. */
export function Trend(
  { title, maps, of }: {
    title: string;
    maps: readonly MapSummary[];
    of: (map: MapSummary) => number | null;
  },
) {
  // By the code's own time: an older commit may be analysed later.
  const time = (map: MapSummary) => map.committed_at ?? map.created_at;
  const ordered = [...maps].sort((a, b) => time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0);
  const known = ordered.flatMap((map) => {
    const value = of(map);
    return value === null ? [] : [{ map, value }];
  });
  const last = known.at(-1);
  if (last === undefined) return null;
  const first = known[0]!;
  const change = last.value - first.value;
  const points = known.length > 1 ? place(known) : [];
  const said = `${title}: from ${count(first.value)} to ${
    count(last.value)
  } over ${known.length} maps`;
  return (
    <figure class="trend">
      <figcaption>
        <span class="muted small">{title}</span>
        <b>{count(last.value)}</b>
        {change !== 0 && (
          <span class="trend-change">
            {change > 0 ? "+" : "−"}
            {count(Math.abs(change))}
          </span>
        )}
      </figcaption>
      {points.length > 0 && (
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          role="img"
          aria-label={said}
          preserveAspectRatio="none"
          class="trend-picture"
        >
          <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} class="trend-line" />
          {points.map(({ x, y, value, map }) => (
            <path key={map.id} d={`M${x} ${y}h0`} class="trend-dot">
              <title>
                {`${absolute(map.committed_at ?? map.created_at)}, ${shortSha(map.commit_sha)}: ${
                  count(value)
                }`}
              </title>
            </path>
          ))}
        </svg>
      )}
    </figure>
  );
}

/** Two or more, left to right in equal steps; the lowest value at the bottom, a level line in the middle. */
function place(known: readonly { map: MapSummary; value: number }[]): Point[] {
  const values = known.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = (WIDTH - 2 * PAD) / (known.length - 1);
  return known.map(({ map, value }, index) => ({
    map,
    value,
    x: Math.round((PAD + index * step) * 10) / 10,
    y: Math.round(
      (low === high
        ? HEIGHT / 2
        : HEIGHT - PAD - (value - low) / (high - low) * (HEIGHT - 2 * PAD)) *
        10,
    ) / 10,
  }));
}
