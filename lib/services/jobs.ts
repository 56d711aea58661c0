import { FactoryError } from "../domain/errors.ts";
import { isFinal, type JobStatus, type JobType, PRIORITIES } from "../domain/job.ts";
import { type Job, JobEventQuery, JobQuery } from "../domain/wire/job.ts";
import { type Clock, isoTime } from "../platform/clock.ts";
import type { JobStore } from "../store/jobs.ts";
import type { ProjectStore } from "../store/projects.ts";
import type { JobsService } from "./contract.ts";
import type { JobControl } from "./ports.ts";
import { projectNotFound } from "./projects.ts";

const DAY_MS = 24 * 3_600_000;

/** Reads, cancels and retries jobs. */
export function createJobsService(
  { jobs, projects, control, clock, steady }: {
    jobs: JobStore;
    projects: Pick<ProjectStore, "find">;
    control: JobControl;
    clock: Clock;
    /** The engine's clock. */
    steady: Clock;
  },
): JobsService {
  async function get(id: string): Promise<Job> {
    const job = await jobs.find(id);
    if (job !== null) return job;
    throw new FactoryError("job_not_found", `There is no job ${JSON.stringify(id)}.`, {
      remedy: "GET /api/jobs lists all of them.",
    });
  }

  return {
    get,

    list: (query) => jobs.list(JobQuery.parse(query)),

    async cancel(id) {
      const before = await jobs.requestCancel(id, isoTime(clock.now()));
      if (before !== null && isFinal(before)) {
        throw new FactoryError("job_finished", `This job is ${before} already.`, {
          remedy: "Only a pending or running job can be cancelled.",
        });
      }
      // Not awaited: the answer is "asked for" (202); the page sees the end by polling.
      if (before === "running") void control.abort(id);
      return await get(id);
    },

    async retry(id) {
      const { job_type } = await get(id);
      const retried = await jobs.retry(id, {
        maxAttempts: control.maxAttempts(job_type),
        priority: PRIORITIES.person,
        runAt: isoTime(steady.now()),
        now: isoTime(clock.now()),
      });
      if (retried?.kind === "refused") throw notRetried(retried.status, job_type);
      if (retried?.kind === "superseded") {
        throw new FactoryError(
          "job_superseded",
          "The same is being done already, by a newer job.",
          { remedy: `Follow job ${retried.by}.` },
        );
      }
      control.wake();
      return await get(id);
    },

    async cancelPending(projectId) {
      if (await projects.find(projectId) === null) throw projectNotFound(projectId);
      return { cancelled: await jobs.cancelPending(projectId, isoTime(clock.now())) };
    },

    async events(id, query) {
      await get(id);
      return await jobs.events(id, JobEventQuery.parse(query));
    },

    figures: () => jobs.figures(isoTime(clock.now() - DAY_MS), isoTime(steady.now())),
  };
}

function notRetried(status: JobStatus, type: JobType): FactoryError {
  return status === "completed"
    ? new FactoryError("job_finished", "This job has completed: there is nothing to try again.", {
      remedy: type === "analyze_repo"
        ? "POST /api/analyze-repo starts a new analysis."
        : "Ask again: that is a job of its own.",
    })
    : new FactoryError("job_not_finished", `This job is ${status}: it has not ended yet.`, {
      remedy: "Wait for it, or cancel it first.",
    });
}
