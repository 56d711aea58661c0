import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.jobs.get(ctx.params["id"] ?? ""));
  },
});
