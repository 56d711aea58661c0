import { QuestionJob, QuestionRequest } from "../../../../lib/domain/wire/ai.ts";
import { readJson } from "../../../../lib/web/mod.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const id = ctx.params["id"] ?? "";
    await ctx.state.services.projects.get(id);
    const body = await readJson(ctx.req, QuestionRequest);
    const job = await ctx.state.services.conversations.ask(id, body);
    return ctx.json(job, { status: 202, headers: { location: `/api/jobs/${job.id}` } });
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "askQuestion",
    tag: "Models",
    summary: "Ask a model about a project",
    description: "Enqueues a job; the answer is in the conversation when that has completed.",
    params: { id: "The project's id." },
    body: QuestionRequest,
    answers: {
      202: {
        description: "The job, and where the answer will be.",
        body: QuestionJob,
        headers: { Location: "The job's address." },
      },
    },
    errors: ["project_not_found", "map_not_ready", "ai_not_configured", "conversation_not_found"],
  },
});
