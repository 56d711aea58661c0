import { SourceFile, SourceQuery } from "../../../../lib/domain/wire/source.ts";
import { etagOf, notModified, readQuery } from "../../../../lib/web/mod.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx.url, SourceQuery);
    const file = await ctx.state.services.sources.read(
      ctx.params["id"] ?? "",
      query,
      ctx.req.signal,
    );
    const etag = etagOf(
      `${file.commit_sha}-${file.oid}-${file.start_line}-${file.end_line}`,
      "weak",
    );
    return notModified(ctx.req, etag) ?? ctx.json(file, { headers: { etag } });
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getFile",
    tag: "System maps",
    summary: "Read a text file, or some of its lines",
    description: "At the current map's commit, or at another one that has a map.",
    params: { id: "The project's id." },
    query: SourceQuery,
    answers: { 200: { description: "The lines.", body: SourceFile, etag: true } },
    errors: ["project_not_found", "map_not_ready", "file_not_found", "file_unreadable"],
  },
});
