import { FactoryError } from "../domain/errors.ts";
import { isFinal } from "../domain/job.ts";
import { type Job, JobQuery } from "../domain/wire/job.ts";
import { type Clock, isoTime } from "../platform/clock.ts";
import type { JobStore } from "../store/jobs.ts";
import type { JobsService } from "./contract.ts";
import type { JobControl } from "./ports.ts";

/** Reads and cancels jobs. */
export function createJobsService(
  { jobs, control, clock }: { jobs: JobStore; control: JobControl; clock: Clock },
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
  };
}
