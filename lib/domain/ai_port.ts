/** How the rest of the house asks models: what lib/ai implements, and the services are given. */
import type { z } from "zod";
import type { AiProviderId, AiPurpose } from "./ai.ts";
import type { ErrorWords } from "./wire/common.ts";

/** Read-only tools over one project, for a provider that can call them. */
export interface ToolAccess {
  /** Address of our MCP endpoint. */
  url: string;
  /** A token for that project, which ends soon. */
  token: string;
}

export interface ProviderCheck {
  reachable: boolean;
  version: string | null;
  models: string[];
  error: ErrorWords | null;
}

/** What is asked. */
export interface Order<T> {
  purpose: AiPurpose;
  projectId: string | null;
  jobId: string | null;
  map: { id: string; hash: string } | null;
  system: string;
  prompt: string;
  /** Secrets that were replaced in the prompt. */
  redactions: number;
  schema: z.ZodType<T>;
  maxOutputTokens: number;
  /** Asked before the others; `only`: and no other. */
  prefer?: AiProviderId;
  only?: boolean;
  /** True: an answer that is known already does not count. */
  fresh: boolean;
  openTools: (() => ToolAccess) | null;
  signal: AbortSignal;
  onProgress(message: string): void;
}

export interface Asked<T> {
  value: T;
  provider: AiProviderId;
  model: string;
  /** Of all requests that were made for it; none where the answer was known. */
  tokens: number;
  latencyMs: number;
  remembered: boolean;
}

/** How a provider is doing, as far as its requests tell. */
export interface ProviderState {
  pausedUntil: string | null;
  lastError: (ErrorWords & { at: string }) | null;
}

/** A provider, as those who choose one see it. */
export interface ProviderInfo {
  id: AiProviderId;
  /** What to set before it can be asked; null where nothing is missing. */
  missing: string | null;
  model: string | null;
  /** Whether it can be reached. Sends no text of any repository. */
  check(signal: AbortSignal): Promise<ProviderCheck>;
}

export interface Ai {
  /** Those that are configured, in the order of fallback. */
  readonly order: readonly ProviderInfo[];
  /** All that could be. */
  readonly providers: readonly ProviderInfo[];
  state(id: AiProviderId): ProviderState;
  /**
   * Asks until there is a reply of the right form.
   * @throws FactoryError `ai_not_configured`, `ai_budget_spent`, or how the last provider failed;
   *   the signal's reason
   */
  ask<T>(order: Order<T>): Promise<Asked<T>>;
}
