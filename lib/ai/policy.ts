/**
 * How models are asked, whoever provides them: each request within its time and the day's budget,
 * few at once, tried again where that may help, then by the next provider; and every one of them
 * noted, from its beginning to its end. One file, though long: these rules decide together what becomes
 * of one request.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Ai, Asked, Order } from "../domain/ai_port.ts";
import {
  AI_PROVIDER_TITLES,
  type AiProviderId,
  estimateTokens,
  PROMPT_VERSIONS,
} from "../domain/ai.ts";
import { type ErrorCode, FactoryError, toPublicError } from "../domain/errors.ts";
import type { ErrorWords } from "../domain/wire/common.ts";
import { type Clock, isoTime } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import { getLogger } from "../platform/log.ts";
import { createBreaker } from "./breaker.ts";
import type { AiProvider, JsonSchema, ProviderReply, RequestLog } from "./contract.ts";
import { parseReply } from "./replies.ts";

/** Requests to one provider for one answer. */
const TRIES_MOST = 3;
/** Replies of the wrong form that one provider may give. */
const INVALID_MOST = 2;
const FIRST_WAIT_MS = 1_000;
/** Who asks for more is left for the next provider. */
const LONGEST_WAIT_MS = 20_000;
/** Requests under way at once. */
const AT_ONCE = 2;
const RESPONSE_MAX = 1_000_000;

/** Worth another request to the same provider. */
const PASSING: ReadonlySet<ErrorCode> = new Set(["ai_unreachable", "ai_rate_limited"] as const);
/** The provider's own state, as opposed to one request's fault. */
const COUNTED: ReadonlySet<ErrorCode> = new Set(
  ["ai_unreachable", "ai_rate_limited", "ai_unauthorized", "ai_timeout"] as const,
);

const log = getLogger("ai");

