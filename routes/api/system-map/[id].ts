import { z } from "zod";
import { etagOf, gzipResponse, notModified, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

const Query = z.object({ commit: z.string().max(64).optional() });

export const handler = define.handlers({
  /** The map as stored; its bytes are sent as they are to whoever reads gzip. */
  async GET(ctx) {
    const { commit } = readQuery(ctx.url, Query);
    const map = await ctx.state.services.maps.document(ctx.params["id"] ?? "", commit);
    const etag = etagOf(map.content_hash);
    return notModified(ctx.req, etag) ?? gzipResponse(ctx.req, map.gzip, {
      headers: { "content-type": "application/json; charset=utf-8", etag },
    });
  },
});
