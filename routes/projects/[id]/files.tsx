import { z } from "zod";
import { fileHref } from "../../../components/file_href.ts";
import { count, plural } from "../../../components/format.ts";
import { slicePage } from "../../../components/pager.tsx";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectPageFrame } from "../../../components/project_page.tsx";
import { Section } from "../../../components/section.tsx";
import {
  type ColouringName,
  colouringOf,
  COLOURINGS,
  ledgerTones,
} from "../../../components/treemap/colours.ts";
import { chooseRows, entriesOf, heatOf, isBelow } from "../../../components/treemap/entries.ts";
import type { TreeItem } from "../../../components/treemap/layout.ts";
import { TreemapPicture } from "../../../components/treemap/picture.tsx";
import { EntriesTable, ledgerRows, LedgerTable } from "../../../components/treemap/table.tsx";
import type { CoveragePart, FilesPart } from "../../../lib/domain/wire/map_parts.ts";
import { page, readQuery } from "../../../lib/web/mod.ts";
import { pageNumber } from "../../_parts.ts";
import { define } from "../../_state.ts";

const PageQuery = z.object({
  path: z.string().max(4_096).default("").transform((path) => path.replace(/\/+$/, "")),
  colour: z.enum(COLOURINGS.map(([name]) => name)).default("language"),
  /** `all` shows data, generated and vendored files too. */
  files: z.enum(["all"]).optional(),
  page: pageNumber,
});
type Query = z.output<typeof PageQuery>;

export const handler = define.handlers({
  async GET(ctx) {
    const { projects, maps } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const project = await projects.get(id);
    const query = readQuery(ctx.url, PageQuery);
    const [part, coverage] = await Promise.all([
      maps.part(id, "files"),
      query.colour === "coverage" ? maps.part(id, "coverage") : null,
    ]);
    // A folder's address that names a file means the file.
    if (query.path !== "" && part?.path.includes(query.path)) {
      return ctx.redirect(fileHref(id, query.path));
    }
    ctx.state.title = `${query.path || "Files"} · ${project.name}`;
    return page({ project, query, part, coverage });
  },
});

export default define.page<typeof handler>(({ data: { project, query, part, coverage } }) => {
  const href = (change: Partial<Query>) => {
    const { path, colour, files, page } = { ...query, page: 1, ...change };
    return projectHref(project.id, "files", {
      path,
      colour: colour === "language" ? null : colour,
      files,
      page: page === 1 ? null : page,
    });
  };
  return (
    <ProjectPageFrame project={project} current="files" title="Files" hasMap={part !== null}>
      {part !== null && (
        <>
          <Crumbs path={query.path} hrefOf={(path) => href({ path })} />
          <nav class="tabs" aria-label="Colours">
            {COLOURINGS.map(([name, title]) => (
              <a
                key={name}
                href={href({ colour: name as ColouringName })}
                aria-current={name === query.colour ? "page" : undefined}
              >
                {title}
              </a>
            ))}
          </nav>
          {coverage !== null
            ? <Ledger {...{ projectId: project.id, part, coverage, query, href }} />
            : <Sizes {...{ projectId: project.id, part, query, href }} />}
        </>
      )}
    </ProjectPageFrame>
  );
});

interface ViewProps {
  projectId: string;
  part: FilesPart;
  query: Query;
  href: (change: Partial<Query>) => string;
}

/** Where in the tree the picture is; each folder above is a link that zooms out. */
function Crumbs({ path, hrefOf }: { path: string; hrefOf: (path: string) => string }) {
  const names = path === "" ? [] : path.split("/");
  return (
    <nav class="folder-crumbs" aria-label="Folder">
      {names.length === 0 ? <b>All files</b> : <a href={hrefOf("")}>All files</a>}
      {names.map((name, at) => (
        <>
          {" / "}
          {at === names.length - 1
            ? <b aria-current="page">{name}</b>
            : <a href={hrefOf(names.slice(0, at + 1).join("/"))}>{name}</a>}
        </>
      ))}
    </nav>
  );
}

