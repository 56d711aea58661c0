import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    return ctx.json(await ctx.state.services.jobs.cancel(ctx.params["id"] ?? ""), { status: 202 });
  },
});
