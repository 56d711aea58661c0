import { ExplanationRequest } from "../../../../../lib/domain/wire/ai.ts";
import { Job } from "../../../../../lib/domain/wire/job.ts";
import { readOptionalJson } from "../../../../../lib/web/mod.ts";
import { define } from "../../../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const id = ctx.params["id"] ?? "";
    await ctx.state.services.projects.get(id);
    const body = await readOptionalJson(ctx.req, ExplanationRequest);
    const job = await ctx.state.services.explanations.request(id, body);
    return ctx.json(job, { status: 202, headers: { location: `/api/jobs/${job.id}` } });
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "explainMap",
    tag: "Models",
    summary: "Have a model explain the current map",
    description: "Enqueues a job; while one is active for this map, that one is answered.",
    params: { id: "The project's id." },
    body: ExplanationRequest,
    bodyOptional: true,
    answers: {
      202: {
        description: "The job.",
        body: Job,
        headers: { Location: "The job's address." },
      },
    },
    errors: ["project_not_found", "map_not_ready", "ai_not_configured"],
  },
});
