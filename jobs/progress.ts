import { type AnalysisStage, stageProgress } from "../lib/domain/job.ts";
import { type Clock, isoTime } from "../lib/platform/clock.ts";
import { getLogger } from "../lib/platform/log.ts";
import type { Claim, JobStore } from "../lib/store/jobs.ts";

/** A page polls every 2 s: writing more often than this would only wear the disk. */
const WRITE_EVERY_MS = 300;

const log = getLogger("jobs", "progress");

/**
 * Writes a job's progress to the store: at once when the stage changes, else at most every 300 ms,
 * and always the latest.
 */
export function createProgressWriter(
  { jobs, claim, clock }: { jobs: JobStore; claim: Claim; clock: Clock },
) {
  let latest: { stage: AnalysisStage; progress: number; message: string } | null = null;
  let writtenStage: string | null = null;
  let writtenAt = -Infinity;
  let cancelTimer = () => {};
  let timerSet = false;
  let writing: Promise<void> = Promise.resolve();

  function write(): void {
    cancelTimer();
    timerSet = false;
    const at = latest;
    if (at === null) return;
    latest = null;
    writtenStage = at.stage;
    writtenAt = clock.monotonic();
    writing = writing.then(async () => {
      await jobs.report(claim, at, isoTime(clock.now()));
    }).catch((error) => log.warn("Progress could not be written: {error}", { error }));
  }

  return {
    report(stage: AnalysisStage, fraction: number, message: string): void {
      if (stage !== writtenStage) log.debug("{stage}: {message}", { stage, message });
      latest = { stage, progress: stageProgress(stage, fraction), message };
      const wait = writtenAt + WRITE_EVERY_MS - clock.monotonic();
      if (stage !== writtenStage || wait <= 0) write();
      else if (!timerSet) {
        timerSet = true;
        cancelTimer = clock.setTimer(write, wait);
      }
    },
    /** Writes what is left and waits until all is written: the job's end comes after its progress. */
    async settled(): Promise<void> {
      write();
      await writing;
    },
  };
}
