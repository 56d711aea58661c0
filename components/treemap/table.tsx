import type { LedgerEntry } from "../../lib/domain/wire/system_map.ts";
import type { FilesPart } from "../../lib/domain/wire/map_parts.ts";
import { FileLink } from "../file_link.tsx";
import { count, percent } from "../format.ts";
import { Pager, type Slice } from "../pager.tsx";
import { ScrollTable } from "../scroll_table.tsx";
import type { Entry } from "./entries.ts";

/** The treemap's twin: what lies directly in the folder, in figures. */
export function EntriesTable(
  { part, slice, total, folder, folderHref, pageHref }: {
    part: FilesPart;
    slice: Slice<Entry>;
    /** Lines of the whole folder. */
    total: number;
    folder: string;
    folderHref: (path: string) => string;
    pageHref: (page: number) => string;
  },
) {
  return (
    <>
      <ScrollTable caption={`What ${folder || "the repository"} holds, most code first`}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="number">Files</th>
            <th scope="col" class="number">Lines</th>
            <th scope="col" class="number">Share</th>
            <th scope="col">Language</th>
            <th scope="col" class="number" title="File by file, of the last 12 months">Commits</th>
            <th scope="col" class="number" title="Highest hotspot score">Heat</th>
            <th scope="col" class="number" title="Lines of tests">Tests</th>
            <th scope="col" class="name-cell">Main author</th>
          </tr>
        </thead>
        <tbody>
          {slice.rows.map((entry) => (
            <tr key={entry.path}>
              <th scope="row">
                {entry.file === null
                  ? (
                    <a class="file-link" href={folderHref(entry.path)}>
                      <code>{entry.name}/</code>
                    </a>
                  )
                  : <FileLink path={entry.path} name={entry.name} />}
              </th>
              <td class="number">{count(entry.files)}</td>
              <td class="number">{count(entry.code)}</td>
              <td class="number">{percent(total === 0 ? 0 : entry.code / total)}</td>
              <td>{part.languages[entry.language]?.name ?? ""}</td>
              <td class="number">{count(entry.recent)}</td>
              <td class="number">{entry.heat === 0 ? "–" : percent(entry.heat)}</td>
              <td class="number">{entry.test === 0 ? "–" : count(entry.test)}</td>
              <td>{part.authors[entry.owner] ?? "–"}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <Pager slice={slice} label="folders and files" hrefOf={pageHref} />
    </>
  );
}

export interface LedgerRow {
  path: string;
  name: string;
  isFile: boolean;
  analysed: number;
  skipped: number;
  failed: number;
  /** Of the first entry that was left out. */
  reason: string | null;
}

/** What lies directly in the folder: how much of it was analysed, and why not the rest. */
export function ledgerRows(
  analysed: readonly string[],
  { skipped, failed }: { skipped: readonly LedgerEntry[]; failed: readonly LedgerEntry[] },
  folder: string,
): LedgerRow[] {
  const start = folder === "" ? 0 : folder.length + 1;
  const rows = new Map<string, LedgerRow>();
  const add = (path: string, kind: "analysed" | "skipped" | "failed", reason: string | null) => {
    const slash = path.indexOf("/", start);
    const top = slash < 0 ? path : path.slice(0, slash);
    let row = rows.get(top);
    if (row === undefined) {
      row = {
        path: top,
        name: top.slice(start),
        isFile: slash < 0,
        analysed: 0,
        skipped: 0,
        failed: 0,
        reason: null,
      };
      rows.set(top, row);
    }
    row[kind]++;
    row.reason ??= reason;
  };
  for (const path of analysed) add(path, "analysed", null);
  for (const { path, reason } of skipped) add(path, "skipped", reason);
  for (const { path, reason } of failed) add(path, "failed", reason);
  return [...rows.values()].sort((a, b) =>
    b.failed - a.failed || b.skipped - a.skipped || b.analysed - a.analysed ||
    (a.path < b.path ? -1 : 1)
  );
}

export function LedgerTable(
  { slice, folder, folderHref, pageHref }: {
    slice: Slice<LedgerRow>;
    folder: string;
    folderHref: (path: string) => string;
    pageHref: (page: number) => string;
  },
) {
  return (
    <>
      <ScrollTable caption={`How ${folder || "the repository"} was read, what was left out first`}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col" class="number">Analysed</th>
            <th scope="col" class="number">Skipped</th>
            <th scope="col" class="number">Failed</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {slice.rows.map((row) => (
            <tr key={row.path}>
              <th scope="row">
                {!row.isFile
                  ? (
                    <a class="file-link" href={folderHref(row.path)}>
                      <code>{row.name}/</code>
                    </a>
                  )
                  : row.analysed > 0
                  ? <FileLink path={row.path} name={row.name} />
                  : <code>{row.name}</code>}
              </th>
              <td class="number">{count(row.analysed)}</td>
              <td class="number">{count(row.skipped)}</td>
              <td class="number">{count(row.failed)}</td>
              <td>
                {row.isFile || row.skipped + row.failed < 2 ? row.reason : "several, see inside"}
              </td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <Pager slice={slice} label="folders and files" hrefOf={pageHref} />
    </>
  );
}
