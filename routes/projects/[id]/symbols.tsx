import { FileLink } from "../../../components/file_link.tsx";
import { plural } from "../../../components/format.ts";
import { PAGE_ROWS } from "../../../components/pager.tsx";
import { NameField } from "../../../components/name_field.tsx";
import { projectHref } from "../../../components/project_href.ts";
import { ProjectPageFrame } from "../../../components/project_page.tsx";
import { ScrollTable } from "../../../components/scroll_table.tsx";
import { FactoryError } from "../../../lib/domain/errors.ts";
import type { List } from "../../../lib/domain/wire/common.ts";
import { type SymbolEntry, SymbolQuery } from "../../../lib/domain/wire/search.ts";
import { SYMBOL_KINDS } from "../../../lib/domain/wire/symbol.ts";
import { page, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

/** A form sends what nobody chose as an empty text. */
const PageQuery = SymbolQuery.pick({ path: true, q: true, cursor: true }).extend({
  kind: SymbolQuery.shape.kind.or(SymbolQuery.shape.q.unwrap().length(0)),
});

export const handler = define.handlers({
  async GET(ctx) {
    const { projects, symbols } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const project = await projects.get(id);
    const query = readQuery(ctx.url, PageQuery);
    ctx.state.title = `Symbols of ${project.name}`;
    const { path, q, kind, cursor } = query;
    const wanted = SymbolQuery.parse({
      path: path || undefined,
      q,
      kind: kind || undefined,
      cursor,
      limit: PAGE_ROWS,
    });
    try {
      const found = await symbols.list(id, wanted);
      return page({ project, query, found, hasMap: project.last_commit !== null });
    } catch (error) {
      // A cursor that was cut short in a message is no reason for an error page.
      const isCursor = error instanceof FactoryError && error.code === "invalid_fields" &&
        cursor !== undefined;
      if (!isCursor) throw error;
      return ctx.redirect(projectHref(id, "symbols", { path, q, kind }));
    }
  },
});

export default define.page<typeof handler>(({ data: { project, query, found, hasMap } }) => (
  <ProjectPageFrame
    project={project}
    current="symbols"
    title="Symbols"
    lead={
      <>
        Definitions of functions, classes, types and more, in the order of their files. For the best
        match first, <a href="/search">search all projects</a>.
      </>
    }
    hasMap={hasMap}
  >
    <form method="get" class="filters page-filters" role="search" aria-label="Symbols">
      <NameField value={query.q} />
      <label>
        Kind
        <select name="kind">
          <option value="">All kinds</option>
          {SYMBOL_KINDS.map((kind) => (
            <option key={kind} value={kind} selected={kind === query.kind}>{kind}</option>
          ))}
        </select>
      </label>
      <label>
        File
        <input
          type="text"
          name="path"
          defaultValue={query.path ?? ""}
          placeholder="src/main.ts"
          maxLength={4_096}
          autocomplete="off"
          spellcheck={false}
        />
      </label>
      <button type="submit">Show</button>
    </form>
    <Symbols projectId={project.id} query={query} found={found} />
  </ProjectPageFrame>
));

function Symbols(
  { projectId, query: { path, q, kind, cursor }, found }: {
    projectId: string;
    query: { path?: string; q?: string; kind?: string; cursor?: string };
    found: List<SymbolEntry>;
  },
) {
  const { items, next_cursor } = found;
  const asked = Boolean(path || q || kind);
  return (
    <>
      {items.length > 0 && (
        <ScrollTable caption="Symbols, by file and line">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Kind</th>
              <th scope="col">Exported</th>
              <th scope="col">Where</th>
              <th scope="col" class="number">Lines</th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={`${one.path}:${one.line} ${one.name}`}>
                <th scope="row">
                  <code>
                    {one.container !== null && (
                      <>
                        <span class="muted">{one.container}.</span>
                        <wbr />
                      </>
                    )}
                    {one.name}
                  </code>
                </th>
                <td>{one.kind}</td>
                <td>{one.exported ? "yes" : ""}</td>
                <td>
                  <FileLink path={one.path} line={one.line} />
                </td>
                <td class="number">{one.end_line - one.line + 1}</td>
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
      {items.length === 0 && next_cursor === null && (
        <p class="empty">
          {asked || cursor !== undefined
            ? (
              <>
                No symbol is like this. <a href={projectHref(projectId, "symbols")}>Show all</a>
              </>
            )
            : "No definition was found: the languages here have none that are read."}
        </p>
      )}
      {items.length === 0 && next_cursor !== null && (
        <p class="muted">None so far; not all files have been looked through.</p>
      )}
      {(next_cursor !== null || cursor !== undefined) && (
        <nav class="pager" aria-label="Pages of symbols">
          <span class="muted small">{plural(items.length, "symbol")} on this page</span>
          {cursor !== undefined && (
            <a class="button" href={projectHref(projectId, "symbols", { path, q, kind })}>
              From the beginning
            </a>
          )}
          {next_cursor !== null && (
            <a
              class="button"
              rel="next"
              href={projectHref(projectId, "symbols", { path, q, kind, cursor: next_cursor })}
            >
              More<span class="visually-hidden">symbols</span>
            </a>
          )}
        </nav>
      )}
    </>
  );
}
