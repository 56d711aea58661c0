import { ConversationList } from "../../../../../lib/domain/wire/ai.ts";
import { PageQuery } from "../../../../../lib/domain/wire/common.ts";
import { readQuery } from "../../../../../lib/web/mod.ts";
import { define } from "../../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx.url, PageQuery);
    return ctx.json(await ctx.state.services.conversations.list(ctx.params["id"] ?? "", query));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "listConversations",
    tag: "Models",
    summary: "List a project's conversations",
    description: "Those that were gone on with last come first.",
    params: { id: "The project's id." },
    query: PageQuery,
    answers: { 200: { description: "A page of conversations.", body: ConversationList } },
    errors: ["project_not_found"],
  },
});
