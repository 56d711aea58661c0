import {
  type JobEventKind,
  type JobStage,
  type JobType,
  STAGE_TITLES,
  stageProgress,
  STAGES,
  type StageTimings,
} from "../lib/domain/job.ts";
import { type Clock, isoTime } from "../lib/platform/clock.ts";
import { getLogger } from "../lib/platform/log.ts";
import type { Claim, JobStore, Report } from "../lib/store/jobs.ts";
import { createEstimator } from "./estimate.ts";

/** A page polls every 2 s: writing more often than this would only wear the disk. */
const WRITE_EVERY_MS = 300;
const MESSAGE_MAX = 500;
/** Lines that wait to be written; more come only from something that has run wild. */
const EVENTS_WAITING_MAX = 100;

const log = getLogger("jobs", "progress");

/**
 * Writes a job's progress and log to the store: at once when the stage changes, else at most every
 * 300 ms, and always the latest. Within an attempt the stage never runs backwards.
 */
export function createProgressWriter(
  { jobs, claim, type, clock, expected }: {
    jobs: JobStore;
    claim: Claim;
    type: JobType;
    clock: Clock;
    /** The estimate's ground, asked for when the job first reports. */
    expected: () => Promise<StageTimings | null>;
  },
) {
  const startedAt = clock.monotonic();
  let estimator: ReturnType<typeof createEstimator> | null = null;
  let latest: { stage: JobStage; fraction: number; message: string } | null = null;
  let events: { at: string; kind: JobEventKind; message: string }[] = [];
  let stage: JobStage | null = null;
  let stageSince = startedAt;
  const timings: StageTimings = {};
  let writtenAt = -Infinity;
  let cancelTimer = () => {};
  let timerSet = false;
  let writing: Promise<void> = Promise.resolve();

  function write(): void {
    cancelTimer();
    timerSet = false;
    if (latest === null && events.length === 0) return;
    const [at, said] = [latest, events];
    latest = null;
    events = [];
    writtenAt = clock.monotonic();
    writing = writing.then(async () => {
      estimator ??= createEstimator(type, await expected(), startedAt);
      const report = at === null ? null : toReport(at, estimator);
      await jobs.report(claim, report, said, isoTime(clock.now()));
    }).catch((error) => log.warn("Progress could not be written: {error}", { error }));
  }

  function toReport(
    at: { stage: JobStage; fraction: number; message: string },
    estimator: ReturnType<typeof createEstimator>,
  ): Report {
    const progress = stageProgress(type, at.stage, at.fraction);
    return {
      stage: at.stage,
      ordinal: STAGES[type].indexOf(at.stage) + 1,
      progress,
      message: at.message.slice(0, MESSAGE_MAX),
      secondsLeft: estimator.at(clock.monotonic(), at.stage, at.fraction, progress),
    };
  }

  function schedule(now: boolean): void {
    const wait = writtenAt + WRITE_EVERY_MS - clock.monotonic();
    if (now || wait <= 0) write();
    else if (!timerSet) {
      timerSet = true;
      cancelTimer = clock.setTimer(write, wait);
    }
  }

  function add(kind: JobEventKind, message: string): void {
    if (events.length >= EVENTS_WAITING_MAX || message === "") return;
    events.push({ at: isoTime(clock.now()), kind, message: message.slice(0, MESSAGE_MAX) });
  }

  function endStage(): void {
    const now = clock.monotonic();
    if (stage !== null) timings[stage] = (timings[stage] ?? 0) + Math.round(now - stageSince);
    stageSince = now;
  }

  return {
    report(next: JobStage, fraction: number, message: string): void {
      const later = stage === null ||
        STAGES[type].indexOf(next) > STAGES[type].indexOf(stage);
      if (!later && next !== stage) return;
      if (later) {
        endStage();
        stage = next;
        log.debug("{stage}: {message}", { stage, message });
        add("stage", STAGE_TITLES[next]);
      }
      latest = { stage: next, fraction, message };
      schedule(later);
    },

    note(kind: JobEventKind, message: string): void {
      add(kind, message);
      schedule(false);
    },

    /** Writes what is left and waits until all is written: the job's end comes after its progress. */
    async settled(): Promise<StageTimings> {
      endStage();
      stage = null;
      write();
      await writing;
      return timings;
    },
  };
}
