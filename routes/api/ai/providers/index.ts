import { AiProviders } from "../../../../lib/domain/wire/ai.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.models.providers());
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "listAiProviders",
    tag: "Models",
    summary: "Who can be asked, and how that is",
    description:
      "For a provider that is not configured: what to set. One that is configured is reached for, " +
      "at most once a minute, without any text of a repository.",
    answers: { 200: { description: "All providers, and the day's budget.", body: AiProviders } },
  },
});