function Sizes({ projectId, part, query, href }: ViewProps) {
  const folder = query.path;
  const all = query.files === "all";
  const rows = chooseRows(part, folder, all);
  const below = all ? rows.length : part.path.filter((path) => isBelow(path, folder)).length;
  if (below === 0) return <NoSuchFolder folder={folder} href={href} />;
  const heat = heatOf(part);
  const colouring = colouringOf(
    query.colour as Exclude<ColouringName, "coverage">,
    part,
    rows,
    heat,
  );
  const items = rows.filter((row) => part.code[row]! > 0).map((row): TreeItem => ({
    path: part.path[row]!,
    value: part.code[row]!,
    group: colouring.toneOf(row),
    words: colouring.wordsOf(row),
    opens: true,
  }));
  const lines = items.reduce((sum, { value }) => sum + value, 0);
  const entries = entriesOf(part, rows, folder, heat);
  const folders = entries.filter(({ file }) => file === null).length;
  const [largest] = entries;
  const directly = entries.length - folders;
  const places = [
    ...folders > 0 ? [`in ${plural(folders, "folder")}`] : [],
    ...directly > 0 ? [`${plural(directly, "file")} directly here`] : [],
  ];
  const summary = `${plural(rows.length, "file")} with ${plural(lines, "line")} of code${
    folders === 0 ? "" : `, ${places.join(" and ")}`
  }.${
    largest === undefined || lines === 0
      ? ""
      : ` The largest is ${largest.name} with ${count(largest.code)} lines.`
  } ${colouring.about}`;
  const left = below - rows.length;
  return (
    <>
      <p class="lead page-lead">
        {summary}
        {left > 0 && (
          <>
            {" "}
            {plural(left, "file")} of data, prose, or generated and vendored text{" "}
            {left === 1 ? "is" : "are"} left out:{" "}
            <a href={href({ files: "all" })}>show all files</a>.
          </>
        )}
        {all && (
          <>
            {" "}
            Data, prose, generated and vendored files are shown as well:{" "}
            <a href={href({ files: undefined })}>code that was written here alone</a>.
          </>
        )}
      </p>
      {items.length === 0 ? <p class="empty">No file here has a line of code.</p> : (
        <TreemapPicture
          projectId={projectId}
          items={items}
          folder={folder}
          tones={colouring.tones}
          unit="line"
          summary={summary}
          folderHref={(path) => href({ path })}
        />
      )}
      <Section id="table" title="In figures">
        <EntriesTable
          part={part}
          slice={slicePage(entries, query.page)}
          total={lines}
          folder={folder}
          folderHref={(path) => href({ path })}
          pageHref={(page) => `${href({ page })}#table`}
        />
      </Section>
    </>
  );
}

/** The coverage ledger as a picture: every entry of the commit is as large as any other. */
function Ledger(
  { projectId, part, coverage, query, href }: ViewProps & { coverage: CoveragePart },
) {
  const folder = query.path;
  const { tones, ofReason } = ledgerTones(coverage);
  const inside = <T extends { path: string }>(entries: readonly T[]) =>
    entries.filter(({ path }) => isBelow(path, folder));
  const analysed = part.path.filter((path) => isBelow(path, folder));
  const skipped = inside(coverage.skipped);
  const failed = inside(coverage.failed);
  const entry = (path: string, group: number, words: string): TreeItem => ({
    path,
    value: 1,
    group,
    words,
    opens: group === 0,
  });
  const items = [
    ...analysed.map((path) => entry(path, 0, "analysed")),
    ...failed.map(({ path, reason }) => entry(path, 1, `failed: ${reason}`)),
    ...skipped.map(({ path, reason }) => entry(path, ofReason(reason), `skipped: ${reason}`)),
  ];
  if (items.length === 0) return <NoSuchFolder folder={folder} href={href} />;
  const summary = `${plural(items.length, "entry", "entries")} of the commit: ${
    count(analysed.length)
  } analysed, ${count(skipped.length)} skipped, ${
    count(failed.length)
  } failed. Each has the same area here, because what was left out has no lines.`;
  return (
    <>
      <p class="lead page-lead">
        {summary} <a href={projectHref(projectId, "coverage")}>All of it with the reasons</a>.
      </p>
      <TreemapPicture
        projectId={projectId}
        items={items}
        folder={folder}
        tones={tones}
        unit="file"
        summary={summary}
        folderHref={(path) => href({ path })}
      />
      <Section id="table" title="In figures">
        <LedgerTable
          slice={slicePage(ledgerRows(analysed, { skipped, failed }, folder), query.page)}
          folder={folder}
          folderHref={(path) => href({ path })}
          pageHref={(page) => `${href({ page })}#table`}
        />
      </Section>
    </>
  );
}

function NoSuchFolder({ folder, href }: { folder: string; href: ViewProps["href"] }) {
  return (
    <p class="empty">
      {folder === "" ? "The map has no file." : (
        <>
          The map has no folder <code>{folder}</code>. <a href={href({ path: "" })}>All files</a>
        </>
      )}
    </p>
  );
}
