import type { Selectable } from "kysely";
import type { AiResult, AiResultQuery } from "../domain/wire/ai.ts";
import type { ErrorWords } from "../domain/wire/common.ts";
import type { List } from "../domain/wire/common.ts";
import type { AiPurpose } from "../domain/ai.ts";
import type { Database } from "./database.ts";
import { toPage } from "./page.ts";
import type { AiResultsTable } from "./schema.ts";

/** Of prompt and response in a list. */
const EXCERPT_MAX = 300;

const COLUMNS = [
  "id",
  "project_id",
  "job_id",
  "map_id",
  "purpose",
  "provider",
  "model",
  "prompt_version",
  "redactions",
  "status",
  "error",
  "input_tokens",
  "output_tokens",
  "tokens",
  "latency_ms",
  "created_at",
] as const;

/** All SQL about requests to models. */
export function createAiResultStore(database: Database) {
  const db = database.kysely;
  return {
    async begin(
      request: {
        id: string;
        project_id: string | null;
        job_id: string | null;
        map_id: string | null;
        purpose: AiPurpose;
        provider: string;
        model: string;
        prompt_version: number;
        prompt: string;
        redactions: number;
        input_tokens: number;
        cache_key: string;
      },
      now: string,
    ): Promise<void> {
      await db.insertInto("ai_results").values({ ...request, status: "running", created_at: now })
        .execute();
    },

    /** Ends a request that runs; one that a restart has ended is left as it is. */
    async end(
      id: string,
      { error, ...end }: {
        status: "completed" | "failed" | "cancelled";
        model: string;
        response: string | null;
        error: ErrorWords | null;
        input_tokens: number;
        output_tokens: number;
        latency_ms: number;
      },
    ): Promise<void> {
      await db.updateTable("ai_results").where("id", "=", id).where("status", "=", "running")
        .set({ ...end, error: error === null ? null : JSON.stringify(error) }).execute();
    },

    /** Ends what was under way when a server died. @returns how many */
    async endInterrupted(error: ErrorWords): Promise<number> {
      const result = await db.updateTable("ai_results").where("status", "=", "running")
        .set({ status: "failed", error: JSON.stringify(error) }).executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    async spentSince(time: string): Promise<{ tokens: number; requests: number }> {
      const row = await db.selectFrom("ai_results").where("created_at", ">=", time)
        .select((eb) => [
          eb.fn.coalesce(
            eb.fn.sum<number>(eb("input_tokens", "+", eb.ref("output_tokens"))),
            eb.val(0),
          ).as("tokens"),
          eb.fn.countAll<number>().as("requests"),
        ]).executeTakeFirstOrThrow();
      return { tokens: Number(row.tokens), requests: Number(row.requests) };
    },

    /** The newest completed answer with this key. */
    async remembered(key: string): Promise<{ model: string; response: string } | null> {
      const row = await db.selectFrom("ai_results").select(["model", "response"])
        .where("cache_key", "=", key).where("status", "=", "completed")
        .orderBy("id", "desc").limit(1).executeTakeFirst();
      if (row === undefined || row.response === null) return null;
      return { model: row.model, response: row.response };
    },

    async find(id: string): Promise<AiResult | null> {
      const row = await db.selectFrom("ai_results").select([...COLUMNS, "prompt", "response"])
        .where("id", "=", id).executeTakeFirst();
      return row === undefined ? null : toResult(row);
    },

    /** Newest first, of prompts and responses the beginnings. */
    async list(
      { project_id, job_id, limit, cursor }: AiResultQuery,
    ): Promise<List<AiResult>> {
      let select = db.selectFrom("ai_results").select(COLUMNS)
        .select((eb) => [
          eb.fn<string>("substr", [eb.ref("prompt"), eb.lit(1), eb.lit(EXCERPT_MAX)]).as("prompt"),
          eb.fn<string | null>("substr", [eb.ref("response"), eb.lit(1), eb.lit(EXCERPT_MAX)])
            .as("response"),
        ]).orderBy("id", "desc").limit(limit + 1);
      if (project_id !== undefined) select = select.where("project_id", "=", project_id);
      if (job_id !== undefined) select = select.where("job_id", "=", job_id);
      if (cursor !== undefined) select = select.where("id", "<", cursor);
      return toPage(await select.execute(), limit, toResult);
    },

    /** Removes what was asked before `time`, some at a time. @returns how many */
    async prune(time: string, most: number): Promise<number> {
      const result = await db.deleteFrom("ai_results").where(
        "id",
        "in",
        db.selectFrom("ai_results").select("id").where("created_at", "<", time)
          .where("status", "!=", "running").limit(most),
      ).executeTakeFirst();
      return Number(result.numDeletedRows);
    },
  };
}
export type AiResultStore = ReturnType<typeof createAiResultStore>;

function toResult(
  row: Pick<Selectable<AiResultsTable>, typeof COLUMNS[number] | "prompt" | "response">,
): AiResult {
  return { ...row, error: row.error === null ? null : JSON.parse(row.error) };
}
