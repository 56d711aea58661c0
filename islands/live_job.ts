import type { Job } from "../lib/domain/wire/job.ts";

/**
 * The newer of two states of one job. Answers can arrive out of order: within one attempt a job
 * never gets younger, and its bar never runs backwards.
 */
export function newerJob(held: Job | null, next: Job): Job {
  if (held === null || held.id !== next.id) return next;
  if (next.updated_at < held.updated_at) return held;
  return next.attempt === held.attempt && next.status === held.status
    ? { ...next, progress: Math.max(held.progress, next.progress) }
    : next;
}
