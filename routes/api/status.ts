import { StatusQuery } from "../../lib/domain/wire/status.ts";
import { notModified, readQuery } from "../../lib/web/mod.ts";
import { define } from "../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { status } = ctx.state.services;
    const { since } = readQuery(ctx.url, StatusQuery);
    // The tag is one small query: an idle poll costs no more than that.
    const etag = await status.tag(since);
    return notModified(ctx.req, etag) ??
      ctx.json(await status.snapshot(since), { headers: { etag } });
  },
});
