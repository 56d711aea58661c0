import { Conversation } from "../../../../../lib/domain/wire/ai.ts";
import { define } from "../../../../_state.ts";

const params = { id: "The project's id.", conversation: "The conversation's id." };

export const handler = define.handlers({
  async GET(ctx) {
    const { id = "", conversation = "" } = ctx.params;
    return ctx.json(await ctx.state.services.conversations.get(id, conversation));
  },

  async DELETE(ctx) {
    const { id = "", conversation = "" } = ctx.params;
    await ctx.state.services.conversations.remove(id, conversation);
    return new Response(null, { status: 204 });
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getConversation",
    tag: "Models",
    summary: "Get a conversation",
    description: "Questions and answers, oldest first, each with its job.",
    params,
    answers: { 200: { description: "The conversation.", body: Conversation } },
    errors: ["project_not_found", "conversation_not_found"],
  },
  DELETE: {
    id: "deleteConversation",
    tag: "Models",
    summary: "Delete a conversation",
    description: "Cancels what is still being answered.",
    params,
    answers: { 204: { description: "It is gone." } },
    errors: ["project_not_found", "conversation_not_found"],
  },
});
