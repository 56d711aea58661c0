import { ProjectDetail } from "../../../lib/domain/wire/github.ts";
import { type Project, ProjectChange, ProjectReplace } from "../../../lib/domain/wire/project.ts";
import { readJson } from "../../../lib/web/mod.ts";
import { define, type State } from "../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const project = await ctx.state.services.projects.get(ctx.params["id"] ?? "");
    return ctx.json(await inFull(ctx.state, project));
  },

  async PUT(ctx) {
    const id = ctx.params["id"] ?? "";
    // First: an unknown project is 404 whatever the body holds.
    await ctx.state.services.projects.get(id);
    const body = await readJson(ctx.req, ProjectReplace);
    const project = await ctx.state.services.projects.replace(id, body);
    return ctx.json(await inFull(ctx.state, project));
  },

  async PATCH(ctx) {
    const id = ctx.params["id"] ?? "";
    await ctx.state.services.projects.get(id);
    const body = await readJson(ctx.req, ProjectChange);
    const project = await ctx.state.services.projects.change(id, body);
    return ctx.json(await inFull(ctx.state, project));
  },

  async DELETE(ctx) {
    await ctx.state.services.projects.remove(ctx.params["id"] ?? "");
    return new Response(null, { status: 204 });
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getProject",
    tag: "Projects",
    summary: "Get a project",
    params: { id: "The project's id." },
    answers: { 200: { description: "The project.", body: ProjectDetail } },
    errors: ["project_not_found"],
  },
  PUT: {
    id: "replaceProject",
    tag: "Projects",
    summary: "Replace name, description and branch",
    description:
      "What is left out goes back to its default, but for tags, which stay as they are. " +
      "Another branch is analysed at once.",
    params: { id: "The project's id." },
    body: ProjectReplace,
    answers: { 200: { description: "The project as it is now.", body: ProjectDetail } },
    errors: ["project_not_found"],
  },
  PATCH: {
    id: "changeProject",
    tag: "Projects",
    summary: "Change a project's tags, or any other of its fields",
    description: "What is left out stays as it is. Another branch is analysed at once.",
    params: { id: "The project's id." },
    body: ProjectChange,
    answers: { 200: { description: "The project as it is now.", body: ProjectDetail } },
    errors: ["project_not_found"],
  },
  DELETE: {
    id: "deleteProject",
    tag: "Projects",
    summary: "Delete a project",
    description: "Stops its jobs and removes its maps and its clone.",
    params: { id: "The project's id." },
    answers: { 204: { description: "It is gone." } },
    errors: ["project_not_found"],
  },
});

async function inFull({ services }: State, project: Project): Promise<ProjectDetail> {
  return { ...project, github: await services.github.facts(project.id) };
}
