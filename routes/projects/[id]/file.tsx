import { bytes, plural, shortSha } from "../../../components/format.ts";
import { FilePast } from "../../../components/file_past.tsx";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectNav } from "../../../components/project_page.tsx";
import { fileHref } from "../../../components/file_href.ts";
import { Section } from "../../../components/section.tsx";
import { SourceText } from "../../../components/source_text.tsx";
import { FactoryError } from "../../../lib/domain/errors.ts";
import type { GraphNeighbours } from "../../../lib/domain/wire/graph.ts";
import { SymbolQuery } from "../../../lib/domain/wire/search.ts";
import { SOURCE_LINES_MAX, SourceQuery } from "../../../lib/domain/wire/source.ts";
import { page, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

const SYMBOLS_SHOWN = 200;
const NEIGHBOURS_SHOWN = 30;
const LINES_BEFORE = 100;

const PageQuery = SourceQuery.pick({ path: true, commit: true }).extend({
  start: SourceQuery.shape.start,
  lines: SourceQuery.shape.commit.describe("Lines to point out: `12` or `12-40`."),
});

export const handler = define.handlers({
  async GET(ctx) {
    const { projects, sources, symbols, graph, maps } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const project = await projects.get(id);
    const query = readQuery(ctx.url, PageQuery);
    const [first, last = first] = (query.lines ?? "").split("-").map(Number);
    const marked = first !== undefined && last !== undefined && first >= 1 ? { first, last } : null;
    const file = await sources.read(id, {
      path: query.path,
      ...(query.commit === undefined ? {} : { commit: query.commit }),
      start: query.start ?? startFor(marked),
    }, ctx.req.signal);
    // Symbols and graph are those of the current map.
    const current = file.commit_sha === project.last_commit;
    ctx.state.title = `${query.path} · ${project.name}`;
    const neighbours = (direction: "dependencies" | "dependents") =>
      current
        ? orNull(() =>
          graph.neighbours(id, query.path, direction, { depth: 1, limit: NEIGHBOURS_SHOWN })
        )
        : null;
    const [definitions, imports, importers, part] = await Promise.all([
      current
        ? symbols.list(id, SymbolQuery.parse({ path: query.path, limit: SYMBOLS_SHOWN }))
        : null,
      neighbours("dependencies"),
      neighbours("dependents"),
      current ? maps.part(id, "files") : null,
    ]);
    // Not at start-up: no other page colours anything.
    const { highlightLines } = await import("../../../components/highlight.ts");
    return page({
      project,
      file,
      lines: highlightLines(file.text, file.language),
      marked,
      current,
      definitions: definitions?.items ?? [],
      imports,
      importers,
      part,
    });
  },
});

/** A long file begins shortly before the lines that are pointed out, should they be far down. */
function startFor(marked: { first: number } | null): number {
  return marked === null || marked.first < SOURCE_LINES_MAX - LINES_BEFORE
    ? 1
    : marked.first - LINES_BEFORE;
}

/** A file that the graph does not know has no neighbours to show. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FactoryError) return null;
    throw error;
  }
}

export default define.page<typeof handler>((
  { data: { project, file, lines, marked, current, definitions, imports, importers, part } },
) => {
  const home = `/projects/${encodeURIComponent(project.id)}`;
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return (
    <>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/">Projects</a> / <a href={home}>{project.name}</a> /{" "}
            <FolderCrumbs projectId={project.id} path={file.path} />
          </p>
          <h1>{name}</h1>
          <p class="facts">
            {file.language !== null && <span>{file.language}</span>}
            <span>{plural(file.total_lines, "line")}</span>
            <span>{bytes(file.bytes)}</span>
            <span>
              at commit <code title={file.commit_sha}>{shortSha(file.commit_sha)}</code>
            </span>
          </p>
        </div>
      </div>
      <ProjectNav projectId={project.id} current="files" />
      {!current && (
        <p class="note note-amber" role="status">
          The project's map has another commit by now.{" "}
          <a href={fileHref(project.id, file.path)}>Show the file as it is there</a>
        </p>
      )}
      <div class="file-page">
        <div class="file-text">
          <SourceText file={file} lines={lines} marked={marked} />
          {(file.start_line > 1 || file.truncated) && (
            <p class="actions">
              {file.start_line > 1 && (
                <a
                  class="button"
                  href={fileHref(project.id, file.path, { commit: file.commit_sha })}
                >
                  From the beginning
                </a>
              )}
              {file.truncated && (
                <a
                  class="button"
                  href={`${fileHref(project.id, file.path, { commit: file.commit_sha })}&start=${
                    file.end_line + 1
                  }`}
                >
                  Lines from {file.end_line + 1}
                </a>
              )}
            </p>
          )}
        </div>
        <div class="file-aside">
          {definitions.length > 0 && (
            <Section id="symbols" title="Defines">
              <ul class="outline">
                {definitions.map((one) => (
                  <li key={`${one.line} ${one.name}`}>
                    <a href={`#L${one.line}`}>
                      {one.container !== null && `${one.container}.`}
                      {one.name}
                    </a>{" "}
                    <span class="muted small">{one.kind}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <Neighbours
            id="imported-by"
            title="Imported by"
            found={importers}
            projectId={project.id}
            side="from"
          />
          <Neighbours
            id="imports"
            title="Imports"
            found={imports}
            projectId={project.id}
            side="to"
          />
          <FilePast
            projectId={project.id}
            path={file.path}
            commit={file.commit_sha}
            part={part}
          />
        </div>
      </div>
    </>
  );
});

/** The folders that the file is in, each as a link to what it holds. */
function FolderCrumbs({ projectId, path }: { projectId: string; path: string }) {
  const names = path.split("/").slice(0, -1);
  if (names.length === 0) return <a href={projectHref(projectId, "files")}>root</a>;
  return (
    <>
      {names.map((name, at) => (
        <>
          {at > 0 && " / "}
          <a href={projectHref(projectId, "files", { path: names.slice(0, at + 1).join("/") })}>
            {name}
          </a>
        </>
      ))}
    </>
  );
}

function Neighbours(
  { id, title, found, projectId, side }: {
    id: string;
    title: string;
    found: GraphNeighbours | null;
    projectId: string;
    side: "from" | "to";
  },
) {
  if (found === null || found.total + found.outside.length === 0) return null;
  const rest = found.total - found.items.length;
  return (
    <Section id={id} title={title}>
      <ul class="outline">
        {found.items.map(({ path, edge }) => (
          <li key={path}>
            <a
              href={side === "from"
                ? fileHref(projectId, path, { lines: edge.line })
                : fileHref(projectId, path)}
            >
              {path}
            </a>{" "}
            <span class="muted small">
              line {edge.line}
              {edge.type_only && ", types only"}
            </span>
          </li>
        ))}
        {found.outside.map(({ name, line, resolution }) => (
          <li key={`${name} ${line}`}>
            <code>{name}</code>{" "}
            <span class="muted small">
              <a href={`#L${line}`}>line {line}</a>, {resolution}
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 && <p class="muted small">and {plural(rest, "more file")}</p>}
    </Section>
  );
}
