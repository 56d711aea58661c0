import type { Insertable, Selectable } from "kysely";
import { type Explanation, ExplanationContent } from "../domain/wire/ai.ts";
import type { Database } from "./database.ts";
import type { ExplanationsTable } from "./schema.ts";

/** Explanations of a project that are kept. */
const KEPT = 20;

/** All SQL about explanations. */
export function createExplanationStore(database: Database) {
  const db = database.kysely;
  return {
    /** Adds one, unless its project was removed meanwhile; of older ones the last stay. */
    async add(
      { content, ...row }: Omit<Insertable<ExplanationsTable>, "content"> & {
        content: ExplanationContent;
      },
    ): Promise<boolean> {
      return await db.transaction().execute(async (tx) => {
        const project = await tx.selectFrom("projects").select("id")
          .where("id", "=", row.project_id).executeTakeFirst();
        if (project === undefined) return false;
        await tx.insertInto("explanations").values({ ...row, content: JSON.stringify(content) })
          .execute();
        const last = await tx.selectFrom("explanations").select("id")
          .where("project_id", "=", row.project_id).orderBy("id", "desc").offset(KEPT).limit(1)
          .executeTakeFirst();
        if (last !== undefined) {
          await tx.deleteFrom("explanations").where("project_id", "=", row.project_id)
            .where("id", "<=", last.id).execute();
        }
        return true;
      });
    },

    async latest(projectId: string): Promise<Explanation | null> {
      const row = await db.selectFrom("explanations")
        .innerJoin("projects", "projects.id", "explanations.project_id")
        .selectAll("explanations").select("projects.current_map_id")
        .where("explanations.project_id", "=", projectId).orderBy("explanations.id", "desc")
        .limit(1).executeTakeFirst();
      return row === undefined ? null : toExplanation(row, row.current_map_id);
    },
  };
}
export type ExplanationStore = ReturnType<typeof createExplanationStore>;

function toExplanation(
  { map_hash: _, current_map_id: __, content, ...row }: Selectable<ExplanationsTable> & {
    current_map_id?: string | null;
  },
  currentMap: string | null,
): Explanation {
  return {
    ...row,
    stale: row.map_id !== currentMap,
    content: ExplanationContent.parse(JSON.parse(content)),
  };
}
