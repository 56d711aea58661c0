import { ProjectReplace } from "../../../lib/domain/wire/project.ts";
import { readJson } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.projects.get(ctx.params["id"] ?? ""));
  },

  async PUT(ctx) {
    const id = ctx.params["id"] ?? "";
    // First: an unknown project is 404 whatever the body holds.
    await ctx.state.services.projects.get(id);
    const body = await readJson(ctx.req, ProjectReplace);
    return ctx.json(await ctx.state.services.projects.replace(id, body));
  },

  async DELETE(ctx) {
    await ctx.state.services.projects.remove(ctx.params["id"] ?? "");
    return new Response(null, { status: 204 });
  },
});
