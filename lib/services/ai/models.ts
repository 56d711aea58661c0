import { z } from "zod";
import { AI_PROVIDER_TITLES, AI_PROVIDERS, type AiProviderId } from "../../domain/ai.ts";
import type { Ai, ProviderCheck, ProviderInfo } from "../../domain/ai_port.ts";
import { FactoryError, toPublicError } from "../../domain/errors.ts";
import type { AiProvider } from "../../domain/wire/ai.ts";
import { type Clock, isoTime } from "../../platform/clock.ts";
import type { AiResultStore } from "../../store/ai_results.ts";
import type { ModelsService, ProjectsService } from "../contract.ts";

/** A page that is reloaded does not ask every provider anew. */
const CHECK_KEPT_MS = 60_000;
const CHECK_MS = 5_000;

const TestReply = z.object({ ok: z.boolean() });

/** Says which models there are, how they do, and what was asked of them. */
export function createModelsService(
  { ai, results, projects, daily, autoExplain, clock }: {
    ai: Ai;
    results: AiResultStore;
    projects: Pick<ProjectsService, "get">;
    daily: { tokens: number; requests: number };
    autoExplain: boolean;
    clock: Clock;
  },
): ModelsService {
  const checks = new Map<
    AiProviderId,
    { at: number; check: Promise<ProviderCheck>; time: string }
  >();

  function check(provider: ProviderInfo, anew: boolean) {
    const known = checks.get(provider.id);
    if (!anew && known !== undefined && clock.monotonic() - known.at < CHECK_KEPT_MS) return known;
    const made = {
      at: clock.monotonic(),
      time: isoTime(clock.now()),
      check: provider.check(AbortSignal.timeout(CHECK_MS)).catch((error) => ({
        reachable: false,
        version: null,
        models: [],
        error: toPublicError(tooSlow(error, provider.id)),
      })),
    };
    checks.set(provider.id, made);
    return made;
  }

  async function describe(provider: ProviderInfo, anew: boolean): Promise<AiProvider> {
    const { id, missing, model } = provider;
    const order = ai.order.findIndex((one) => one.id === id) + 1;
    const base = {
      id,
      title: AI_PROVIDER_TITLES[id],
      configured: missing === null && order > 0,
      missing: missing ?? (order > 0 ? null : `Name ${id} in AI_PROVIDERS.`),
      model,
      order: order === 0 ? null : order,
    };
    const { pausedUntil, lastError } = ai.state(id);
    // Nothing is sent anywhere for what nobody has set up, or has left out of AI_PROVIDERS.
    if (missing !== null || order === 0) {
      return {
        ...base,
        reachable: null,
        version: null,
        models: [],
        checked_at: null,
        paused_until: pausedUntil,
        last_error: lastError,
      };
    }
    const made = check(provider, anew);
    const { reachable, version, models, error } = await made.check;
    return {
      ...base,
      reachable,
      version,
      models,
      checked_at: made.time,
      paused_until: pausedUntil,
      last_error: lastError ?? (error === null ? null : { ...error, at: made.time }),
    };
  }

  async function today() {
    const spent = await results.spentSince(midnight(clock.now()));
    return {
      tokens: spent.tokens,
      tokens_most: daily.tokens,
      requests: spent.requests,
      requests_most: daily.requests,
    };
  }

  return {
    get configured() {
      return ai.order.length > 0;
    },

    async providers() {
      return {
        items: await Promise.all(ai.providers.map((provider) => describe(provider, false))),
        today: await today(),
        auto_explain: autoExplain,
      };
    },

    async test(id, signal) {
      const provider = ai.providers.find((one) => one.id === id);
      if (provider === undefined) {
        throw new FactoryError(
          "ai_provider_not_found",
          `There is no provider ${JSON.stringify(id)}.`,
          { remedy: `There are ${AI_PROVIDERS.join(" and ")}.` },
        );
      }
      if (provider.missing !== null) {
        throw new FactoryError(
          "ai_not_configured",
          `${AI_PROVIDER_TITLES[provider.id]} is not configured.`,
          { remedy: provider.missing },
        );
      }
      checks.delete(provider.id);
      const startedAt = clock.monotonic();
      try {
        const { model, tokens, latencyMs } = await ai.ask({
          purpose: "test_provider",
          projectId: null,
          jobId: null,
          map: null,
          system:
            'You test a connection. Reply with the JSON object {"ok": true} and nothing else.',
          prompt: "Reply now.",
          redactions: 0,
          schema: TestReply,
          maxOutputTokens: 200,
          prefer: provider.id,
          only: true,
          fresh: true,
          openTools: null,
          signal,
          onProgress() {},
        });
        return {
          ok: true,
          provider: provider.id,
          model,
          latency_ms: latencyMs,
          tokens,
          error: null,
        };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof FactoryError)) throw error;
        return {
          ok: false,
          provider: provider.id,
          model: provider.model ?? "",
          latency_ms: Math.round(clock.monotonic() - startedAt),
          tokens: 0,
          error: toPublicError(error),
        };
      }
    },

    async result(id) {
      const found = await results.find(id);
      if (found !== null) return found;
      throw new FactoryError("ai_result_not_found", `There is no request ${JSON.stringify(id)}.`, {
        remedy: "GET /api/ai-results lists them.",
      });
    },

    async results(query) {
      if (query.project_id !== undefined) await projects.get(query.project_id);
      return await results.list(query);
    },
  };
}

/** The last midnight in UTC. */
export function midnight(now: number): string {
  return `${isoTime(now).slice(0, 10)}T00:00:00.000Z`;
}

function tooSlow(error: unknown, id: AiProviderId): unknown {
  if (!(error instanceof DOMException) || error.name !== "TimeoutError") return error;
  return new FactoryError(
    "ai_timeout",
    `${AI_PROVIDER_TITLES[id]} did not answer within ${CHECK_MS / 1_000} seconds.`,
    { remedy: "Check that its address is right and that this server can reach it." },
  );
}
