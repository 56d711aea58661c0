import type { PartComponent } from "../../lib/domain/wire/map_parts.ts";
import type { MapOwner } from "../../lib/domain/wire/system_map.ts";
import { count, percent } from "../format.ts";
import { projectHref } from "../project_href.ts";
import { ScrollTable } from "../scroll_table.tsx";
import { type Share, sharesOf } from "./shares.ts";

/** Authors that a row names. */
const NAMED = 4;

/** Who made a component, as shares of its commits, and on how few heads it rests. */
export function OwnersTable(
  { projectId, owners, components, tones }: {
    projectId: string;
    owners: readonly MapOwner[];
    components: ReadonlyMap<string, PartComponent>;
    tones: ReadonlyMap<string, string>;
  },
) {
  const codeowners = owners.some((owner) => owner.codeowners.length > 0);
  return (
    <ScrollTable caption="Owners by component, those that fewest people know first">
      <thead>
        <tr>
          <th scope="col">Component</th>
          <th scope="col" class="number" title="Authors with more than half of all commits">
            Bus factor
          </th>
          <th scope="col" class="number">12 months</th>
          <th scope="col" class="number">Authors</th>
          <th scope="col" class="share-cell">Shares of commits, of all time</th>
          <th scope="col" class="share-cell">Last 12 months</th>
          {codeowners && <th scope="col">CODEOWNERS</th>}
        </tr>
      </thead>
      <tbody>
        {owners.map((owner) => (
          <tr key={owner.component}>
            <th scope="row">
              <a
                class="file-link"
                href={projectHref(projectId, "files", { path: owner.path, colour: "owner" })}
              >
                {components.get(owner.component)?.name ?? owner.component}
              </a>
            </th>
            <td class="number">{factor(owner.all_time.bus_factor)}</td>
            <td class="number">{factor(owner.bus_factor)}</td>
            <td class="number">{count(owner.all_time.authors_total)}</td>
            <td class="share-cell">
              <ShareBar shares={sharesOf(owner.all_time)} tones={tones} />
              {words(sharesOf(owner.all_time), owner.all_time.authors_total)}
            </td>
            <td class="share-cell">{words(sharesOf(owner), owner.authors_total)}</td>
            {codeowners && <td>{owner.codeowners.join(", ")}</td>}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function factor(value: number): string {
  return value === 0 ? "–" : count(value);
}

function words(shares: readonly Share[], total: number): string {
  if (shares.length === 0) return "nobody";
  const named = shares.slice(0, NAMED).map(({ name, share }) => `${name} ${percent(share)}`);
  const more = total - named.length;
  return more > 0 ? `${named.join(", ")} and ${count(more)} more` : named.join(", ");
}

/** The words beside it say the same. */
function ShareBar(
  { shares, tones }: { shares: readonly Share[]; tones: ReadonlyMap<string, string> },
) {
  let start = 0;
  return (
    <svg class="share-bar" width="100%" height="8" aria-hidden="true">
      {shares.map(({ name, share }) => {
        const x = start;
        start += share * 100;
        return (
          <rect
            key={name}
            class={tones.get(name) ?? "cat-other"}
            x={`${x.toFixed(2)}%`}
            width={`${(share * 100).toFixed(2)}%`}
            height="8"
          />
        );
      })}
    </svg>
  );
}
