import { VERSION } from "../domain/version.ts";
import type { ChangeStore } from "../store/changes.ts";
import type { JobStore } from "../store/jobs.ts";
import type { ProjectStore } from "../store/projects.ts";
import type { Clock } from "../platform/clock.ts";
import type { StatusService } from "./contract.ts";

const ACTIVE_JOBS_SHOWN = 20;

/** What pages poll, and what probes ask. */
export function createStatusService(
  { changes, jobs, projects, clock, instance, migration, damage }: {
    changes: ChangeStore;
    jobs: JobStore;
    projects: ProjectStore;
    clock: Clock;
    /** Names this process; pages notice a restart by it. */
    instance: string;
    /** Version of the database's schema. */
    migration: number;
    /** What a check of the database found; [] for nothing. */
    damage: () => readonly string[];
  },
): StatusService {
  const startedAt = clock.monotonic();
  return {
    async tag(since) {
      return `W/"${instance}-${await changes.cursor()}-${since ?? ""}"`;
    },

    async snapshot(since) {
      // The cursor first: a change that comes in between is told again rather than lost.
      const cursor = await changes.cursor();
      const changed = since === undefined ? [] : await changes.since(since, cursor);
      const health = await projects.counts();
      return {
        version: VERSION,
        instance,
        cursor,
        projects: { total: health.green + health.amber + health.red, health },
        jobs: await jobs.counts(),
        active_jobs: await jobs.active(ACTIVE_JOBS_SHOWN),
        changes: changed ?? [],
        truncated: changed === null,
        database: { ok: damage().length === 0, bytes: changes.bytes() },
      };
    },

    async health() {
      const ok = damage().length === 0 && await changes.cursor().then(() => true, () => false);
      return {
        status: ok ? "ok" : "failing",
        version: VERSION,
        uptime_seconds: Math.round((clock.monotonic() - startedAt) / 100) / 10,
        database: { ok, migration },
      };
    },
  };
}
