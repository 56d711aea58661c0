/** The services about models, composed. */
import type { Ai } from "../../domain/ai_port.ts";
import type { Redactor } from "../../domain/redact.ts";
import type { AiResultStore } from "../../store/ai_results.ts";
import type { ConversationStore } from "../../store/conversations.ts";
import type { ExplanationStore } from "../../store/explanations.ts";
import type { Services } from "../contract.ts";
import { createConversationsService } from "./conversations.ts";
import { createExplanationsService } from "./explanations.ts";
import { createModelsService } from "./models.ts";
import type { AiDependencies } from "./ports.ts";

export interface AiServicesOptions extends Omit<AiDependencies, "ai" | "redact"> {
  ai: Ai;
  redact: Redactor;
  results: AiResultStore;
  explanations: ExplanationStore;
  conversations: ConversationStore;
  daily: { tokens: number; requests: number };
  /** Explain each new map by itself. */
  autoExplain: boolean;
}

export function createAiServices(
  { results, explanations, conversations, daily, autoExplain, ...deps }: AiServicesOptions,
): Pick<Services, "models" | "explanations" | "conversations"> {
  const { ai, projects, clock } = deps;
  return {
    models: createModelsService({ ai, results, projects, daily, autoExplain, clock }),
    explanations: createExplanationsService({ ...deps, explanations, autoExplain }),
    conversations: createConversationsService({ ...deps, conversations }),
  };
}
