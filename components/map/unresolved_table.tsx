import { FileLink } from "../file_link.tsx";
import { ScrollTable } from "../scroll_table.tsx";

export interface UnresolvedImport {
  specifier: string;
  path: string;
  line: number;
  reason: string;
}

export function UnresolvedTable({ imports }: { imports: readonly UnresolvedImport[] }) {
  return (
    <ScrollTable caption="Unresolved imports">
      <thead>
        <tr>
          <th scope="col">Import</th>
          <th scope="col">Where</th>
          <th scope="col">Reason</th>
        </tr>
      </thead>
      <tbody>
        {imports.map((item) => (
          <tr key={`${item.path}:${item.line} ${item.specifier}`}>
            <th scope="row">
              <code>{item.specifier}</code>
            </th>
            <td>
              <FileLink path={item.path} line={item.line} />
            </td>
            <td>{item.reason}</td>
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}
