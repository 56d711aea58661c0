/** What is said about models and by them: always apart from the map, always with its evidence. */
import { z } from "zod";
import { AI_PROVIDERS, AI_PURPOSES, AI_RESULT_STATUSES, QUESTION_MAX } from "../ai.ts";
import { ErrorWords, listOf, PageQuery, Timestamp } from "./common.ts";
import { Job } from "./job.ts";

/** A place in the commit that the map is of. */
export const Citation = z.object({
  path: z.string().min(1).max(1_000).describe("A file of the commit."),
  lines: z.string().regex(/^\d{1,7}(-\d{1,7})?$/).describe("`12` or `12-40`, counted from 1."),
});
export type Citation = z.infer<typeof Citation>;

/** A statement with the places that bear it out. */
export const Claim = z.object({
  text: z.string().min(1).max(2_000),
  citations: z.array(Citation).max(12),
});
export type Claim = z.infer<typeof Claim>;

const claims = (most: number, what: string) => z.array(Claim).max(most).describe(what);

/** What a model answers when it is asked to explain a map; checked, and cut to what has evidence. */
export const ExplanationDraft = z.object({
  purpose: Claim.describe("What the system is for, and for whom."),
  architecture: claims(12, "How it is built: its parts, layers and the ideas behind them."),
  components: z.array(z.object({
    component: z.string().max(1_000).describe("The component's id, as given."),
    role: Claim.describe("What it does for the others."),
  })).max(60),
  data_flows: claims(12, "How data and control move through it, from where to where."),
  risks: claims(12, "What is fragile, unclear or dangerous to change, and why."),
  start_here: claims(10, "Where a newcomer should start reading, in order, and what to look for."),
  open_questions: z.array(z.string().min(1).max(500)).max(12).describe(
    "What cannot be told from what was given.",
  ),
});
export type ExplanationDraft = z.infer<typeof ExplanationDraft>;

/** The same with verified claims only: none is left without a citation that exists. */
export const ExplanationContent = ExplanationDraft.extend({ purpose: Claim.nullable() });
export type ExplanationContent = z.infer<typeof ExplanationContent>;

/** What a model answers to a question. */
export const AnswerDraft = z.object({
  answer: z.array(Claim).min(1).max(12).describe("The answer, one statement after another."),
  unknown: z.array(z.string().min(1).max(500)).max(6).describe(
    "What of the question cannot be told from what was given.",
  ),
});
export type AnswerDraft = z.infer<typeof AnswerDraft>;

const spent = {
  provider: z.enum(AI_PROVIDERS),
  model: z.string(),
  claims_dropped: z.int().min(0).describe("Claims left out because no citation of theirs exists."),
  redactions: z.int().min(0).describe("Secrets that were replaced before anything was sent."),
  tokens: z.int().min(0).describe("Of all requests that it took."),
  latency_ms: z.int().min(0),
};

export const Explanation = z.object({
  id: z.string(),
  project_id: z.string(),
  job_id: z.string(),
  map_id: z.string(),
  commit_sha: z.string(),
  ...spent,
  prompt_version: z.int(),
  claims_kept: z.int().min(0),
  stale: z.boolean().describe("True where the project has a newer map by now."),
  content: ExplanationContent,
  created_at: Timestamp,
});
export type Explanation = z.infer<typeof Explanation>;

export const ExplanationRequest = z.strictObject({
  fresh: z.boolean().default(false).describe("True: ask anew, even where the answer is known."),
});
export type ExplanationRequest = z.infer<typeof ExplanationRequest>;

export const QuestionRequest = z.strictObject({
  question: z.string().trim().min(1, "Ask something.").max(QUESTION_MAX)
    .meta({ examples: ["Where are requests authenticated?"] }),
  conversation_id: z.string().max(100).optional().describe("Goes on with it; default: a new one."),
});
export type QuestionRequest = z.infer<typeof QuestionRequest>;

