import { AiProviderTest } from "../../../../../lib/domain/wire/ai.ts";
import { define } from "../../../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { models } = ctx.state.services;
    return ctx.json(await models.test(ctx.params["id"] ?? "", ctx.req.signal));
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "testAiProvider",
    tag: "Models",
    summary: "Ask a provider for a few words",
    description: "Counts against the day's budget. A failure is an answer too: `ok` is false.",
    params: { id: "`goose` or `model-garden`." },
    answers: { 200: { description: "How it went.", body: AiProviderTest } },
    errors: ["ai_provider_not_found", "ai_not_configured"],
  },
});
