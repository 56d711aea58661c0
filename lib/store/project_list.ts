/** Lists of projects: searched, filtered and sorted, page by page by key. */
import {
  type Kysely,
  type RawBuilder,
  type Selectable,
  type SelectQueryBuilder,
  sql,
} from "kysely";
import type { z } from "zod";
import {
  type Project,
  ProjectFigures,
  type ProjectQuery,
  type ProjectSort,
} from "../domain/wire/project.ts";
import type { ProjectsTable, Tables } from "./schema.ts";

export type ListQuery =
  & Partial<z.output<typeof ProjectQuery>>
  & Pick<z.output<typeof ProjectQuery>, "limit">;

/** The last project of a page: what it was sorted by, and its id. */
export interface Place {
  value: string | number;
  id: string;
}

type Key = ProjectSort extends infer S ? S extends `-${infer K}` ? K : never : never;

/** What each order compares; what is not known yet comes last, whichever way round. */
const VALUES: Record<Key, (descending: boolean) => RawBuilder<string | number>> = {
  added: () => sql`projects.id`,
  name: () => sql`lower(projects.name)`,
  health: (descending) => number(sql`projects.figures ->> '$.health_score'`, descending),
  size: (descending) => number(sql`projects.figures ->> '$.code_lines'`, descending),
  activity: (descending) =>
    number(
      sql`(select sum(value) from json_each(projects.figures, '$.weekly_commits'))`,
      descending,
    ),
  analysed: (descending) =>
    sql`coalesce(projects.last_analyzed_at, ${sql.lit(descending ? "" : "~")})`,
};

function number(value: RawBuilder<unknown>, descending: boolean): RawBuilder<number> {
  return sql`coalesce(${value}, ${sql.lit(descending ? -1 : Number.MAX_SAFE_INTEGER)})`;
}

/** @returns the page and, where there is another one, the place of its last project */
export async function listProjects(
  db: Kysely<Tables>,
  query: ListQuery,
  after?: Place,
): Promise<{ items: Project[]; last: Place | null }> {
  const sort = query.sort ?? "-added";
  const descending = sort.startsWith("-");
  const value = VALUES[sort.replace("-", "") as Key](descending);
  let select = filtered(db.selectFrom("projects"), query)
    .selectAll("projects").select(value.as("place"))
    .orderBy(value, descending ? "desc" : "asc").orderBy("projects.id", "desc")
    .limit(query.limit + 1);
  if (after !== undefined) {
    const beyond = descending ? sql`<` : sql`>`;
    select = select.where(
      sql<boolean>`(${value} ${beyond} ${after.value}
        or (${value} = ${after.value} and projects.id < ${after.id}))`,
    );
  }
  const rows = await select.execute();
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(toProject),
    last: rows.length > query.limit && last !== undefined
      ? { value: last.place, id: last.id }
      : null,
  };
}

export async function countProjects(db: Kysely<Tables>, query: ListQuery): Promise<number> {
  const { count } = await filtered(db.selectFrom("projects"), query)
    .select((eb) => eb.fn.countAll<number>().as("count")).executeTakeFirstOrThrow();
  return count;
}

/** `q` matches case-insensitively for ASCII. */
function filtered<O>(
  select: SelectQueryBuilder<Tables, "projects", O>,
  { q, health, tag, language }: ListQuery,
): SelectQueryBuilder<Tables, "projects", O> {
  if (health !== undefined) select = select.where("health", "=", health);
  if (tag !== undefined && tag !== "") {
    select = select.where(
      sql<boolean>`exists (select 1 from json_each(projects.tags) where value = ${tag})`,
    );
  }
  if (language !== undefined && language !== "") {
    select = select.where(
      sql<boolean>`exists (select 1 from json_each(projects.figures, '$.languages')
        where value ->> '$.name' = ${language})`,
    );
  }
  if (q !== undefined && q !== "") {
    // instr, not LIKE: a search for "100%" means these characters.
    select = select.where((eb) =>
      eb.or([
        ...(["name", "description", "repo_url"] as const).map((column) =>
          sql<boolean>`instr(lower(${eb.ref(column)}), lower(${q})) > 0`
        ),
        sql<boolean>`exists (select 1 from json_each(projects.tags)
          where instr(value, lower(${q})) > 0)`,
      ])
    );
  }
  return select;
}

export function toProject(row: Selectable<ProjectsTable>): Project {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    repo_url: row.repo_url,
    branch: row.branch,
    schedule: row.schedule,
    next_run_at: row.next_run_at,
    health: row.health,
    last_commit: row.last_commit,
    last_commit_at: row.last_commit_at,
    last_analyzed_at: row.last_analyzed_at,
    figures: row.figures === null ? null : ProjectFigures.parse(JSON.parse(row.figures)),
    tags: JSON.parse(row.tags),
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
