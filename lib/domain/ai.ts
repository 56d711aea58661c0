/** What can be asked of a model, and by whom; the same lists are CHECKed in SQL. */
export const AI_PROVIDERS = ["goose", "model-garden"] as const;
export type AiProviderId = (typeof AI_PROVIDERS)[number];

export const AI_PROVIDER_TITLES: Readonly<Record<AiProviderId, string>> = {
  "goose": "Goose",
  "model-garden": "Model Garden",
};

export const AI_PURPOSES = ["explain_map", "answer_question", "test_provider"] as const;
export type AiPurpose = (typeof AI_PURPOSES)[number];

export const AI_RESULT_STATUSES = ["running", "completed", "failed", "cancelled"] as const;
export type AiResultStatus = (typeof AI_RESULT_STATUSES)[number];

/**
 * Part of what an answer is remembered by: raise it whenever a prompt or a reply's schema changes,
 * so that no answer to an older prompt is taken for one to the newer.
 */
export const PROMPT_VERSIONS: Readonly<Record<AiPurpose, number>> = {
  explain_map: 1,
  answer_question: 1,
  test_provider: 1,
};

export const QUESTION_MAX = 4_000;
export const CONVERSATION_TITLE_MAX = 120;

/**
 * Tokens of a text, where nobody has counted them: one for 3.5 characters, rounded up. Tokenizers of
 * current models need one for about 4 characters of English and for about 3 of code.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(text.length / 3.5);
}
