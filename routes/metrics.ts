/** For Prometheus: the queue, in its text format. */
import { define } from "./_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { body, contentType } = await ctx.state.services.metrics.scrape();
    return new Response(body, { headers: { "content-type": contentType } });
  },
});
