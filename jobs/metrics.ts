/** The queue for Prometheus: what is waiting is read at each scrape, what happened is counted. */
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { JOB_TYPES, type JobType } from "../lib/domain/job.ts";
import { VERSION } from "../lib/domain/version.ts";
import type { Clock } from "../lib/platform/clock.ts";
import type { JobStore, Outcome } from "../lib/store/jobs.ts";

export interface JobMetrics {
  ended(type: JobType, outcome: Outcome["kind"], runMs: number): void;
  rescued(count: number): void;
}

/** Seconds; from an analysis of what is known to the longest time that a job may take. */
const DURATION_BUCKETS = [0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800];

/** Counters start at 0 with the process, as Prometheus expects. */
export function createMetrics(
  { jobs, databaseBytes, clock }: {
    jobs: Pick<JobStore, "counts" | "waiting">;
    databaseBytes: () => number;
    clock: Clock;
  },
): JobMetrics & {
  /** The text format, and its content type. */
  scrape(): Promise<{ body: string; contentType: string }>;
} {
  const registry = new Registry();
  const registers = [registry];

  new Gauge({
    name: "software_factory_info",
    help: "1, labelled with the version.",
    labelNames: ["version"],
    registers,
  }).set({ version: VERSION }, 1);
  new Gauge({
    name: "software_factory_jobs",
    help: "Jobs by status, finished ones as long as they are kept.",
    labelNames: ["status"],
    registers,
    async collect() {
      for (const [status, count] of Object.entries(await jobs.counts())) {
        this.set({ status }, count);
      }
    },
  });
  new Gauge({
    name: "software_factory_jobs_pending",
    help: "Pending jobs by type.",
    labelNames: ["type"],
    registers,
    async collect() {
      for (const type of JOB_TYPES) this.set({ type }, (await jobs.waiting(type)).count);
    },
  });
  new Gauge({
    name: "software_factory_oldest_pending_job_age_seconds",
    help: "How long the oldest pending job has waited; 0 where none waits.",
    labelNames: ["type"],
    registers,
    async collect() {
      for (const type of JOB_TYPES) {
        const { since } = await jobs.waiting(type);
        const age = since === null ? 0 : (clock.now() - Date.parse(since)) / 1000;
        this.set({ type }, Math.max(0, age));
      }
    },
  });
  new Gauge({
    name: "software_factory_database_bytes",
    help: "Size of the database, pages in use only.",
    registers,
    collect() {
      this.set(databaseBytes());
    },
  });
  const outcomes = new Counter({
    name: "software_factory_job_attempts_total",
    help: "Attempts that ended, by type and outcome (retried: another one follows).",
    labelNames: ["type", "outcome"],
    registers,
  });
  const durations = new Histogram({
    name: "software_factory_job_attempt_duration_seconds",
    help: "How long attempts ran, by type and outcome.",
    labelNames: ["type", "outcome"],
    buckets: DURATION_BUCKETS,
    registers,
  });
  const rescued = new Counter({
    name: "software_factory_jobs_rescued_total",
    help: "Jobs taken back because their holder was gone.",
    registers,
  });

  return {
    ended(type, outcome, runMs) {
      outcomes.inc({ type, outcome });
      durations.observe({ type, outcome }, runMs / 1000);
    },
    rescued: (count) => rescued.inc(count),
    scrape: async () => ({ body: await registry.metrics(), contentType: registry.contentType }),
  };
}
