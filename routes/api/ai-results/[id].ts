import { AiResult } from "../../../lib/domain/wire/ai.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.models.result(ctx.params["id"] ?? ""));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getAiResult",
    tag: "Models",
    summary: "Get one request to a model, whole",
    params: { id: "The request's id." },
    answers: { 200: { description: "With its whole prompt and response.", body: AiResult } },
    errors: ["ai_result_not_found"],
  },
});
