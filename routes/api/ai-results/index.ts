import { AiResultList, AiResultQuery } from "../../../lib/domain/wire/ai.ts";
import { readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.models.results(readQuery(ctx.url, AiResultQuery)));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "listAiResults",
    tag: "Models",
    summary: "What was asked of models, and what they said",
    description: "Every request, newest first; of prompts and responses the first 300 characters.",
    query: AiResultQuery,
    answers: { 200: { description: "A page of requests.", body: AiResultList } },
    errors: ["project_not_found"],
  },
});
