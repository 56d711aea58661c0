import { CompareQuery, Comparison } from "../../../../lib/domain/wire/compare.ts";
import { etagOf, notModified, readQuery } from "../../../../lib/web/mod.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx.url, CompareQuery);
    const found = await ctx.state.services.comparisons.compare(ctx.params["id"] ?? "", query);
    const etag = etagOf(found.tag, "weak");
    return notModified(ctx.req, etag) ?? new Response(await found.json(), {
      headers: { "content-type": "application/json; charset=utf-8", etag },
    });
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "compareMaps",
    tag: "System maps",
    summary: "Compare two maps of a project",
    description:
      "What was added, removed, moved and changed: files, components, the edges between " +
      "them, cycles, packages, frameworks, languages, hotspots and health. Lists hold the first " +
      "items; `total` says how many there are.",
    params: { id: "The project's id." },
    query: CompareQuery,
    answers: { 200: { description: "The comparison.", body: Comparison, etag: true } },
    errors: ["project_not_found", "map_not_ready"],
  },
});
