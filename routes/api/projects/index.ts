import {
  ProjectCreate,
  ProjectList,
  ProjectQuery,
  ProjectWithJob,
} from "../../../lib/domain/wire/project.ts";
import { readJson, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.projects.list(readQuery(ctx.url, ProjectQuery)));
  },

  async POST(ctx) {
    const body = await readJson(ctx.req, ProjectCreate);
    const { project, job } = await ctx.state.services.projects.register(body);
    return ctx.json(job === null ? project : { ...project, job }, {
      status: 201,
      headers: { location: `/api/projects/${project.id}` },
    });
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "listProjects",
    tag: "Projects",
    summary: "List projects, newest first or as sorted",
    query: ProjectQuery,
    answers: { 200: { description: "One page of projects.", body: ProjectList } },
  },
  POST: {
    id: "registerProject",
    tag: "Projects",
    summary: "Register a project and start its first analysis",
    description: "A private repository takes its token in the address " +
      "(`https://user:token@host/path`); it is kept apart and never shown again.",
    body: ProjectCreate,
    answers: {
      201: {
        description: "The project and, where it has a repository, its first job.",
        body: ProjectWithJob,
        headers: { Location: "The project's path." },
      },
    },
    errors: ["url_invalid", "url_refused", "repository_taken"],
  },
});
