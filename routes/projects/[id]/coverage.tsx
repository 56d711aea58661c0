import { z } from "zod";
import { pathParts } from "../../../components/file_link.tsx";
import { count, percent, plural } from "../../../components/format.ts";
import { LedgerBar } from "../../../components/map/coverage.tsx";
import { UnresolvedTable } from "../../../components/map/unresolved_table.tsx";
import { Pager, slicePage } from "../../../components/pager.tsx";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectPageFrame } from "../../../components/project_page.tsx";
import { ScrollTable } from "../../../components/scroll_table.tsx";
import { Section } from "../../../components/section.tsx";
import type { CoveragePart } from "../../../lib/domain/wire/map_parts.ts";
import { page } from "../../../lib/web/mod.ts";
import { pageNumber, readPart } from "../../_parts.ts";
import { define } from "../../_state.ts";

const PageQuery = z.object({
  /** Entries that were left out for this reason only. */
  reason: z.string().max(1_000).optional(),
  page: pageNumber,
  imports: pageNumber,
});
type Query = z.output<typeof PageQuery>;

export const handler = define.handlers({
  async GET(ctx) {
    return page(await readPart(ctx, { part: "coverage", query: PageQuery, title: "Coverage" }));
  },
});

export default define.page<typeof handler>(({ data: { project, query, part } }) => (
  <ProjectPageFrame project={project} current="coverage" title="Coverage" hasMap={part !== null}>
    {part !== null && <Coverage projectId={project.id} part={part} query={query} />}
  </ProjectPageFrame>
));

interface ViewProps {
  projectId: string;
  part: CoveragePart;
  query: Query;
}

function Coverage(props: ViewProps) {
  const { part, projectId } = props;
  const { files, analysed, skipped, failed } = part;
  return (
    <>
      <p class="lead page-lead">
        Every entry of the commit is accounted for: {count(files)} = {count(analysed)} analysed +
        {" "}
        {count(skipped.length)} skipped + {count(failed.length)} failed.{" "}
        <a href={projectHref(projectId, "files", { colour: "coverage" })}>As a picture</a>
      </p>
      <LedgerBar
        files={files}
        analysed={analysed}
        skipped={skipped.length}
        failed={failed.length}
      />
      <LeftOut {...props} />
      <Languages part={part} />
      <Unresolved {...props} />
    </>
  );
}

/** What was left out, by reason, and which entries these are. */
function LeftOut({ projectId, part, query }: ViewProps) {
  const entries = [
    ...part.failed.map((entry) => ({ ...entry, outcome: "failed" })),
    ...part.skipped.map((entry) => ({ ...entry, outcome: "skipped" })),
  ];
  if (entries.length === 0) {
    return <Section id="left-out" title="Left out" lead="Nothing: every entry was analysed." />;
  }
  const reasons = [...Map.groupBy(entries, ({ outcome, reason }) => `${outcome}\n${reason}`)]
    .map(([, group]) => ({ ...group[0]!, count: group.length }))
    .sort((a, b) =>
      Number(b.outcome === "failed") - Number(a.outcome === "failed") || b.count - a.count
    );
  const shown = query.reason ? entries.filter(({ reason }) => reason === query.reason) : entries;
  const slice = slicePage(shown, query.page);
  const href = (change: Partial<Query>) =>
    `${projectHref(projectId, "coverage", { ...query, page: 1, ...change })}#left-out`;
  return (
    <Section id="left-out" title="Left out" lead="Each reason leads to its entries.">
      <ScrollTable caption="Reasons, with how many entries each left out">
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col">Outcome</th>
            <th scope="col" class="number">Entries</th>
            <th scope="col" class="number">Of the commit</th>
          </tr>
        </thead>
        <tbody>
          {reasons.map((one) => (
            <tr key={`${one.outcome} ${one.reason}`}>
              <th scope="row">
                <a
                  href={href({ reason: one.reason })}
                  aria-current={one.reason === query.reason ? "true" : undefined}
                >
                  {one.reason}
                </a>
              </th>
              <td>{one.outcome}</td>
              <td class="number">{count(one.count)}</td>
              <td class="number">{percent(one.count / Math.max(1, part.files))}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <h3>
        {query.reason
          ? (
            <>
              {plural(shown.length, "entry", "entries")}: {query.reason}{" "}
              <a href={href({ reason: "" })}>Show all reasons</a>
            </>
          )
          : `All ${plural(shown.length, "entry", "entries")}`}
      </h3>
      <ScrollTable caption="Entries that were left out">
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col">Outcome</th>
            <th scope="col">Reason</th>
          </tr>
        </thead>
        <tbody>
          {slice.rows.map(({ path, outcome, reason }) => (
            <tr key={path}>
              <th scope="row">
                <code>{pathParts(path)}</code>
              </th>
              <td>{outcome}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </ScrollTable>
      <Pager slice={slice} label="entries" hrefOf={(page) => href({ page })} />
    </Section>
  );
}

function Languages({ part: { languages } }: { part: CoveragePart }) {
  const unread = languages.filter(({ reads_imports }) => !reads_imports);
  return (
    <Section
      id="languages"
      title="How imports are read"
      lead={`${
        plural(languages.length - unread.length, "language")
      } with imports that are read and resolved; of ${
        plural(unread.length, "other")
      } only lines are counted, so nothing here depends on anything by them.`}
    >
      <ScrollTable caption="Languages, how their imports are read and where these lead">
        <thead>
          <tr>
            <th scope="col">Language</th>
            <th scope="col">Imports</th>
            <th scope="col" class="number">Files</th>
            <th scope="col" class="number">Lines</th>
            <th scope="col" class="number">To files</th>
            <th scope="col" class="number">To packages</th>
            <th scope="col" class="number">Built in</th>
            <th scope="col" class="number">Unresolved</th>
            <th scope="col" class="number">Resolved</th>
          </tr>
        </thead>
        <tbody>
          {languages.map(({ name, files, code, reads_imports, imports }) => {
            const all = imports.file + imports.package + imports.builtin + imports.unresolved;
            const figure = (value: number) => reads_imports ? count(value) : "–";
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td class="one-line">{reads_imports ? "read" : "lines only"}</td>
                <td class="number">{count(files)}</td>
                <td class="number">{count(code)}</td>
                <td class="number">{figure(imports.file)}</td>
                <td class="number">{figure(imports.package)}</td>
                <td class="number">{figure(imports.builtin)}</td>
                <td class="number">{figure(imports.unresolved)}</td>
                <td class="number">
                  {all === 0 ? "–" : percent((all - imports.unresolved) / all)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </ScrollTable>
    </Section>
  );
}

function Unresolved({ projectId, part, query }: ViewProps) {
  const { unresolved, unresolved_total } = part;
  const slice = slicePage(unresolved, query.imports);
  return (
    <Section
      id="unresolved"
      title="Unresolved imports"
      lead={unresolved_total === 0
        ? "Every import leads to a file, a package or a builtin."
        : `${
          plural(unresolved_total, "import")
        } without a target in this repository, its packages or the language itself. No edge was invented.${
          unresolved_total > unresolved.length
            ? ` The first ${count(unresolved.length)} are listed; the JSON map has all.`
            : ""
        }`}
    >
      {unresolved.length > 0 && <UnresolvedTable imports={slice.rows} />}
      <Pager
        slice={slice}
        label="imports"
        hrefOf={(imports) =>
          `${projectHref(projectId, "coverage", { ...query, imports })}#unresolved`}
      />
    </Section>
  );
}
