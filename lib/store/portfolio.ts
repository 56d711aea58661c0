/** What the list of all projects shows beside the projects themselves, for one page of them at once. */
import { sql } from "kysely";
import { JOB_TYPES } from "../domain/job.ts";
import type { Job } from "../domain/wire/job.ts";
import type { Database } from "./database.ts";
import { PENDING, RUNNING, toJob, withProject } from "./jobs/rows.ts";

/** A word that projects have in common, and how many have it. */
export interface Facet {
  name: string;
  count: number;
}

/** More languages than these are no list to choose from. */
const LANGUAGES_MAX = 60;
const TAGS_MAX = 200;

export function createPortfolioStore({ kysely: db }: Database) {
  return {
    /**
     * Health scores of each project's newest maps, oldest first by the time of their commits (an
     * older commit may be analysed later). From an index alone: no map is touched.
     * @param most maps of each project
     */
    async trends(ids: readonly string[], most: number): Promise<Map<string, number[]>> {
      const { rows } = await sql<{ project_id: string; score: number }>`
        select m.project_id, m.figures ->> '$.health_score' as score
        from json_each(${JSON.stringify(ids)}) as p
        cross join system_maps as m
        where m.project_id = p.value
          and m.id in (select id from system_maps as n where n.project_id = p.value
            order by n.id desc limit ${most})
          and m.figures ->> '$.health_score' is not null
        order by m.project_id, m.committed_at, m.id`.execute(db);
      const trends = new Map<string, number[]>();
      for (const { project_id, score } of rows) {
        const held = trends.get(project_id);
        if (held === undefined) trends.set(project_id, [score]);
        else held.push(score);
      }
      return trends;
    },

    /** The job of each project that runs or, where none does, waits. */
    async active(ids: readonly string[]): Promise<Map<string, Job>> {
      const jobs = new Map<string, Job>();
      for (const status of [RUNNING, PENDING]) {
        const rows = await withProject(db).where("status", "=", status)
          .where("job_type", "in", JOB_TYPES).where("project_id", "in", ids)
          .orderBy(sql`+background_jobs.id`).execute();
        for (const job of rows.map(toJob)) {
          if (!jobs.has(job.project_id)) jobs.set(job.project_id, job);
        }
      }
      return jobs;
    },

    /** The last failed analysis of each project that has not been analysed since. */
    async failures(ids: readonly string[]): Promise<Map<string, Job>> {
      const rows = await withProject(db)
        .where("background_jobs.id", "in", (eb) =>
          eb.selectFrom(
            sql<{ id: string }>`(select (select id from background_jobs as j
              where j.project_id = p.value and j.status = 'failed'
                and j.status in ('failed', 'cancelled') and j.job_type = 'analyze_repo'
              order by j.id desc limit 1) as id
              from json_each(${JSON.stringify(ids)}) as p)`.as("newest"),
          ).select("newest.id"))
        .where(sql<boolean>`background_jobs.finished_at > coalesce(
          (select last_analyzed_at from projects where projects.id = background_jobs.project_id),
          '')`)
        .execute();
      return new Map(rows.map((row) => [row.project_id, toJob(row)]));
    },

    /** All tags, by name. */
    async tags(): Promise<Facet[]> {
      const { rows } = await sql<Facet>`select value as name, count(*) as count
        from projects, json_each(projects.tags) group by value order by value
        limit ${TAGS_MAX}`.execute(db);
      return rows;
    },

    /** Languages of maps; those of most projects first. */
    async languages(): Promise<Facet[]> {
      const { rows } = await sql<Facet>`select value ->> '$.name' as name, count(*) as count
        from projects, json_each(projects.figures, '$.languages') group by 1
        order by count desc, name limit ${LANGUAGES_MAX}`.execute(db);
      return rows;
    },
  };
}

export type PortfolioStore = ReturnType<typeof createPortfolioStore>;
