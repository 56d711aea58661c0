import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { acceptsGzip, notModified, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

const Query = z.object({ commit: z.string().max(64).optional() });

export const handler = define.handlers({
  /** The map as stored; its bytes are sent as they are to whoever reads gzip. */
  async GET(ctx) {
    const { commit } = readQuery(ctx.url, Query);
    const map = await ctx.state.services.maps.document(ctx.params["id"] ?? "", commit);
    const etag = `"${map.content_hash}"`;
    const unchanged = notModified(ctx.req, etag);
    if (unchanged !== null) return unchanged;
    const compressed = acceptsGzip(ctx.req);
    return new Response(compressed ? map.gzip : gunzipSync(map.gzip), {
      headers: {
        "content-type": "application/json; charset=utf-8",
        vary: "accept-encoding",
        etag,
        ...(compressed ? { "content-encoding": "gzip" } : {}),
      },
    });
  },
});
