import type { ConversationsService, ExplanationsService } from "../lib/services/contract.ts";
import type { JobHandler } from "./registry.ts";

/** The jobs that ask a model: what they do is decided in lib/services/ai. */
export function createAskModels(
  { explanations, conversations }: {
    explanations: Pick<ExplanationsService, "make">;
    conversations: Pick<ConversationsService, "answer">;
  },
): { explain_map: JobHandler; answer_question: JobHandler } {
  return {
    explain_map: ({ params, ...job }) => explanations.make(job, params),
    answer_question: ({ params, ...job }) => conversations.answer(job, params),
  };
}
