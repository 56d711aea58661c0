/** What a provider of models is, and what the policy above all of them needs to remember. */
import type { AiProviderId, AiPurpose } from "../domain/ai.ts";
import type { ProviderCheck, ToolAccess } from "../domain/ai_port.ts";
import type { ErrorWords } from "../domain/wire/common.ts";

/** A JSON Schema, as plain data. */
export type JsonSchema = Record<string, unknown>;

export interface ProviderRequest {
  purpose: AiPurpose;
  system: string;
  prompt: string;
  /** The form of the reply. */
  schema: JsonSchema;
  maxOutputTokens: number;
  /** Opens tools for this request, where the provider uses them; closed by the caller. */
  openTools: (() => ToolAccess) | null;
  /** A cancel or the deadline. */
  signal: AbortSignal;
  /** What it is doing now, in a line for a person. */
  onProgress(message: string): void;
}

export interface ProviderReply {
  /** As it came: JSON, one hopes. */
  text: string;
  /** The model that answered, as far as the answer says so. */
  model: string;
  /** What the provider counted; null where it said nothing. */
  inputTokens: number | null;
  outputTokens: number | null;
}

/** One way to ask a model. */
export interface AiProvider {
  id: AiProviderId;
  /** What to set before it can be asked; null where nothing is missing. */
  missing: string | null;
  /** True where it asks again by itself what failed in passing. */
  retriesItself?: boolean;
  /** The model that will be asked; null where none is set. */
  model: string | null;
  /**
   * Asks once: no retry, no deadline of its own.
   * @throws FactoryError with one of the codes `ai_…`; the signal's reason
   */
  ask(request: ProviderRequest): Promise<ProviderReply>;
  /** Whether it can be reached. Sends no text of any repository. */
  check(signal: AbortSignal): Promise<ProviderCheck>;
}

/** A request as it is remembered from its beginning. */
export interface BegunRequest {
  id: string;
  project_id: string | null;
  job_id: string | null;
  map_id: string | null;
  purpose: AiPurpose;
  provider: AiProviderId;
  model: string;
  prompt_version: number;
  prompt: string;
  redactions: number;
  /** An estimate, so that requests under way count in the day's budget. */
  input_tokens: number;
  cache_key: string;
}

export interface EndedRequest {
  status: "completed" | "failed" | "cancelled";
  model: string;
  response: string | null;
  error: ErrorWords | null;
  input_tokens: number;
  output_tokens: number;
  latency_ms: number;
}

/** The store, as the policy uses it. */
export interface RequestLog {
  begin(request: BegunRequest): Promise<void>;
  end(id: string, end: EndedRequest): Promise<void>;
  /** Since midnight, UTC; requests under way included. */
  spentToday(): Promise<{ tokens: number; requests: number }>;
  /** The newest completed answer with this key. */
  remembered(key: string): Promise<{ model: string; response: string } | null>;
}
