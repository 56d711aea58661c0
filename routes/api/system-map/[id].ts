import { z } from "zod";
import { SystemMap } from "../../../lib/domain/wire/system_map.ts";
import { etagOf, gzipResponse, notModified, readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

const Query = z.object({
  commit: z.string().max(64).optional().describe(
    "Its first 7 or more digits; the latest map where it is left out.",
  ),
});

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

export const api = define.api<typeof handler>({
  GET: {
    id: "getSystemMap",
    tag: "System maps",
    summary: "Get a project's system map",
    params: { id: "The project's id." },
    query: Query,
    answers: { 200: { description: "The map as it was published.", body: SystemMap, etag: true } },
    errors: ["project_not_found", "map_not_ready"],
  },
});
