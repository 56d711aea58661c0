import { ProjectCreate, ProjectQuery } from "../../../lib/domain/wire/project.ts";
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
