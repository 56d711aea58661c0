import { JobEventList, JobEventQuery } from "../../../../lib/domain/wire/job.ts";
import { readQuery } from "../../../../lib/web/mod.ts";
import { define } from "../../../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const query = readQuery(ctx.url, JobEventQuery);
    return ctx.json(await ctx.state.services.jobs.events(ctx.params["id"] ?? "", query));
  },
});

export const api = define.api<typeof handler>({
  GET: {
    id: "listJobEvents",
    tag: "Analyses",
    summary: "Read a job's log, newest first",
    description: "Changes of state and stage, git's own words, warnings: its last 300 lines.",
    params: { id: "The job's id." },
    query: JobEventQuery,
    answers: { 200: { description: "One page of lines.", body: JobEventList } },
    errors: ["job_not_found"],
  },
});