/** @param order ids in the order of fallback */
export function createAi(
  { providers, order, requests, clock, timeoutMs, daily, random = Math.random }: {
    providers: readonly AiProvider[];
    order: readonly AiProviderId[];
    requests: RequestLog;
    clock: Clock;
    timeoutMs: number;
    daily: { tokens: number; requests: number };
    random?: () => number;
  },
): Ai {
  const usable = order.flatMap((id) => providers.filter((one) => one.id === id && !one.missing));
  const breakers = new Map(providers.map(({ id }) => [id, createBreaker(clock)]));
  const lastErrors = new Map<AiProviderId, ErrorWords & { at: string }>();
  const places = createPlaces(AT_ONCE);

  async function ask<T>(order: Order<T>): Promise<Asked<T>> {
    const first = providers.filter((one) => one.id === order.prefer && one.missing === null);
    const chosen = order.only === true
      ? first
      : [...first, ...usable.filter((one) => one.id !== order.prefer)];
    if (chosen.length === 0) throw notConfigured();
    const spent = { tokens: 0, latencyMs: 0 };
    const failures: FactoryError[] = [];
    for (const provider of chosen) {
      const breaker = breakers.get(provider.id)!;
      // A person who tests a provider wants to know how it is now.
      if (breaker.open && order.only !== true) {
        failures.push(paused(provider, lastErrors.get(provider.id)));
        continue;
      }
      try {
        return await askOne(provider, order, spent);
      } catch (error) {
        order.signal.throwIfAborted();
        if (!(error instanceof FactoryError) || error.code === "ai_budget_spent") throw error;
        failures.push(error);
        log.warn("{provider} could not answer: {reason}", {
          provider: provider.id,
          reason: error.message,
        });
      }
    }
    throw allFailed(failures);
  }

  /** One provider, as often as that makes sense. */
  async function askOne<T>(
    provider: AiProvider,
    order: Order<T>,
    spent: { tokens: number; latencyMs: number },
  ): Promise<Asked<T>> {
    let { prompt } = order;
    let invalid = 0;
    for (let tries = 1;; tries++) {
      try {
        return await request(provider, { ...order, prompt }, spent);
      } catch (error) {
        order.signal.throwIfAborted();
        if (!(error instanceof FactoryError)) throw error;
        const breaker = breakers.get(provider.id)!;
        if (COUNTED.has(error.code)) breaker.failed();
        if (tries >= TRIES_MOST || (breaker.open && order.only !== true)) throw error;
        if (error.code === "ai_reply_invalid" && ++invalid < INVALID_MOST) {
          prompt = `${order.prompt}\n\nYour last reply could not be used: ${error.message} ` +
            "Reply with one JSON object of the form that the schema gives, and nothing else.";
          continue;
        }
        if (!PASSING.has(error.code) || provider.retriesItself === true) throw error;
        const asked = (error.retryAfterSeconds ?? 0) * 1_000;
        if (asked > LONGEST_WAIT_MS) throw error;
        // Full jitter, as in jobs/retry_policy.ts.
        const wait = Math.max(asked, Math.round(random() * FIRST_WAIT_MS * 2 ** (tries - 1)));
        order.onProgress(`${AI_PROVIDER_TITLES[provider.id]} failed; asking again`);
        await pauseFor(wait, order.signal, clock);
      }
    }
  }

  async function request<T>(
    provider: AiProvider,
    order: Order<T>,
    spent: { tokens: number; latencyMs: number },
  ): Promise<Asked<T>> {
    const model = provider.model ?? "default";
    const version = PROMPT_VERSIONS[order.purpose];
    const key = cacheKey([
      order.map?.hash ?? "",
      order.purpose,
      version,
      provider.id,
      model,
      order.system,
      order.prompt,
    ]);
    const known = order.fresh ? null : await requests.remembered(key);
    if (known !== null) {
      try {
        return {
          value: parseReply(provider.id, known.response, order.schema),
          provider: provider.id,
          model: known.model,
          tokens: spent.tokens,
          latencyMs: spent.latencyMs,
          remembered: true,
        };
      } catch (error) {
        // A reply of an older schema: as if it were not known.
        log.debug("A remembered reply is of another form: {error}", { error });
      }
    }
    const release = await places.take(order.signal);
    try {
      return await noted(provider, order, spent, { model, version, key });
    } finally {
      release();
    }
  }

  /** One request with its row, whatever becomes of it. */
  async function noted<T>(
    provider: AiProvider,
    order: Order<T>,
    spent: { tokens: number; latencyMs: number },
    { model, version, key }: { model: string; version: number; key: string },
  ): Promise<Asked<T>> {
    const expected = estimateTokens(order.system + order.prompt);
    await keepBudget(expected + order.maxOutputTokens);
    const id = newId(clock.now());
    await requests.begin({
      id,
      project_id: order.projectId,
      job_id: order.jobId,
      map_id: order.map?.id ?? null,
      purpose: order.purpose,
      provider: provider.id,
      model,
      prompt_version: version,
      prompt: `${order.system}\n\n${order.prompt}`,
      redactions: order.redactions,
      input_tokens: expected,
      cache_key: key,
    });
    order.onProgress(`Waiting for ${AI_PROVIDER_TITLES[provider.id]} (${model})`);
    const startedAt = clock.monotonic();
    const deadline = new AbortController();
    const cancelTimer = clock.setTimer(
      () => deadline.abort(timedOut(provider, timeoutMs)),
      timeoutMs,
    );
    let reply: ProviderReply | null = null;
    let count = 1;
    const end = async (status: "completed" | "failed" | "cancelled", error: unknown) => {
      const latency = Math.round(clock.monotonic() - startedAt);
      // A run of several requests sends at least the prompt each time; of a failed one, the last
      // request was refused.
      const sent = mayHaveCost(reply, status, error) ? Math.max(1, count) : Math.max(0, count - 1);
      const input = reply?.inputTokens ?? expected * sent;
      const output = reply?.outputTokens ?? estimateTokens(reply?.text ?? "");
      spent.tokens += input + output;
      spent.latencyMs += latency;
      const words = status === "failed" ? toPublicError(error) : null;
      if (words !== null) {
        lastErrors.set(provider.id, { ...words, at: isoTime(clock.now()) });
      }
      await requests.end(id, {
        status,
        model: reply?.model ?? model,
        response: reply === null ? null : reply.text.slice(0, RESPONSE_MAX),
        error: words,
        input_tokens: input,
        output_tokens: output,
        latency_ms: latency,
      });
    };
    try {
      reply = await provider.ask({
        purpose: order.purpose,
        system: order.system,
        prompt: order.prompt,
        schema: z.toJSONSchema(order.schema, { io: "input" }) as JsonSchema,
        maxOutputTokens: order.maxOutputTokens,
        openTools: order.openTools,
        signal: AbortSignal.any([order.signal, deadline.signal]),
        onProgress: order.onProgress,
        onRequests: (requests) => count = requests,
      });
      const value = parseReply(provider.id, reply.text, order.schema);
      await end("completed", null);
      breakers.get(provider.id)!.succeeded();
      return {
        value,
        provider: provider.id,
        model: reply.model,
        tokens: spent.tokens,
        latencyMs: spent.latencyMs,
        remembered: false,
      };
    } catch (error) {
      const cancelled = order.signal.aborted;
      await end(cancelled ? "cancelled" : "failed", error);
      throw error;
    } finally {
      cancelTimer();
    }
  }

  async function keepBudget(expected: number): Promise<void> {
    const today = await requests.spentToday();
    const over = today.requests + 1 > daily.requests
      ? `${today.requests} of ${daily.requests} requests`
      : today.tokens + expected > daily.tokens
      ? `${today.tokens} of ${daily.tokens} tokens, and this takes up to ${expected}`
      : null;
    if (over === null) return;
    throw new FactoryError("ai_budget_spent", `Today's budget for models is spent: ${over}.`, {
      remedy: "Wait until midnight (UTC), or raise AI_DAILY_TOKENS or AI_DAILY_REQUESTS.",
    });
  }

  return {
    order: usable,
    providers,
    ask,
    forget: requests.forget,
    state(id) {
      const until = breakers.get(id)?.pausedUntil ?? null;
      return {
        pausedUntil: until === null ? null : isoTime(until),
        lastError: lastErrors.get(id) ?? null,
      };
    },
  };
}

