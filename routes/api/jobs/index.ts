import { JobList, JobQuery } from "../../../lib/domain/wire/job.ts";
import { readQuery } from "../../../lib/web/mod.ts";
import { define } from "../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    return ctx.json(await ctx.state.services.jobs.list(readQuery(ctx.url, JobQuery)));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "listJobs",
    tag: "Analyses",
    summary: "List jobs, newest first",
    query: JobQuery,
    answers: { 200: { description: "One page of jobs.", body: JobList } },
  },
});