/** A question and its answer. */
export const ConversationTurn = z.object({
  id: z.string(),
  job_id: z.string(),
  question: z.string(),
  answer: AnswerDraft.nullable().describe(
    "null until there is one; its job tells how it is doing.",
  ),
  commit_sha: z.string().nullable().describe("What the answer is about."),
  provider: spent.provider.nullable(),
  model: z.string().nullable(),
  claims_dropped: z.int().min(0).nullable(),
  redactions: z.int().min(0).nullable(),
  tokens: z.int().min(0).nullable(),
  latency_ms: z.int().min(0).nullable(),
  job: Job.nullable().describe("null once it was cleared away."),
  created_at: Timestamp,
  answered_at: Timestamp.nullable(),
});
export type ConversationTurn = z.infer<typeof ConversationTurn>;

const conversation = {
  id: z.string(),
  project_id: z.string(),
  title: z.string().describe("The beginning of its first question."),
  created_at: Timestamp,
  updated_at: Timestamp,
};
export const ConversationSummary = z.object({ ...conversation, turns: z.int().min(1) });
export type ConversationSummary = z.infer<typeof ConversationSummary>;
export const ConversationList = listOf(ConversationSummary);

/** Oldest turn first. */
export const Conversation = z.object({ ...conversation, turns: z.array(ConversationTurn) });
export type Conversation = z.infer<typeof Conversation>;

/** The job that answers, and where its answer will be. */
export const QuestionJob = Job.extend({ conversation_id: z.string(), turn_id: z.string() });
export type QuestionJob = z.infer<typeof QuestionJob>;

export const AiProvider = z.object({
  id: z.enum(AI_PROVIDERS),
  title: z.string(),
  configured: z.boolean(),
  missing: z.string().nullable().describe("What to set; null where it is configured."),
  model: z.string().nullable().describe("The one that is asked."),
  order: z.int().min(1).nullable().describe("Its place in the order of fallback; null: not asked."),
  reachable: z.boolean().nullable().describe("null where it is not configured."),
  version: z.string().nullable(),
  models: z.array(z.string()).describe("What it offers, as far as it says; the first 100."),
  checked_at: Timestamp.nullable(),
  paused_until: Timestamp.nullable().describe("It failed too often; until then it is not asked."),
  last_error: ErrorWords.extend({ at: Timestamp }).nullable(),
});
export type AiProvider = z.infer<typeof AiProvider>;

export const AiProviders = z.object({
  items: z.array(AiProvider),
  today: z.object({
    tokens: z.int().min(0),
    tokens_most: z.int(),
    requests: z.int().min(0),
    requests_most: z.int(),
  }).describe("Since midnight, UTC, against the daily budget."),
  auto_explain: z.boolean().describe("Whether each new map is explained by itself."),
});
export type AiProviders = z.infer<typeof AiProviders>;

export const AiProviderTest = z.object({
  ok: z.boolean(),
  provider: z.enum(AI_PROVIDERS),
  model: z.string(),
  latency_ms: z.int().min(0),
  tokens: z.int().min(0),
  error: ErrorWords.nullable(),
});
export type AiProviderTest = z.infer<typeof AiProviderTest>;

export const AiResult = z.object({
  id: z.string(),
  project_id: z.string().nullable(),
  job_id: z.string().nullable(),
  map_id: z.string().nullable(),
  purpose: z.enum(AI_PURPOSES),
  provider: z.string(),
  model: z.string(),
  prompt_version: z.int(),
  prompt: z.string().describe("As sent, without secrets; its beginning, in a list."),
  response: z.string().nullable().describe("As it came; its beginning, in a list."),
  redactions: z.int().min(0),
  status: z.enum(AI_RESULT_STATUSES),
  error: ErrorWords.nullable(),
  input_tokens: z.int().min(0),
  output_tokens: z.int().min(0),
  tokens: z.int().min(0),
  latency_ms: z.int().min(0).nullable(),
  created_at: Timestamp,
});
export type AiResult = z.infer<typeof AiResult>;
export const AiResultList = listOf(AiResult);

export const AiResultQuery = PageQuery.extend({
  project_id: z.string().max(100).optional(),
  job_id: z.string().max(100).optional(),
});
export type AiResultQuery = z.infer<typeof AiResultQuery>;
