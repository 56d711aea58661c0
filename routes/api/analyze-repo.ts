import { AnalyzeRequest } from "../../lib/domain/wire/project.ts";
import { readJson } from "../../lib/web/mod.ts";
import { define } from "../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const body = await readJson(ctx.req, AnalyzeRequest);
    const job = await ctx.state.services.analyses.request(body);
    return ctx.json(job, { status: 202, headers: { location: `/api/jobs/${job.id}` } });
  },
});
