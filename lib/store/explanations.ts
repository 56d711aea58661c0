import type { Insertable, Selectable } from "kysely";
import { type Explanation, ExplanationContent } from "../domain/wire/ai.ts";
import { holdsClaim } from "./claims.ts";
import type { Database } from "./database.ts";
import type { Claim } from "./jobs.ts";
import type { ExplanationsTable } from "./schema.ts";

/** Explanations of a project that are kept. */
const KEPT = 20;

/** All SQL about explanations. */
export function createExplanationStore(database: Database) {
  const db = database.kysely;
  return {
    /**
     * Adds one; of older ones the last stay.
     * @returns false where the job's claim is lost, or its project gone: nothing is stored then
     */
    async add(
      { content, ...row }: Omit<Insertable<ExplanationsTable>, "content" | "job_id"> & {
        content: ExplanationContent;
      },
      claim: Claim,
    ): Promise<boolean> {
      return await db.transaction().execute(async (tx) => {
        if (!await holdsClaim(tx, claim, row.project_id)) return false;
        await tx.insertInto("explanations").values({
          ...row,
          job_id: claim.jobId,
          content: JSON.stringify(content),
        })
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

    /** What a job has made before it ran again. */
    async ofJob(jobId: string) {
      return await db.selectFrom("explanations").select(["id", "claims_kept", "claims_dropped"])
        .where("job_id", "=", jobId).executeTakeFirst() ?? null;
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
