import { Job } from "../../../../lib/domain/wire/job.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.jobs.get(ctx.params["id"] ?? ""));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "getJob",
    tag: "Analyses",
    summary: "Get a job, with its stage, progress and error",
    params: { id: "The job's id." },
    answers: { 200: { description: "The job.", body: Job } },
    errors: ["job_not_found"],
  },
});
