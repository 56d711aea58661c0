import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { absolute, count, plural } from "../format.ts";
import { Section } from "../section.tsx";
import { ScrollTable } from "../scroll_table.tsx";

export function History({ view }: { view: MapView }) {
  const { history, hotspots, owners } = view;
  const window = history.since === null ? "" : ` since ${absolute(history.since).slice(0, 10)}`;
  return (
    <Section
      id="history"
      title="History"
      lead={history.commits === 0
        ? "No history was read for this commit."
        : `${plural(history.commits, "commit")} read${window}.${
          history.shallow ? " The fetched history is cut short." : ""
        }`}
    >
      {hotspots.length > 0 && <Hotspots hotspots={hotspots} />}
      {owners.length > 0 && <Owners owners={owners} />}
    </Section>
  );
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
                <code>{spot.path}</code>
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

function Owners({ owners }: { owners: MapView["owners"] }) {
  return (
    <details>
      <summary>Who knows what: {plural(owners.length, "component")}</summary>
      <ScrollTable caption="Owners by component">
        <thead>
          <tr>
            <th scope="col">Component</th>
            <th scope="col">Most commits by</th>
            <th scope="col">CODEOWNERS</th>
          </tr>
        </thead>
        <tbody>
          {owners.map((owner) => (
            <tr key={owner.path}>
              <th scope="row">
                <code>{owner.path || "/"}</code>
              </th>
              <td>
                {owner.authors.slice(0, 3).map((author) => `${author.name} (${author.commits})`)
                  .join(", ") || <span class="muted">nobody in this window</span>}
              </td>
              <td>{owner.codeowners.join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </details>
  );
}
