import { plural } from "../components/format.ts";
import { PortfolioFilters } from "../components/portfolio/filters.tsx";
import { isFiltered, portfolioHref, type PortfolioState } from "../components/portfolio/query.ts";
import { PortfolioTable } from "../components/portfolio/table.tsx";
import { Welcome } from "../components/welcome.tsx";
import { FactoryError } from "../lib/domain/errors.ts";
import { ProjectCreate, ProjectQuery } from "../lib/domain/wire/project.ts";
import { page } from "../lib/web/mod.ts";
import AddProject, { type AddProjectProps } from "../islands/AddProject.tsx";
import Portfolio from "../islands/Portfolio.tsx";
import { readForm } from "./_forms.ts";
import { define, type State } from "./_state.ts";

/** Projects of one page. */
const PAGE = 50;
const BLANK: AddProjectProps = { values: { repo_url: "", name: "", branch: "" }, problem: null };

export const handler = define.handlers({
  async GET(ctx) {
    return page({ add: BLANK, list: await loadList(ctx.state, ctx.url) });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    const values = {
      repo_url: form.get("repo_url") ?? "",
      name: form.get("name") ?? "",
      branch: form.get("branch") ?? "",
    };
    const problem = await register(ctx.state, values);
    if (problem === null) return ctx.redirect("/");
    const list = await loadList(ctx.state, new URL("/", ctx.url));
    return page({ add: { values, problem }, list }, { status: 422 });
  },
});

/** Registers what the form says; the words to show at a field where that is refused. */
async function register(
  state: State,
  values: AddProjectProps["values"],
): Promise<AddProjectProps["problem"]> {
  const parsed = ProjectCreate.safeParse({
    repo_url: values.repo_url,
    name: values.name || undefined,
    branch: values.branch || undefined,
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      field: fieldOf(String(issue?.path[0])),
      message: issue?.message ?? "This field is not valid.",
      remedy: null,
    };
  }
  try {
    await state.services.projects.register(parsed.data);
    return null;
  } catch (error) {
    if (!(error instanceof FactoryError) || error.code === "internal") throw error;
    const first = error.errors[0];
    return {
      field: fieldOf(first?.pointer.slice(1) ?? "repo_url"),
      message: error.message,
      remedy: error.remedy,
    };
  }
}

function fieldOf(name: string): "repo_url" | "name" | "branch" {
  return name === "name" || name === "branch" ? name : "repo_url";
}

/** The list that the address asks for; what it asks wrongly counts as not asked. */
async function loadList(ctx: State, url: URL) {
  const { services } = ctx;
  const now = await services.status.snapshot();
  ctx.title = "Projects";
  ctx.seen = { cursor: now.cursor, instance: now.instance };
  const asked = (name: string) => url.searchParams.get(name) || undefined;
  const fields = ProjectQuery.shape;
  const query = {
    limit: PAGE,
    q: fields.q.safeParse(asked("q")?.slice(0, 200)).data,
    health: fields.health.safeParse(asked("health")).data,
    language: fields.language.safeParse(asked("language")).data,
    tag: fields.tag.safeParse(asked("tag")).data,
    sort: fields.sort.catch("-added").parse(asked("sort")),
    cursor: asked("cursor"),
  };
  const view = await services.portfolio.view(query);
  const state: PortfolioState = {
    q: query.q ?? "",
    health: query.health ?? "",
    language: query.language ?? "",
    tag: query.tag ?? "",
    sort: query.sort,
    cursor: query.cursor ?? "",
  };
  return { ...view, state };
}

export default define.page<typeof handler>(({ data: { add, list } }) => {
  const { state, items, found, next_cursor } = list;
  const filtered = isFiltered(state);
  const some = items.length > 0;
  return (
    <>
      <div class="page-head">
        <h1>Projects</h1>
        <div class="actions">
          <a class="button" href="/projects/add">Add many</a>
          <a class="button" href="/projects/import">Import from GitHub</a>
        </div>
      </div>
      <AddProject {...add} />
      <section id="portfolio" aria-label="All projects">
        <PortfolioFilters
          state={state}
          tags={list.tags}
          languages={list.languages}
          shown={some || filtered}
        />
        <p id="portfolio-count" class="muted small" role="status">
          {filtered ? `${plural(found, "project")} found` : some ? plural(found, "project") : ""}
        </p>
        <div id="portfolio-list">
          {some && <PortfolioTable entries={items} state={state} />}
          {!some && filtered && (
            <p class="empty">
              No project matches. Try fewer letters, or <a href="/">show all projects</a>.
            </p>
          )}
          {!some && !filtered && state.cursor === "" && <Welcome />}
          <p class="pager">
            {state.cursor !== "" && (
              <a class="button" id="to-first" href={portfolioHref(state, {})}>First page</a>
            )}
            {next_cursor !== null && (
              <a class="button" id="to-next" href={portfolioHref(state, { cursor: next_cursor })}>
                Next {PAGE}
              </a>
            )}
          </p>
        </div>
      </section>
      <Portfolio />
    </>
  );
});
