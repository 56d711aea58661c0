import { CancelledJobs } from "../../../../../lib/domain/wire/job.ts";
import { define } from "../../../../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const { jobs } = ctx.state.services;
    return ctx.json(await jobs.cancelPending(ctx.params["id"] ?? ""), { status: 202 });
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "cancelPendingJobs",
    tag: "Analyses",
    summary: "Cancel all pending jobs of a project",
    description: "A running one goes on; `POST /api/jobs/{id}/cancel` stops it.",
    params: { id: "The project's id." },
    answers: { 202: { description: "How many were cancelled.", body: CancelledJobs } },
    errors: ["project_not_found"],
  },
});
