/** What pages and scripts read about jobs. */
import { sql } from "kysely";
import type { z } from "zod";
import { JOB_TYPES, type JobStatus, type JobType } from "../../domain/job.ts";
import type { List } from "../../domain/wire/common.ts";
import type {
  Job,
  JobEvent,
  JobEventQuery,
  JobQuery,
  QueueFigures,
} from "../../domain/wire/job.ts";
import type { Database } from "../database.ts";
import { toPage } from "../page.ts";
import { nextRunAt, PENDING, RUNNING, toJob, withProject } from "./rows.ts";

/** More jobs of one day than these do not change what their median says. */
const FIGURES_MOST = 300;

const UNSUCCESSFUL = sql<boolean>`status in ('failed', 'cancelled')`;

export function createJobQueries({ kysely: db }: Database) {
  async function find(id: string): Promise<Job | null> {
    const row = await withProject(db).where("background_jobs.id", "=", id).executeTakeFirst();
    return row === undefined ? null : toJob(row);
  }

  return {
    find,

    /** Newest first. */
    async list(query: z.output<typeof JobQuery>): Promise<List<Job>> {
      const { project_id, status, job_type, cursor, limit } = query;
      let select = withProject(db).limit(limit + 1);
      if (cursor !== undefined) select = select.where("background_jobs.id", "<", cursor);
      if (project_id !== undefined) select = select.where("project_id", "=", project_id);
      if (status !== undefined) select = select.where("status", "=", sql.lit(status));
      // In the words of the partial index, or it is not used.
      if (status === "failed" || status === "cancelled") select = select.where(UNSUCCESSFUL);
      // The few jobs of a project that wait or run are found by the index of those, and sorted;
      // all others come sorted from an index.
      const few = project_id !== undefined && (status === "pending" || status === "running");
      if (job_type !== undefined || few) {
        select = select.where("job_type", "in", job_type === undefined ? JOB_TYPES : [job_type]);
      }
      // The rare types have an index of their own, in these words: else all analyses are stepped over.
      if (job_type !== undefined && job_type !== "analyze_repo") {
        select = select.where(sql<boolean>`job_type in ('explain_map', 'answer_question')`);
      }
      const rows = await select
        .orderBy(few ? sql`+background_jobs.id` : "background_jobs.id", "desc").execute();
      return toPage(rows, limit, toJob);
    },

    /** Running jobs first, then the pending ones, oldest first. */
    async active(limit: number): Promise<Job[]> {
      const running = await withProject(db).where("status", "=", RUNNING)
        .orderBy("started_at").limit(limit).execute();
      const pending = await withProject(db).where("status", "=", PENDING)
        .orderBy("background_jobs.id").limit(limit - running.length).execute();
      return [...running, ...pending].map(toJob);
    },

    async activeIdsOf(
      projectId: string,
      types: readonly JobType[] = JOB_TYPES,
    ): Promise<string[]> {
      const [running, pending] = await Promise.all(
        [RUNNING, PENDING].map((status) =>
          db.selectFrom("background_jobs").select("id").where("status", "=", status)
            .where("job_type", "in", types).where("project_id", "=", projectId).execute()
        ),
      );
      return [...running!, ...pending!].map((row) => row.id);
    },

    async counts(): Promise<Record<JobStatus, number>> {
      const counts = { pending: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
      for (const row of await db.selectFrom("job_counts").selectAll().execute()) {
        counts[row.status] = row.count;
      }
      return counts;
    },

    /** A job's log, newest first. */
    async events(jobId: string, query: z.output<typeof JobEventQuery>): Promise<List<JobEvent>> {
      let select = db.selectFrom("job_events").select(["id", "at", "kind", "message"])
        .where("job_id", "=", jobId).orderBy("id", "desc").limit(query.limit + 1);
      if (query.cursor !== undefined) select = select.where("id", "<", Number(query.cursor) || 0);
      const rows = await select.execute();
      return toPage(rows.map((row) => ({ ...row, id: String(row.id) })), query.limit, (row) => row);
    },

    /** Pending jobs of one type, and since when the oldest waits. */
    async waiting(type: JobType): Promise<{ count: number; since: string | null }> {
      const pending = db.selectFrom("background_jobs").where("status", "=", PENDING)
        .where("job_type", "=", type);
      const { count } = await pending.select((eb) => eb.fn.countAll<number>().as("count"))
        .executeTakeFirstOrThrow();
      const oldest = await pending.select("created_at").orderBy("id").limit(1).executeTakeFirst();
      return { count, since: oldest?.created_at ?? null };
    },

    /** @param since a day ago; @param due by the engine's clock: now */
    async figures(since: string, due: string): Promise<QueueFigures> {
      const oldest = await db.selectFrom("background_jobs").select("created_at")
        .where("status", "=", PENDING).orderBy("id").limit(1).executeTakeFirst();
      const ended = async (status: JobStatus) => {
        const rows = await db.selectFrom("background_jobs")
          .select(["run_ms", "attempt", "finished_at"]).where("status", "=", status)
          .orderBy("id", "desc").limit(FIGURES_MOST).execute();
        return rows.filter((row) => (row.finished_at ?? "") >= since);
      };
      const completed = await ended("completed");
      const failed = await ended("failed");
      const cancelled = await ended("cancelled");
      const times = completed.map((row) => row.run_ms).sort((a, b) => a - b);
      return {
        oldest_pending_at: oldest?.created_at ?? null,
        next_run_at: await nextRunAt(db, due),
        day: {
          completed: completed.length,
          failed: failed.length,
          cancelled: cancelled.length,
          median_seconds: seconds(times, 0.5),
          p95_seconds: seconds(times, 0.95),
          retried: [...completed, ...failed, ...cancelled].filter((row) => row.attempt > 1).length,
        },
      };
    },
  };
}

/** The nearest-rank percentile of sorted milliseconds, in seconds. */
function seconds(sorted: readonly number[], share: number): number | null {
  const ms = sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return ms === undefined ? null : ms / 1000;
}
