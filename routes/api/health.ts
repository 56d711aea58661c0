import { define } from "../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const health = await ctx.state.services.status.health();
    return ctx.json(health, { status: health.status === "ok" ? 200 : 503 });
  },
});