/** Whether a provider is likely to charge for it: a refusal costs nothing. */
function mayHaveCost(reply: ProviderReply | null, status: string, error: unknown): boolean {
  if (reply !== null || status === "cancelled") return true;
  const code = error instanceof FactoryError ? error.code : null;
  return code === "ai_timeout" || code === "ai_reply_invalid";
}

/** The last failure, with what those before it said. */
function allFailed(failures: readonly FactoryError[]): FactoryError {
  const last = failures.at(-1)!;
  if (failures.length === 1) return last;
  return new FactoryError(last.code, failures.map(({ message }) => message).join(" "), {
    cause: last,
    remedy: [...new Set(failures.map(({ remedy }) => remedy))].filter(Boolean).join(" "),
    ...(last.retryAfterSeconds === null ? {} : { retryAfterSeconds: last.retryAfterSeconds }),
  });
}

function notConfigured(): FactoryError {
  return new FactoryError("ai_not_configured", "No model is configured, so there is none to ask.", {
    remedy: "Set MODEL_GARDEN_API_URL and MODEL_GARDEN_MODEL, or Goose; /settings says how.",
  });
}

function paused(provider: AiProvider, last: ErrorWords | undefined): FactoryError {
  return new FactoryError(
    last?.code ?? "ai_unreachable",
    `${AI_PROVIDER_TITLES[provider.id]} failed several times in a row and is left alone for a ` +
      `while${last === undefined ? "." : `: ${last.message}`}`,
    { remedy: last?.remedy ?? "Try again in a few minutes, or test it on /settings." },
  );
}

function timedOut(provider: AiProvider, timeoutMs: number): FactoryError {
  const seconds = Math.round(timeoutMs / 1_000);
  return new FactoryError(
    "ai_timeout",
    `${AI_PROVIDER_TITLES[provider.id]} gave no reply within ${seconds} seconds.`,
    { remedy: "Raise AI_TIMEOUT_SECONDS, or choose a faster model." },
  );
}

/** Resolves after `ms`; rejects with the signal's reason. */
function pauseFor(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.setTimer(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** SHA-256 of the parts, hex. */
function cacheKey(parts: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** `most` at once; the others wait for their turn, in order. */
function createPlaces(most: number) {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const release = () => {
    taken--;
    waiting.shift()?.();
  };
  return {
    /** @returns what gives the place back. @throws the signal's reason */
    async take(signal: AbortSignal): Promise<() => void> {
      signal.throwIfAborted();
      if (taken >= most) {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        const leave = () => {
          waiting.splice(waiting.indexOf(resolve), 1);
          reject(signal.reason);
        };
        signal.addEventListener("abort", leave, { once: true });
        waiting.push(resolve);
        await promise;
        signal.removeEventListener("abort", leave);
      }
      taken++;
      return release;
    },
  };
}
