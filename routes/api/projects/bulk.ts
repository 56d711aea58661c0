import { ProjectBulkCreate, ProjectBulkResult } from "../../../lib/domain/wire/project.ts";
import { readJson } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const body = await readJson(ctx.req, ProjectBulkCreate);
    return ctx.json(await ctx.state.services.portfolio.addMany(body, ctx.req.signal));
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "registerProjects",
    tag: "Projects",
    summary: "Register many projects and start their first analyses",
    description:
      "Each address is registered, is there already, or is refused with its reason; one " +
      "that is refused holds up no other. Sent again, all are there already. Hosts are looked up " +
      "for 45 seconds in all: what comes too late is refused as `git_unreachable`, to be sent again.",
    body: ProjectBulkCreate,
    answers: { 200: { description: "What became of each address.", body: ProjectBulkResult } },
  },
});
