import { ecosystemLabel } from "../ecosystems.ts";
import { FileLink } from "../file_link.tsx";
import { count, plural } from "../format.ts";
import { ScrollTable } from "../scroll_table.tsx";
import { type DeclaredPackage, isDuplicated } from "./declared.ts";

/** Declarations that a row shows before the rest is folded away. */
const USES_SHOWN = 3;

export function PackageTable({ packages }: { packages: readonly DeclaredPackage[] }) {
  return (
    <ScrollTable caption="Packages that manifests declare, the most imported first">
      <thead>
        <tr>
          <th scope="col">Package</th>
          <th scope="col">Ecosystem</th>
          <th scope="col">Required</th>
          <th scope="col">Resolved</th>
          <th scope="col">Scope</th>
          <th scope="col" class="number" title="Files that import it">Files</th>
          <th scope="col">Declared in</th>
        </tr>
      </thead>
      <tbody>
        {packages.map((one) => (
          <tr key={`${one.ecosystem} ${one.name}`}>
            <th scope="row">
              <code>{one.name}</code>
            </th>
            <td>{ecosystemLabel(one.ecosystem)}</td>
            <td class="version-cell">{listed(one.requirements)}</td>
            <td class="version-cell">
              {listed(one.versions)}
              {isDuplicated(one) && (
                <span class="badge badge-amber">{plural(one.versions.length, "version")}</span>
              )}
            </td>
            <td>{one.scopes.join(", ")}</td>
            <td class="number">{one.files === 0 ? "–" : count(one.files)}</td>
            <td>
              <Places uses={one.uses.slice(0, USES_SHOWN)} />
              {one.uses.length > USES_SHOWN && (
                <details>
                  <summary>{count(one.uses.length - USES_SHOWN)} more</summary>
                  <Places uses={one.uses.slice(USES_SHOWN)} />
                </details>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

const VALUES_SHOWN = 4;

function listed(values: readonly string[]): string {
  if (values.length === 0) return "–";
  const more = values.length - VALUES_SHOWN;
  const shown = values.slice(0, VALUES_SHOWN).join(", ");
  return more > 0 ? `${shown} and ${count(more)} more ` : `${shown} `;
}

function Places({ uses }: { uses: DeclaredPackage["uses"] }) {
  return (
    <ul class="places">
      {uses.map(({ manifest, line, scope }) => (
        <li key={`${manifest} ${line} ${scope}`}>
          <FileLink path={manifest} line={line} />
        </li>
      ))}
    </ul>
  );
}
