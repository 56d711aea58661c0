import { Explanation } from "../../../../../lib/domain/wire/ai.ts";
import { FactoryError } from "../../../../../lib/domain/errors.ts";
import { define } from "../../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const found = await ctx.state.services.explanations.latest(ctx.params["id"] ?? "");
    if (found !== null) return ctx.json(found);
    throw new FactoryError("explanation_not_found", "This project has not been explained.", {
      remedy: "POST /api/projects/{id}/explanations asks a model to explain its map.",
    });
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getLatestExplanation",
    tag: "Models",
    summary: "Get the newest explanation",
    description:
      "What a model said, not what was measured. Every claim cites places that exist in the commit; " +
      "`claims_dropped` says how many were left out for lack of that.",
    params: { id: "The project's id." },
    answers: { 200: { description: "The explanation.", body: Explanation } },
    errors: ["project_not_found", "explanation_not_found"],
  },
});
