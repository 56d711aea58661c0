import { z } from "zod";
import { Job } from "./job.ts";

/** One thing that changed after the caller's cursor; fetch it again, or drop it if deleted. */
export const Change = z.object({
  entity: z.enum(["project", "job", "map"]),
  id: z.string(),
  project_id: z.string().nullable(),
  deleted: z.boolean(),
});
export type Change = z.infer<typeof Change>;

/**
 * Everything that a dashboard polls. It holds no clock and no uptime, so that an idle server
 * answers the same bytes and the poll is a 304.
 */
export const Status = z.object({
  version: z.string(),
  instance: z.string().describe("Changes when the process restarts."),
  cursor: z.int().describe("Pass it back as `?since=`."),
  projects: z.object({
    total: z.int(),
    health: z.object({ green: z.int(), amber: z.int(), red: z.int() }),
  }),
  jobs: z.object({
    pending: z.int(),
    running: z.int(),
    completed: z.int(),
    failed: z.int(),
    cancelled: z.int(),
  }),
  active_jobs: z.array(Job).describe("Running jobs, then the next pending ones; at most 20."),
  changes: z.array(Change).describe("What changed after `since`; empty without it."),
  truncated: z.boolean().describe("More than 500 changes: reload everything instead."),
  database: z.object({ ok: z.boolean(), bytes: z.int() }),
});
export type Status = z.infer<typeof Status>;

export const StatusQuery = z.object({
  since: z.coerce.number().int().min(0).optional().describe("A former answer's `cursor`."),
});

export const Health = z.object({
  status: z.enum(["ok", "failing"]),
  version: z.string(),
  uptime_seconds: z.number(),
  database: z.object({ ok: z.boolean(), migration: z.int() }),
});
export type Health = z.infer<typeof Health>;
