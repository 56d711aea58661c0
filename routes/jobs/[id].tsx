import { absolute } from "../../components/format.ts";
import { projectHref } from "../../components/project_href.ts";
import { Section } from "../../components/section.tsx";
import JobEnd from "../../islands/JobEnd.tsx";
import JobLog, { EVENTS_SHOWN } from "../../islands/JobLog.tsx";
import LiveJob from "../../islands/LiveJob.tsx";
import { FactoryError } from "../../lib/domain/errors.ts";
import { JOB_TITLES } from "../../lib/domain/job.ts";
import { page } from "../../lib/web/mod.ts";
import { readForm } from "../_forms.ts";
import { define } from "../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { jobs, status } = ctx.state.services;
    const now = await status.snapshot();
    const job = await jobs.get(ctx.params["id"] ?? "");
    ctx.state.title = `${JOB_TITLES[job.job_type]}: ${job.project_name}`;
    ctx.state.seen = { cursor: now.cursor, instance: now.instance };
    return page({ job, log: await jobs.events(job.id, { limit: EVENTS_SHOWN }) });
  },

  async POST(ctx) {
    const { jobs } = ctx.state.services;
    const id = ctx.params["id"] ?? "";
    const form = await readForm(ctx.req);
    switch (form.get("action")) {
      case "cancel":
        await jobs.cancel(id);
        break;
      case "retry":
        await jobs.retry(id);
        break;
      default:
        throw new FactoryError("malformed_request", "This form asks for nothing known.", {
          remedy: "Open the job's page and use its button.",
        });
    }
    return ctx.redirect(`/jobs/${encodeURIComponent(id)}`);
  },
});

export default define.page<typeof handler>(({ data: { job, log } }) => (
  <>
    <div class="page-head">
      <div>
        <p class="crumbs">
          <a href="/jobs">Jobs</a>
        </p>
        <h1>{JOB_TITLES[job.job_type]}: {job.project_name}</h1>
        <p class="facts">
          <span>Created {absolute(job.created_at)}</span>
          {job.started_at !== null && <span>Started {absolute(job.started_at)}</span>}
          <span>
            Job <code>{job.id}</code>
          </span>
        </p>
      </div>
      <p class="actions">
        <a class="button" href={projectHref(job.project_id, "")}>Open the project</a>
      </p>
    </div>
    <LiveJob job={job} projectId={job.project_id} title="Stages" follow={null} />
    <JobEnd job={job} />
    <Section id="log" title="Log">
      <JobLog jobId={job.id} events={log.items} />
      {log.next_cursor !== null && (
        <p class="muted small">
          The newest {EVENTS_SHOWN} lines;{" "}
          <a href={`/api/jobs/${encodeURIComponent(job.id)}/events?limit=200`}>more as JSON</a>.
        </p>
      )}
    </Section>
  </>
));
