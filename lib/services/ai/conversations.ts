import { z } from "zod";
import { CONVERSATION_TITLE_MAX } from "../../domain/ai.ts";
import { FactoryError } from "../../domain/errors.ts";
import { isFinal } from "../../domain/job.ts";
import { AnswerDraft, type Conversation, type ConversationTurn } from "../../domain/wire/ai.ts";
import { isoTime } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import type { ConversationStore } from "../../store/conversations.ts";
import type { AiJob, ConversationsService } from "../contract.ts";
import { checkAnswer } from "./evidence.ts";
import { gatherForQuestion } from "./gather.ts";
import { type AiDependencies, claimLost, enqueueAi, needModel, takeMap } from "./ports.ts";
import { SYSTEM_PROMPTS } from "./prompts.ts";
import { askWithEvidence } from "./work.ts";

const OUTPUT_TOKENS = 3_000;

const Params = z.object({ conversation_id: z.string(), turn_id: z.string() });

/** Answers questions about maps by models, and remembers the conversations. */
export function createConversationsService(
  deps: AiDependencies & { conversations: ConversationStore },
): ConversationsService {
  const { ai, projects, jobs, sources, clock, conversations } = deps;

  /** @throws FactoryError `conversation_not_found`, of another project's as well */
  async function find(projectId: string, id: string) {
    const found = await conversations.find(id);
    if (found !== null && found.project_id === projectId) return found;
    throw new FactoryError(
      "conversation_not_found",
      `This project has no conversation ${JSON.stringify(id)}.`,
      { remedy: "GET /api/projects/{id}/conversations lists them." },
    );
  }

  /** One that ended in the meantime needs no cancel. */
  async function cancelled(jobId: string): Promise<void> {
    try {
      await deps.cancel(jobId);
    } catch (error) {
      if (!(error instanceof FactoryError) || error.code !== "job_finished") throw error;
    }
  }

  /** Jobs are read before the answers that they make: one that had ended by then has made it. */
  async function turnsOf(id: string): Promise<ConversationTurn[]> {
    const asked = await conversations.turns(id);
    const found = await Promise.all(asked.map(({ job_id }) => jobs.find(job_id)));
    const byId = new Map(asked.map((turn, index) => [turn.id, found[index] ?? null]));
    return (await conversations.turns(id)).map((turn) => ({
      ...turn,
      job: byId.get(turn.id) ?? null,
    }));
  }

  return {
    async ask(projectId, { question, conversation_id }) {
      await takeMap(deps, projectId);
      needModel(ai);
      const now = isoTime(clock.now());
      let conversationId = conversation_id;
      if (conversationId !== undefined) await find(projectId, conversationId);
      else {
        conversationId = newId(clock.now());
        const title = titleOf(question);
        await conversations.add({ id: conversationId, project_id: projectId, title }, now);
      }
      const turnId = newId(clock.now());
      const jobId = newId(clock.now());
      // The question before its job: a job never looks for one that is not there.
      await conversations.ask(
        { id: turnId, conversation_id: conversationId, job_id: jobId, question },
        now,
      );
      const job = await enqueueAi(deps, {
        id: jobId,
        type: "answer_question",
        projectId,
        params: { conversation_id: conversationId, turn_id: turnId },
        key: `answer_question:${turnId}`,
      });
      return { ...job, conversation_id: conversationId, turn_id: turnId };
    },

    async list(projectId, { limit, cursor }) {
      await projects.get(projectId);
      return await conversations.list(
        projectId,
        limit,
        cursor === undefined ? null : place(cursor),
      );
    },

    async get(projectId, id): Promise<Conversation> {
      await projects.get(projectId);
      return { ...await find(projectId, id), turns: await turnsOf(id) };
    },

    async remove(projectId, id) {
      await projects.get(projectId);
      await find(projectId, id);
      for (const { job_id } of await conversations.turns(id)) {
        const job = await jobs.find(job_id);
        if (job !== null && !isFinal(job.status)) await cancelled(job_id);
      }
      await conversations.remove(id);
    },

    async answer(job: AiJob, params: unknown) {
      const { conversation_id, turn_id } = Params.parse(params);
      const { projectId, signal } = job;
      job.report("gather", 0, "Looking for what the question is about");
      const { project, view, map } = await takeMap(deps, projectId);
      const turns = await turnsOf(conversation_id);
      const at = turns.findIndex(({ id }) => id === turn_id);
      const turn = turns[at];
      if (turn === undefined) {
        throw new FactoryError("conversation_not_found", "The question was removed meanwhile.");
      }
      // A crash came between its work and its end.
      if (turn.answer !== null) {
        return { conversation_id, turn_id, claims_dropped: turn.claims_dropped ?? 0 };
      }
      const { question } = turn;
      const about = { projectId, name: project.name, view, signal, question };
      const before = turns.slice(0, at);
      const material = await gatherForQuestion({ ...about, before }, deps, deps.contextTokens);
      const tools = deps.openTools(projectId);
      // A person may paste a key into a question as well.
      const asked = deps.redact(question);
      try {
        const made = await askWithEvidence(ai, job, {
          purpose: "answer_question",
          map,
          material: { ...material, redactions: material.redactions + asked.count },
          system: SYSTEM_PROMPTS.answer_question,
          task: `The question: ${asked.text}`,
          schema: AnswerDraft,
          maxOutputTokens: OUTPUT_TOKENS,
          // Tried again by a person, it is asked again.
          fresh: false,
          openTools: tools === null ? null : () => tools,
          check: (draft) =>
            checkAnswer(draft, (path) => sources.lineCount(projectId, map.id, path)),
        });
        const stored = await conversations.answer(
          turn_id,
          {
            answer: made.value,
            map_id: map.id,
            commit_sha: view.commit.sha,
            provider: made.provider,
            model: made.model,
            claims_dropped: made.dropped,
            redactions: made.redactions,
            tokens: made.tokens,
            latency_ms: made.latencyMs,
          },
          job.claim,
          isoTime(clock.now()),
        );
        if (!stored) throw claimLost();
        return { conversation_id, turn_id, claims_dropped: made.dropped };
      } finally {
        tools?.close();
      }
    },
  };
}

function titleOf(question: string): string {
  const line = question.replace(/\s+/g, " ").trim();
  if (line.length <= CONVERSATION_TITLE_MAX) return line;
  return `${line.slice(0, CONVERSATION_TITLE_MAX - 1)}…`;
}

function place(cursor: string): { updatedAt: string; id: string } {
  const [, updatedAt, id] = /^([0-9T:.Z-]{24})_([\w-]{1,64})$/.exec(cursor) ?? [];
  if (updatedAt !== undefined && id !== undefined) return { updatedAt, id };
  throw new FactoryError("invalid_fields", "Not valid: /cursor.", {
    errors: [{ pointer: "/cursor", detail: "is none that an answer gave as next_cursor" }],
    remedy: "Leave it out to begin with the first page.",
  });
}
