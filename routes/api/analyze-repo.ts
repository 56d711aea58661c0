import { Job } from "../../lib/domain/wire/job.ts";
import { AnalyzeRequest } from "../../lib/domain/wire/project.ts";
import { readJson } from "../../lib/web/mod.ts";
import { define } from "../_state.ts";

export const handler = define.handlers({
  async POST(ctx) {
    const body = await readJson(ctx.req, AnalyzeRequest);
    const job = await ctx.state.services.analyses.request(body);
    return ctx.json(job, { status: 202, headers: { location: `/api/jobs/${job.id}` } });
  },
});

export const api = define.api<typeof handler>({
  POST: {
    id: "analyzeRepo",
    tag: "Analyses",
    summary: "Analyse a project, or register and analyse a repository",
    description: "Where an analysis of the project is pending or running, it is answered again.",
    body: AnalyzeRequest,
    answers: {
      202: {
        description: "The job.",
        body: Job,
        headers: { Location: "The job's path." },
      },
    },
    errors: ["project_not_found", "repository_missing", "url_invalid", "url_refused"],
  },
});
