import { Health } from "../../lib/domain/wire/status.ts";
import { define } from "../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const health = await ctx.state.services.status.health();
    return ctx.json(health, { status: health.status === "ok" ? 200 : 503 });
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getHealth",
    tag: "Server",
    summary: "Check that the server is well",
    open: true,
    answers: {
      200: { description: "It is.", body: Health },
      503: { description: "Its database does not answer.", body: Health },
    },
  },
});
