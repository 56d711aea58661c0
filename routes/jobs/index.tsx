import { count } from "../../components/format.ts";
import { Icon, STOP } from "../../components/icons.tsx";
import { jobStatusWord } from "../../components/job.tsx";
import { QueueFigures } from "../../components/queue_figures.tsx";
import LiveJobs from "../../islands/LiveJobs.tsx";
import { FactoryError } from "../../lib/domain/errors.ts";
import { JOB_STATUSES } from "../../lib/domain/job.ts";
import { JobQuery } from "../../lib/domain/wire/job.ts";
import { page, readQuery } from "../../lib/web/mod.ts";
import { readForm } from "../_forms.ts";
import { define } from "../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { jobs, projects, status } = ctx.state.services;
    const query = readQuery(ctx.url, JobQuery);
    const now = await status.snapshot();
    ctx.state.title = "Jobs";
    ctx.state.seen = { cursor: now.cursor, instance: now.instance };
    const project = query.project_id === undefined ? null : await projects.get(query.project_id);
    const [list, figures] = await Promise.all([jobs.list(query), jobs.figures()]);
    return page({ query, list, figures, project, counts: now.jobs });
  },

  async POST(ctx) {
    const form = await readForm(ctx.req);
    const id = form.get("project_id");
    if (form.get("action") !== "cancel_pending" || id === undefined) {
      throw new FactoryError("malformed_request", "This form asks for nothing known.", {
        remedy: "Open the page of jobs and use its button.",
      });
    }
    await ctx.state.services.jobs.cancelPending(id);
    return ctx.redirect(`/jobs?project_id=${encodeURIComponent(id)}`);
  },
});

export default define.page<typeof handler>(({ data }) => {
  const { query, list, figures, project, counts } = data;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const older = link({ ...query, cursor: list.next_cursor ?? undefined });
  return (
    <>
      <div class="page-head">
        <div>
          <h1>Jobs</h1>
          {project !== null && (
            <p class="facts">
              <span>
                Of <a href={`/projects/${encodeURIComponent(project.id)}`}>{project.name}</a>
              </span>
              <a href={link({ status: query.status })}>Show those of all projects</a>
            </p>
          )}
        </div>
        {project !== null && (
          <form method="post" class="actions">
            <input type="hidden" name="action" value="cancel_pending" />
            <input type="hidden" name="project_id" value={project.id} />
            <button type="submit">
              <Icon path={STOP} /> Cancel all that wait
            </button>
          </form>
        )}
      </div>
      {project === null && <QueueFigures figures={figures} />}
      <nav class="tabs" aria-label="Filter by status">
        {[undefined, ...JOB_STATUSES].map((status) => (
          <a
            key={status}
            href={link({ project_id: query.project_id, status })}
            aria-current={query.status === status ? "page" : undefined}
          >
            {status === undefined ? "All" : jobStatusWord(status)}
            {project === null && ` ${count(status === undefined ? total : counts[status])}`}
          </a>
        ))}
      </nav>
      <LiveJobs
        jobs={list.items}
        query={new URLSearchParams(pairs(query)).toString()}
        showProject
        empty={query.status === undefined
          ? "No jobs yet. Every analysis of a project shows up here, with its stages and its result."
          : "No job is in this state."}
      />
      <div class="pager">
        {query.cursor !== undefined && (
          <a class="button" href={link({ ...query, cursor: undefined })}>Newest</a>
        )}
        {list.next_cursor !== null && <a class="button" href={older}>Older</a>}
      </div>
    </>
  );
});

/** This page with another filter. */
function link(query: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams(pairs(query)).toString();
  return search === "" ? "/jobs" : `/jobs?${search}`;
}

function pairs(query: Record<string, string | number | undefined>): [string, string][] {
  return Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]]
  );
}
