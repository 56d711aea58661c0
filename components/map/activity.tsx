import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { count, plural } from "../format.ts";
import { ScrollTable } from "../scroll_table.tsx";

const HEIGHT = 64;
const STEP = 20;
const BAR = 16;

/** A year in bars, one a week, and the same as a table. */
export function Activity({ weeks }: { weeks: MapView["history"]["activity"] }) {
  const most = Math.max(1, ...weeks.map((week) => week.commits));
  const total = weeks.reduce((sum, week) => sum + week.commits, 0);
  const busy = weeks.filter((week) => week.commits > 0);
  return (
    <>
      <h3>
        Commits per week <span class="muted small">{count(most)} in the busiest</span>
      </h3>
      <svg
        class="bar activity"
        viewBox={`0 0 ${weeks.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        width="100%"
        height={HEIGHT}
        role="img"
        aria-label={`${plural(total, "commit")} in ${weeks.length} weeks, at most ${
          count(most)
        } in one`}
      >
        {weeks.map(({ week, commits, authors }, at) => {
          // A single commit must still be seen beside a week of hundreds.
          const height = commits === 0 ? 1 : Math.max(3, commits / most * HEIGHT);
          return (
            <rect
              key={week}
              x={at * STEP}
              y={(HEIGHT - height).toFixed(1)}
              width={BAR}
              height={height.toFixed(1)}
            >
              <title>
                {`Week of ${week}: ${plural(commits, "commit")} by ${plural(authors, "author")}`}
              </title>
            </rect>
          );
        })}
      </svg>
      <details>
        <summary>{plural(busy.length, "week")} with commits as a table</summary>
        <ScrollTable caption="Commits and authors per week">
          <thead>
            <tr>
              <th scope="col">Week of</th>
              <th scope="col" class="number">Commits</th>
              <th scope="col" class="number">Authors</th>
            </tr>
          </thead>
          <tbody>
            {busy.toReversed().map((week) => (
              <tr key={week.week}>
                <th scope="row">{week.week}</th>
                <td class="number">{count(week.commits)}</td>
                <td class="number">{count(week.authors)}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      </details>
    </>
  );
}
