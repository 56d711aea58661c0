import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { absolute, count, percent, plural } from "../format.ts";
import { FileLink } from "../file_link.tsx";
import { MoreLink, Section } from "../section.tsx";
import { ScrollTable } from "../scroll_table.tsx";
import { Activity } from "./activity.tsx";
import { Contributors, Owners } from "./people.tsx";

export function History({ view }: { view: MapView }) {
  const { history, hotspots, co_changes, owners } = view;
  return (
    <Section id="history" title="History" lead={lead(history)}>
      {history.commits > 0 && (
        <>
          <MoreLink page="hotspots">Hotspots: churn against size</MoreLink>
          <MoreLink page="people">People: who knows what, and what changes together</MoreLink>
        </>
      )}
      {history.activity.length > 0 && <Activity weeks={history.activity} />}
      {hotspots.length > 0 && <Hotspots hotspots={hotspots} />}
      {co_changes.length > 0 && <CoChanges pairs={co_changes} />}
      {owners.length > 0 && <Owners owners={owners} />}
      {history.contributors.length > 0 && <Contributors history={history} />}
    </Section>
  );
}

function lead({ commits, complete, since, window }: MapView["history"]): string {
  if (commits === 0) return "No history was read for this commit.";
  const cut = complete ? "" : " Older commits were not read.";
  const left = [
    ...window.bot_commits > 0 ? [`${count(window.bot_commits)} of bots`] : [],
    ...window.mass_changes > 0 ? [`${count(window.mass_changes)} of more than 100 files`] : [],
  ];
  const recent = since === null
    ? ""
    : ` ${plural(window.commits, "commit")} by ${plural(window.authors, "author")} since ${
      absolute(since).slice(0, 10)
    }${left.length === 0 ? "" : `, ${left.join(" and ")} left out`}.`;
  const people = window.bus_factor === 0
    ? ""
    : ` ${plural(window.bus_factor, "author")} made more than half of them.`;
  return `${plural(commits, "commit")} read.${cut}${recent}${people}`;
}

function Hotspots({ hotspots }: { hotspots: MapView["hotspots"] }) {
  return (
    <>
      <h3>Hotspots: large files that change often</h3>
      <ScrollTable caption="Hotspots, the worst first">
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col" class="bar-cell">Heat</th>
            <th scope="col" class="number">Commits</th>
            <th scope="col" class="number">Authors</th>
            <th scope="col" class="number">Lines</th>
          </tr>
        </thead>
        <tbody>
          {hotspots.map((spot) => (
            <tr key={spot.path}>
              <th scope="row">
                <FileLink path={spot.path} />
              </th>
              <td class="bar-cell">
                <svg
                  class="bar bar-hot"
                  width="100%"
                  height="8"
                  role="img"
                  aria-label={`${Math.round(spot.score * 100)} of 100`}
                >
                  <rect width={`${(spot.score * 100).toFixed(1)}%`} height="8" rx="2" />
                </svg>
              </td>
              <td class="number">{count(spot.commits)}</td>
              <td class="number">{count(spot.authors)}</td>
              <td class="number">{count(spot.lines)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </>
  );
}

function CoChanges({ pairs }: { pairs: MapView["co_changes"] }) {
  return (
    <details>
      <summary>Files that change together: {plural(pairs.length, "pair")}</summary>
      <ScrollTable caption="Files that change together, the most frequent first">
        <thead>
          <tr>
            <th scope="col">Files</th>
            <th scope="col" class="number">Together</th>
            <th scope="col" class="number" title="Share of the commits of the rarer one">
              Confidence
            </th>
            <th scope="col">Between them</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ files: [a, b], ...pair }) => (
            <tr key={`${a} ${b}`}>
              <th scope="row">
                <FileLink path={a} />
                <br />
                <FileLink path={b} />
              </th>
              <td class="number">{count(pair.commits)}</td>
              <td class="number">{percent(pair.confidence)}</td>
              <td>
                {pair.linked ? "an import" : "no import"}
                {pair.cross_component && ", two components"}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </details>
  );
}
