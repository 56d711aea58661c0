import { bytes, plural, shortSha } from "../../../components/format.ts";
import { fileHref } from "../../../components/file_link.ts";
import { Section } from "../../../components/section.tsx";
import { SourceText } from "../../../components/source_text.tsx";
import { FactoryError } from "../../../lib/domain/errors.ts";
import type { GraphNeighbours } from "../../../lib/domain/wire/graph.ts";
import { SymbolQuery } from "../../../lib/domain/wire/search.ts";
import { SourceQuery } from "../../../lib/domain/wire/source.ts";
import { page, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

const SYMBOLS_SHOWN = 200;
const NEIGHBOURS_SHOWN = 30;

const PageQuery = SourceQuery.pick({ path: true, commit: true }).extend({
  start: SourceQuery.shape.start,
  lines: SourceQuery.shape.commit.describe("Lines to point out: `12` or `12-40`."),
});

export const handler = define.handlers({
  async GET(ctx) {
    const { projects, sources, symbols, graph } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const project = await projects.get(id);
    const query = readQuery(ctx.url, PageQuery);
    const [first, last = first] = (query.lines ?? "").split("-").map(Number);
    const marked = first !== undefined && last !== undefined && first >= 1 ? { first, last } : null;
    const file = await sources.read(id, {
      path: query.path,
      ...(query.commit === undefined ? {} : { commit: query.commit }),
      ...(query.start === undefined ? {} : { start: query.start }),
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
    const [definitions, imports, importers] = await Promise.all([
      current
        ? symbols.list(id, SymbolQuery.parse({ path: query.path, limit: SYMBOLS_SHOWN }))
        : null,
      neighbours("dependencies"),
      neighbours("dependents"),
    ]);
    return page({
      project,
      file,
      marked,
      current,
      definitions: definitions?.items ?? [],
      imports,
      importers,
    });
  },
});

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
  { data: { project, file, marked, current, definitions, imports, importers } },
) => {
  const home = `/projects/${encodeURIComponent(project.id)}`;
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return (
    <>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/">Projects</a> / <a href={home}>{project.name}</a> /{" "}
            {file.path.slice(0, file.path.length - name.length) || "root"}
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
      {!current && (
        <p class="note note-amber" role="status">
          The project's map has another commit by now.{" "}
          <a href={fileHref(project.id, file.path)}>Show the file as it is there</a>
        </p>
      )}
      <div class="file-page">
        <div class="file-text">
          <SourceText file={file} marked={marked} />
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
        </div>
      </div>
    </>
  );
});

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
