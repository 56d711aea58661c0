import type { Selectable } from "kysely";
import { AnswerDraft, type ConversationSummary, type ConversationTurn } from "../domain/wire/ai.ts";
import type { List } from "../domain/wire/common.ts";
import type { AiProviderId } from "../domain/ai.ts";
import { holdsClaim } from "./claims.ts";
import type { Database } from "./database.ts";
import type { Claim } from "./jobs.ts";
import type { ConversationTurnsTable } from "./schema.ts";

/** A turn as stored; its job is looked up elsewhere. */
export type StoredTurn = Omit<ConversationTurn, "job">;

/** What an answer adds to its question. */
export interface AnswerRow {
  answer: AnswerDraft;
  map_id: string;
  commit_sha: string;
  provider: AiProviderId;
  model: string;
  claims_dropped: number;
  redactions: number;
  tokens: number;
  latency_ms: number;
}

/** All SQL about questions and answers. */
export function createConversationStore(database: Database) {
  const db = database.kysely;
  return {
    async add(
      conversation: { id: string; project_id: string; title: string },
      now: string,
    ): Promise<void> {
      await db.insertInto("conversations")
        .values({ ...conversation, created_at: now, updated_at: now }).execute();
    },

    /** Adds a question to a conversation. */
    async ask(
      turn: { id: string; conversation_id: string; job_id: string; question: string },
      now: string,
    ): Promise<void> {
      await db.transaction().execute(async (tx) => {
        await tx.insertInto("conversation_turns").values({ ...turn, created_at: now }).execute();
        await tx.updateTable("conversations").where("id", "=", turn.conversation_id)
          .set({ updated_at: now }).execute();
      });
    },

    /**
     * Adds its answer to a question.
     * @returns false where the job's claim is lost, or the question gone
     */
    async answer(
      turnId: string,
      { answer, ...row }: AnswerRow,
      claim: Claim,
      now: string,
    ): Promise<boolean> {
      return await db.transaction().execute(async (tx) => {
        const asked = await tx.selectFrom("conversation_turns")
          .innerJoin("conversations", "conversations.id", "conversation_id").select("project_id")
          .where("conversation_turns.id", "=", turnId).executeTakeFirst();
        if (asked === undefined || !await holdsClaim(tx, claim, asked.project_id)) return false;
        const result = await tx.updateTable("conversation_turns").where("id", "=", turnId)
          .set({ ...row, answer: JSON.stringify(answer), answered_at: now }).executeTakeFirst();
        return result.numUpdatedRows > 0n;
      });
    },

    async find(id: string) {
      return await db.selectFrom("conversations").selectAll().where("id", "=", id)
        .executeTakeFirst() ?? null;
    },

    /** Oldest first. */
    async turns(conversationId: string): Promise<StoredTurn[]> {
      const rows = await db.selectFrom("conversation_turns").selectAll()
        .where("conversation_id", "=", conversationId).orderBy("id").execute();
      return rows.map(toTurn);
    },

    /** Those that were gone on with last come first. */
    async list(
      projectId: string,
      limit: number,
      after: { updatedAt: string; id: string } | null,
    ): Promise<List<ConversationSummary>> {
      let select = db.selectFrom("conversations").selectAll()
        .select((eb) =>
          eb.selectFrom("conversation_turns")
            .whereRef("conversation_id", "=", "conversations.id")
            .select((count) => count.fn.countAll<number>().as("count")).as("turns")
        )
        .where("project_id", "=", projectId)
        .orderBy("updated_at", "desc").orderBy("id", "desc").limit(limit + 1);
      if (after !== null) {
        select = select.where((eb) =>
          eb.or([
            eb("updated_at", "<", after.updatedAt),
            eb("updated_at", "=", after.updatedAt).and("id", "<", after.id),
          ])
        );
      }
      const rows = await select.execute();
      const items = rows.slice(0, limit).map((row) => ({ ...row, turns: row.turns ?? 0 }));
      const last = items.at(-1);
      return {
        items,
        next_cursor: rows.length > limit && last !== undefined
          ? `${last.updated_at}_${last.id}`
          : null,
      };
    },

    /** With all of its turns. */
    async remove(id: string): Promise<void> {
      await db.deleteFrom("conversations").where("id", "=", id).execute();
    },
  };
}
export type ConversationStore = ReturnType<typeof createConversationStore>;

function toTurn(
  { conversation_id: _, map_id: __, answer, ...row }: Selectable<ConversationTurnsTable>,
): StoredTurn {
  return { ...row, answer: answer === null ? null : AnswerDraft.parse(JSON.parse(answer)) };
}
