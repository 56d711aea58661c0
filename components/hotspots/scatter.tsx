import { fileHref } from "../file_href.ts";
import { count, percent, plural } from "../format.ts";
import { HEAT_TONES, heatStep } from "../treemap/colours.ts";
import { logScale, placeLabels } from "./scale.ts";
import type { Spot } from "./spots.ts";

const WIDTH = 1120;
const HEIGHT = 460;
/** Of the column that the numbers of commits have. */
const AXIS_WIDTH = 46;
const BOX = { left: 52, right: WIDTH - 14, top: 14, bottom: HEIGHT - 46 };
/** Points that are links; the rest is drawn as one path. */
const LINKS_MAX = 300;
const LABELS_MAX = 14;
/** The worst points, which no name may cover; so many that the common small ones are not among them. */
const MARKS_KEPT_FREE = 80;

/** Churn against size: up and right is where a defect is most likely to appear. */
export function Scatter({ projectId, spots }: { projectId: string; spots: readonly Spot[] }) {
  const most = (of: (spot: Spot) => number) =>
    spots.reduce((max, spot) => Math.max(max, of(spot)), 1);
  const least = spots.reduce((min, { code }) => Math.min(min, code), Infinity);
  const x = logScale(least, most(({ code }) => code), [BOX.left, BOX.right]);
  const y = logScale(1, most(({ commits }) => commits), [BOX.bottom, BOX.top]);
  const points = spots.map((spot) => ({
    spot,
    x: round(x.at(spot.code)),
    y: round(y.at(spot.commits)),
    text: spot.path.slice(spot.path.lastIndexOf("/") + 1),
  }));
  const linked = points.slice(0, LINKS_MAX);
  const labels = placeLabels(
    linked.filter(({ spot }) => spot.score > 0).slice(0, LABELS_MAX),
    BOX,
    linked.slice(0, MARKS_KEPT_FREE),
  );
  return (
    <figure>
      <div class="chart-scroll" tabIndex={0} role="region" aria-label="Chart, scrollable">
        <div class="chart">
          <svg class="chart-axis" viewBox={`0 0 ${AXIS_WIDTH} ${HEIGHT}`} aria-hidden="true">
            {y.ticks.map((tick) => (
              <g key={tick} class="axis">
                <text x={BOX.left - 8} y={round(y.at(tick)) + 4} text-anchor="end">
                  {count(tick)}
                </text>
              </g>
            ))}
            <text class="axis-name" x={BOX.left + 6} y={BOX.top + 10}>Commits in 12 months</text>
          </svg>
          <svg
            viewBox={`${AXIS_WIDTH} 0 ${WIDTH - AXIS_WIDTH} ${HEIGHT}`}
            role="group"
            aria-labelledby="scatter-title"
          >
            <title id="scatter-title">
              {`${
                plural(spots.length, "file")
              } by lines of code and commits of the last 12 months; the table below has the same figures`}
            </title>
            {x.ticks.map((tick) => (
              <g key={tick} class="axis">
                <path d={`M${round(x.at(tick))} ${BOX.top}V${BOX.bottom}`} />
                <text x={round(x.at(tick))} y={BOX.bottom + 17} text-anchor="middle">
                  {count(tick)}
                </text>
              </g>
            ))}
            {y.ticks.map((tick) => (
              <g key={tick} class="axis">
                <path d={`M${BOX.left} ${round(y.at(tick))}H${BOX.right}`} />
              </g>
            ))}
            <text class="axis-name" x={BOX.right} y={HEIGHT - 8} text-anchor="end">
              Lines of code
            </text>
            <path
              class="dot-rest"
              d={points.slice(LINKS_MAX).map(({ x, y }) =>
                `M${x - 2} ${y}a2 2 0 1 0 4 0a2 2 0 1 0-4 0`
              )
                .join("")}
            />
            {linked.toReversed().map(({ spot, x, y }) => (
              <a key={spot.path} class="spot" href={fileHref(projectId, spot.path)} tabIndex={-1}>
                <title>
                  {`${spot.path}: ${plural(spot.commits, "commit")}, ${
                    plural(spot.code, "line")
                  }, score ${percent(spot.score)}`}
                </title>
                <circle class={HEAT_TONES[heatStep(spot.score)]!.class} cx={x} cy={y} r={5} />
              </a>
            ))}
            {labels.map(({ text, x, y, anchor }) => (
              <text key={`${text} ${x} ${y}`} class="spot-name" x={x} y={y} text-anchor={anchor}>
                {text}
              </text>
            ))}
          </svg>
        </div>
      </div>
      <figcaption>
        <ul class="legend">
          {HEAT_TONES.map(({ label, class: tone }, step) => {
            const { length } = spots.filter(({ score }) => heatStep(score) === step);
            return length === 0 ? null : (
              <li key={label}>
                <svg class="swatch" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                  <circle class={tone} cx="5" cy="5" r="5" />
                </svg>{" "}
                {step === 0 ? "Changed once" : `Score ${label}`}{" "}
                <span class="muted">{plural(length, "file")}</span>
              </li>
            );
          })}
        </ul>
      </figcaption>
    </figure>
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
