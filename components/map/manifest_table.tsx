import { ecosystemLabel } from "../ecosystems.ts";
import { FileLink } from "../file_link.tsx";
import { count } from "../format.ts";
import { ScrollTable } from "../scroll_table.tsx";

export interface ManifestRow {
  path: string;
  name: string | null;
  version: string | null;
  license: string | null;
  ecosystem: string;
  /** How many packages it declares. */
  declares: number;
}

export function ManifestTable({ manifests }: { manifests: readonly ManifestRow[] }) {
  return (
    <ScrollTable caption="Package manifests">
      <thead>
        <tr>
          <th scope="col">Manifest</th>
          <th scope="col">Package</th>
          <th scope="col">Version</th>
          <th scope="col">Licence</th>
          <th scope="col">Ecosystem</th>
          <th scope="col" class="number">Declares</th>
        </tr>
      </thead>
      <tbody>
        {manifests.map((manifest) => (
          <tr key={`${manifest.path} ${manifest.ecosystem}`}>
            <th scope="row">
              <FileLink path={manifest.path} />
            </th>
            <td>{manifest.name ?? <span class="muted">unnamed</span>}</td>
            <td>{manifest.version ?? ""}</td>
            <td>{manifest.license ?? ""}</td>
            <td>{ecosystemLabel(manifest.ecosystem)}</td>
            <td class="number">{count(manifest.declares)}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
