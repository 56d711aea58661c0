/** A runner with its rescuer by a clock that stands still until a test moves it. */
import type { JobContext, JobHandler } from "../../jobs/registry.ts";
import { createRescuer } from "../../jobs/rescuer.ts";
import { createRunner } from "../../jobs/runner.ts";
import { steadyClock } from "../../lib/platform/clock.ts";
import type { JobStore } from "../../lib/store/jobs.ts";
import { fakeClock } from "./clock.ts";
import type { ScratchDatabase } from "./database.ts";

export function setUp(
  scratch: ScratchDatabase,
  handler: JobHandler,
  concurrency = 2,
  jobs: JobStore = scratch.jobs,
) {
  const time = fakeClock();
  const steady = steadyClock(time.clock);
  const runner = createRunner({
    jobs,
    handlers: { analyze_repo: handler },
    clock: time.clock,
    steady,
    instance: "this-process",
    concurrency: { analyze_repo: concurrency },
    timeoutMs: 60_000,
    random: () => 0.5,
  });
  const rescuer = createRescuer({
    jobs: scratch.jobs,
    clock: time.clock,
    steady,
    instance: "this-process",
    held: runner.held,
    wake: runner.wake,
  });
  return { time, runner, rescuer };
}

/** A handler that runs until it is told to end, or is aborted. */
export function held() {
  const started: JobContext[] = [];
  const gates: (() => void)[] = [];
  const handler: JobHandler = (context) => {
    started.push(context);
    return new Promise((resolve, reject) => {
      gates.push(() => resolve({ done: true }));
      context.signal.addEventListener("abort", () => reject(context.signal.reason));
    });
  };
  return { handler, started, finish: (n: number) => gates[n]?.() };
}
