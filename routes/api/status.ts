import { Status, StatusQuery } from "../../lib/domain/wire/status.ts";
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

export const api = define.api<typeof handler>({
  GET: {
    id: "getStatus",
    tag: "Server",
    summary: "Poll what a dashboard shows",
    description: "Counts, active jobs and, with `since`, what changed after that cursor. " +
      "An idle poll is a 304.",
    query: StatusQuery,
    answers: { 200: { description: "The server as it is now.", body: Status, etag: true } },
  },
});
