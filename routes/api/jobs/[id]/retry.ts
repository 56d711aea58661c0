import { Job } from "../../../../lib/domain/wire/job.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    return ctx.json(await ctx.state.services.jobs.retry(ctx.params["id"] ?? ""), { status: 202 });
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "retryJob",
    tag: "Analyses",
    summary: "Start a failed or cancelled job anew",
    description: "It has as many attempts as a new job has.",
    params: { id: "The job's id." },
    answers: { 202: { description: "The job, pending again.", body: Job } },
    errors: ["job_not_found", "job_finished", "job_not_finished", "job_superseded"],
  },
});
