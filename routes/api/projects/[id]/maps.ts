import { MapList, MapQuery } from "../../../../lib/domain/wire/compare.ts";
import { readQuery } from "../../../../lib/web/mod.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx.url, MapQuery);
    return ctx.json(await ctx.state.services.comparisons.maps(ctx.params["id"] ?? "", query));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "listMaps",
    tag: "System maps",
    summary: "List a project's stored maps, newest first",
    params: { id: "The project's id." },
    query: MapQuery,
    answers: { 200: { description: "One page of maps.", body: MapList } },
    errors: ["project_not_found"],
  },
});
