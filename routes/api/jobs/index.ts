import { JobQuery } from "../../../lib/domain/wire/job.ts";
import { readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.jobs.list(readQuery(ctx.url, JobQuery)));
  },
});
