import type { ComponentChildren } from "preact";
import { FileLink, ProjectFiles } from "./file_link.tsx";
import { projectHref, type ProjectPage } from "./project_href.ts";

/** A part of the map with its anchor; `lead` says in a sentence what there is to see. */
export function Section(
  { id, title, lead, children }: {
    id: string;
    title: string;
    lead?: ComponentChildren;
    children?: ComponentChildren;
  },
) {
  return (
    <section id={id} class="section" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {lead !== undefined && <p class="lead">{lead}</p>}
      {children}
    </section>
  );
}

/** The way from a part of the overview to the page that has all of it. */
export function MoreLink({ page, children }: { page: ProjectPage; children: ComponentChildren }) {
  return (
    <ProjectFiles.Consumer>
      {(projectId) =>
        projectId === null ? null : (
          <p class="more">
            <a href={projectHref(projectId, page)}>{children}</a>
          </p>
        )}
    </ProjectFiles.Consumer>
  );
}

/** Rows that are seen at once; the long tail behind them is folded away. */
const ROWS_SHOWN = 12;

interface BarRow {
  label: string;
  value: number;
  note?: string;
  /** True where the label is a file's path. */
  file?: boolean;
}

/** A list of figures, the largest first, with a bar each: the figure is the length. */
export function BarList(
  { rows, unit, caption }: { rows: readonly BarRow[]; unit: string; caption: string },
) {
  const largest = Math.max(1, ...rows.map((row) => row.value));
  const tail = rows.slice(ROWS_SHOWN);
  return (
    <>
      <Bars rows={rows.slice(0, ROWS_SHOWN)} unit={unit} caption={caption} largest={largest} />
      {tail.length > 0 && (
        <details>
          <summary>{tail.length} more</summary>
          <Bars rows={tail} unit={unit} caption={`${caption}, continued`} largest={largest} />
        </details>
      )}
    </>
  );
}

function Bars(
  { rows, unit, caption, largest }: {
    rows: readonly BarRow[];
    unit: string;
    caption: string;
    largest: number;
  },
) {
  return (
    <table class="bars">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="visually-hidden">Name</span>
          </th>
          <th scope="col">
            <span class="visually-hidden">Share of the largest</span>
          </th>
          <th scope="col" class="number">{unit}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">
              {row.file ? <FileLink path={row.label} /> : <code>{row.label}</code>}
              {row.note !== undefined && <span class="muted small">{row.note}</span>}
            </th>
            <td class="bar-cell">
              <svg class="bar" width="100%" height="8" aria-hidden="true">
                <rect width={`${(row.value / largest * 100).toFixed(1)}%`} height="8" rx="2" />
              </svg>
            </td>
            <td class="number">{row.value.toLocaleString("en")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
