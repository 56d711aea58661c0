import type { MapCoChange } from "../../lib/domain/wire/system_map.ts";
import { FileLink } from "../file_link.tsx";
import { count, percent } from "../format.ts";
import { ScrollTable } from "../scroll_table.tsx";

/** Pairs of files that change together. */
export function CoChangeTable({ pairs }: { pairs: readonly MapCoChange[] }) {
  return (
    <ScrollTable caption="Files that change together, most often first">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">changes with</th>
          <th scope="col" class="number">Together</th>
          <th scope="col" class="number" title="Of the commits of the file that changes less often">
            Of its commits
          </th>
          <th scope="col">Import</th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ files: [one, other], commits, confidence, linked, cross_component }) => (
          <tr key={`${one}\n${other}`}>
            <th scope="row">
              <FileLink path={one} />
            </th>
            <td>
              <FileLink path={other} />
            </td>
            <td class="number">{count(commits)}</td>
            <td class="number">{percent(confidence)}</td>
            <td>
              {linked ? "yes" : cross_component ? "none, and other component" : "none"}
            </td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
