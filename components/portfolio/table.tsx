import type { ProjectSort } from "../../lib/domain/wire/project.ts";
import { portfolioHref, type PortfolioState } from "./query.ts";
import { PortfolioRow, type RowProps } from "./row.tsx";

/** The columns, with the two orders of each; the first is what a click on it asks for first. */
const COLUMNS: readonly { title: string; class?: string; sorts?: [ProjectSort, ProjectSort] }[] = [
  { title: "Project", sorts: ["name", "-name"] },
  { title: "Health", sorts: ["health", "-health"] },
  { title: "Trend" },
  { title: "Languages" },
  { title: "Code", class: "number", sorts: ["-size", "size"] },
  { title: "Commits, 26 weeks", sorts: ["-activity", "activity"] },
  { title: "Analysed", sorts: ["-analysed", "analysed"] },
];

/** Projects in rows; on a phone in cards (static/app.css). */
export function PortfolioTable(
  { entries, state }: { entries: readonly Omit<RowProps, "tagHref">[]; state: PortfolioState },
) {
  const tagHref = (tag: string) => portfolioHref(state, { tag });
  return (
    <table class="projects" role="table" aria-label="Projects">
      <thead role="rowgroup">
        <tr role="row">
          {COLUMNS.map((column) => (
            <th
              key={column.title}
              scope="col"
              role="columnheader"
              class={column.class}
              aria-sort={column.sorts?.includes(state.sort)
                ? state.sort.startsWith("-") ? "descending" : "ascending"
                : undefined}
            >
              <ColumnTitle {...column} state={state} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" id="portfolio-rows">
        {entries.map((entry) => (
          <PortfolioRow
            key={entry.project.id}
            {...entry}
            tagHref={tagHref}
          />
        ))}
      </tbody>
    </table>
  );
}

function ColumnTitle(
  { title, sorts, state }: {
    title: string;
    sorts?: [ProjectSort, ProjectSort];
    state: PortfolioState;
  },
) {
  if (sorts === undefined) return <>{title}</>;
  const [first, second] = sorts;
  const sorted = sorts.includes(state.sort);
  return (
    <a
      id={`sort-${first}`}
      class="sort"
      href={portfolioHref(state, { sort: state.sort === first ? second : first })}
    >
      {title}
      {sorted && (
        <svg class="sort-mark" viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
          <path d={state.sort.startsWith("-") ? "M0 2h8L4 7z" : "M0 6h8L4 1z"} />
        </svg>
      )}
    </a>
  );
}
