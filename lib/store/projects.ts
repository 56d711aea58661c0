import type { Credentials } from "../domain/repo_url.ts";
import type { Project } from "../domain/wire/project.ts";
import type { Database } from "./database.ts";
import {
  countProjects,
  listProjects,
  type ListQuery,
  type Place,
  toProject,
} from "./project_list.ts";
import type { ProjectsTable } from "./schema.ts";

export interface NewProject {
  id: string;
  name: string;
  description: string;
  repo_url: string | null;
  repo_identity: string | null;
  branch: string | null;
  schedule: string | null;
  next_run_at: string | null;
  tags?: readonly string[];
  created_at: string;
}

/** All SQL about projects. Credentials have their own table and their own reader. */
export function createProjectStore(database: Database) {
  const db = database.kysely;
  return {
    /** One page in the order of `query.sort`, after `after`. */
    list: (query: ListQuery, after?: Place) => listProjects(db, query, after),

    /** How many there are of them on all pages. */
    count: (query: ListQuery) => countProjects(db, query),

    async find(id: string): Promise<Project | null> {
      const row = await db.selectFrom("projects").selectAll().where("id", "=", id)
        .executeTakeFirst();
      return row === undefined ? null : toProject(row);
    },

    async findByIdentity(identity: string): Promise<Project | null> {
      const row = await db.selectFrom("projects").selectAll().where("repo_identity", "=", identity)
        .executeTakeFirst();
      return row === undefined ? null : toProject(row);
    },

    /** @returns null where the repository is registered already */
    async add(project: NewProject, credentials: Credentials | null): Promise<Project | null> {
      return await db.transaction().execute(async (tx) => {
        const row = await tx.insertInto("projects")
          .values({
            ...project,
            tags: JSON.stringify(project.tags ?? []),
            updated_at: project.created_at,
          })
          .onConflict((conflict) => conflict.column("repo_identity").doNothing())
          .returningAll().executeTakeFirst();
        if (row === undefined) return null;
        if (credentials !== null) {
          await tx.insertInto("project_secrets").values({ project_id: project.id, ...credentials })
            .execute();
        }
        return toProject(row);
      });
    },

    async replace(
      id: string,
      { tags, ...fields }: Pick<
        NewProject,
        "name" | "description" | "branch" | "schedule" | "next_run_at" | "tags"
      >,
      now: string,
    ): Promise<Project | null> {
      const row = await db.updateTable("projects").set({
        ...fields,
        ...(tags === undefined ? {} : { tags: JSON.stringify(tags) }),
        updated_at: now,
      })
        .where("id", "=", id).returningAll().executeTakeFirst();
      return row === undefined ? null : toProject(row);
    },

    /** Its jobs, maps and secrets go with it (ON DELETE CASCADE). */
    async remove(id: string): Promise<boolean> {
      const result = await db.deleteFrom("projects").where("id", "=", id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },

    async credentials(id: string): Promise<Credentials | null> {
      return await db.selectFrom("project_secrets").select(["username", "password"])
        .where("project_id", "=", id).executeTakeFirst() ?? null;
    },

    /** The schedules of all that can be analysed; oldest project first. */
    async schedules(): Promise<Pick<ProjectsTable, "id" | "schedule" | "next_run_at">[]> {
      return await db.selectFrom("projects").select(["id", "schedule", "next_run_at"])
        .where("repo_url", "is not", null).orderBy("id").execute();
    },

    /** Projects whose current map another analyser made, and whose repository is there to be read. */
    async outdated(analyzerVersion: number): Promise<Project[]> {
      const rows = await db.selectFrom("projects")
        .innerJoin("system_maps", "system_maps.id", "projects.current_map_id")
        .selectAll("projects").where("analyzer_version", "!=", analyzerVersion)
        .where("projects.repo_url", "is not", null).orderBy("projects.id").execute();
      return rows.map(toProject);
    },

    async setNextRun(id: string, nextRunAt: string | null): Promise<void> {
      await db.updateTable("projects").set({ next_run_at: nextRunAt }).where("id", "=", id)
        .execute();
    },

    async ids(): Promise<string[]> {
      const rows = await db.selectFrom("projects").select("id").execute();
      return rows.map((row) => row.id);
    },

    /** Projects by health. */
    async counts(): Promise<{ green: number; amber: number; red: number }> {
      const rows = await db.selectFrom("projects").groupBy("health")
        .select((eb) => ["health", eb.fn.countAll<number>().as("count")]).execute();
      const counts = { green: 0, amber: 0, red: 0 };
      for (const row of rows) counts[row.health] = row.count;
      return counts;
    },
  };
}
export type ProjectStore = ReturnType<typeof createProjectStore>;
