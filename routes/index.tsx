import { Welcome } from "../components/welcome.tsx";
import { FactoryError } from "../lib/domain/errors.ts";
import { HealthStatus } from "../lib/domain/wire/common.ts";
import { ProjectCreate } from "../lib/domain/wire/project.ts";
import { page } from "../lib/web/mod.ts";
import AddProject, { type AddProjectProps } from "../islands/AddProject.tsx";
import ProjectList, { type ProjectListProps } from "../islands/ProjectList.tsx";
import { readForm } from "./_forms.ts";
import { define, type State } from "./_state.ts";

const PAGE = 200;
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

async function loadList(state: State, url: URL): Promise<ProjectListProps> {
  const { projects, status } = state.services;
  const now = await status.snapshot();
  state.title = "Projects";
  state.seen = { cursor: now.cursor, instance: now.instance };
  const q = (url.searchParams.get("q") ?? "").trim().slice(0, PAGE);
  const health = HealthStatus.safeParse(url.searchParams.get("health")).data ?? "";
  const cursor = url.searchParams.get("cursor") ?? undefined;
  const list = await projects.list({
    limit: PAGE,
    q: q || undefined,
    health: health || undefined,
    cursor,
  });
  const next = new URLSearchParams(url.searchParams);
  if (list.next_cursor !== null) next.set("cursor", list.next_cursor);
  return {
    projects: list.items,
    jobs: now.active_jobs,
    q,
    health,
    complete: list.next_cursor === null && q === "" && health === "" && cursor === undefined,
    next: list.next_cursor === null ? null : `/?${next}`,
  };
}

export default define.page<typeof handler>(({ data }) => (
  <>
    <div class="page-head">
      <h1>Projects</h1>
    </div>
    <AddProject {...data.add} />
    <ProjectList {...data.list} />
    {data.list.complete && data.list.projects.length === 0 && <Welcome />}
  </>
));
