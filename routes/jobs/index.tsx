import { jobStatusWord } from "../../components/job.tsx";
import LiveJobs from "../../islands/LiveJobs.tsx";
import { JOB_STATUSES } from "../../lib/domain/job.ts";
import { JobQuery } from "../../lib/domain/wire/job.ts";
import { page, readQuery } from "../../lib/web/mod.ts";
import { define } from "../_state.ts";

export const handler = define.handlers({
  async GET(ctx) {
    const { jobs, status } = ctx.state.services;
    const query = readQuery(ctx.url, JobQuery);
    const now = await status.snapshot();
    ctx.state.title = "Jobs";
    ctx.state.seen = { cursor: now.cursor, instance: now.instance };
    return page({ query, list: await jobs.list(query), counts: now.jobs });
  },
});

export default define.page<typeof handler>(({ data: { query, list, counts } }) => {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const next = new URLSearchParams(pairs({ ...query, cursor: list.next_cursor ?? undefined }));
  return (
    <>
      <div class="page-head">
        <h1>Jobs</h1>
      </div>
      <nav class="tabs" aria-label="Filter by status">
        <a href="/jobs" aria-current={query.status === undefined ? "page" : undefined}>
          All {total}
        </a>
        {JOB_STATUSES.map((status) => (
          <a
            key={status}
            href={`/jobs?status=${status}`}
            aria-current={query.status === status ? "page" : undefined}
          >
            {jobStatusWord(status)} {counts[status]}
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
        {query.cursor !== undefined && <a class="button" href="/jobs">Newest</a>}
        {list.next_cursor !== null && <a class="button" href={`/jobs?${next}`}>Older</a>}
      </div>
    </>
  );
});

function pairs(query: Record<string, string | number | undefined>): [string, string][] {
  return Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]]
  );
}
