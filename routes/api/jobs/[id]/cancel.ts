import { Job } from "../../../../lib/domain/wire/job.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    return ctx.json(await ctx.state.services.jobs.cancel(ctx.params["id"] ?? ""), { status: 202 });
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "cancelJob",
    tag: "Analyses",
    summary: "Cancel a pending or running job",
    description: "A running job stops shortly after; `GET /api/jobs/{id}` shows when.",
    params: { id: "The job's id." },
    answers: { 202: { description: "The job, with the wish noted.", body: Job } },
    errors: ["job_not_found", "job_finished"],
  },
});
