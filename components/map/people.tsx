import type { MapView } from "../../lib/domain/wire/map_view.ts";
import { absolute, count, plural } from "../format.ts";
import { ScrollTable } from "../scroll_table.tsx";

/** Authors that a row names. */
const NAMED = 3;

/** Who knows each component, and how few they are. */
export function Owners({ owners }: { owners: MapView["owners"] }) {
  return (
    <details>
      <summary>Who knows what: {plural(owners.length, "component")}</summary>
      <ScrollTable caption="Owners by component">
        <thead>
          <tr>
            <th scope="col">Component</th>
            <th scope="col" class="name-cell">Most commits by, last 12 months</th>
            <th scope="col" class="number" title="Authors with more than half of the commits">
              Bus factor
            </th>
            <th scope="col" class="name-cell">Of all time</th>
            <th scope="col">CODEOWNERS</th>
          </tr>
        </thead>
        <tbody>
          {owners.map((owner) => (
            <tr key={owner.path}>
              <th scope="row">
                <code>{owner.path || "/"}</code>
              </th>
              <td>{namesOf(owner) ?? <span class="muted">nobody</span>}</td>
              <td class="number">{owner.bus_factor === 0 ? "–" : count(owner.bus_factor)}</td>
              <td>{namesOf(owner.all_time)}</td>
              <td>{owner.codeowners.join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </details>
  );
}

function namesOf(
  { authors, authors_total }: Pick<MapView["owners"][number], "authors" | "authors_total">,
): string | null {
  if (authors.length === 0) return null;
  const named = authors.slice(0, NAMED).map((author) => `${author.name} (${author.commits})`);
  const more = authors_total - named.length;
  return more > 0 ? `${named.join(", ")} and ${count(more)} more` : named.join(", ");
}

export function Contributors({ history }: { history: MapView["history"] }) {
  return (
    <details>
      <summary>
        Who made most commits: {plural(history.contributors.length, "contributor")}
      </summary>
      <ScrollTable caption="Contributors, most commits first">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="number">Commits</th>
            <th scope="col" class="number">Last 12 months</th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {history.contributors.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.name}</th>
              <td class="number">{count(one.commits)}</td>
              <td class="number">{count(one.recent_commits)}</td>
              <td class="one-line">{absolute(one.first_commit).slice(0, 10)}</td>
              <td class="one-line">{absolute(one.last_commit).slice(0, 10)}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
    </details>
  );
}
