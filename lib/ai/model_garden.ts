/** Any endpoint that speaks OpenAI's chat completions: gateways, Vertex AI, Ollama, vLLM, … */
import { z } from "zod";
import { FactoryError, toPublicError } from "../domain/errors.ts";
import { VERSION } from "../domain/version.ts";
import { createApiFetch } from "../platform/api_fetch.ts";
import type { Clock } from "../platform/clock.ts";
import type { ModelGardenConfig } from "../platform/config_ai.ts";
import type { AiProvider, ProviderRequest } from "./contract.ts";
import { invalidReply, providerError } from "./errors.ts";

const ID = "model-garden";
const MODELS_SHOWN = 100;

/** What endpoints differ in, found out as they refuse. */
interface Dialect {
  /** Whether it takes a schema for its reply. */
  schema: boolean;
  /** Newer models of OpenAI know only the second name. */
  limit: "max_tokens" | "max_completion_tokens";
}

/** As the SDK throws it; by its shape, because the SDK is loaded only where it is needed. */
const CallFailure = z.object({
  name: z.literal("AI_APICallError"),
  message: z.string(),
  statusCode: z.number().optional(),
  responseHeaders: z.record(z.string(), z.string()).optional(),
  responseBody: z.string().optional(),
});

/** @param config null: not configured */
export function createModelGarden(config: ModelGardenConfig | null, clock: Clock): AiProvider {
  const dialect: Dialect = { schema: true, limit: "max_tokens" };
  const secrets = [config?.key ?? null, ...Object.values(config?.query ?? {})];

  /** The headers that say who asks. */
  function headers(settings: ModelGardenConfig): Record<string, string> {
    const agent = { "user-agent": `software-factory/${VERSION}` };
    if (settings.key === null) return agent;
    return settings.auth === "bearer"
      ? { ...agent, authorization: `Bearer ${settings.key}` }
      : { ...agent, "x-api-key": settings.key };
  }

  /** Not at start-up: most servers never ask. */
  async function load(settings: ModelGardenConfig, model: string) {
    const { createOpenAICompatible } = await import("@ai-sdk/openai-compatible");
    return createOpenAICompatible({
      name: ID,
      baseURL: settings.baseUrl,
      queryParams: settings.query,
      headers: headers(settings),
      // It goes nowhere but to its own origin, however that redirects.
      fetch: createApiFetch(new URL(settings.baseUrl).origin) as typeof fetch,
      supportsStructuredOutputs: dialect.schema,
      transformRequestBody: ({ max_tokens, ...body }) => ({ ...body, [dialect.limit]: max_tokens }),
    }).chatModel(model);
  }

  /** One request, in the dialect that is known so far. */
  async function once(settings: ModelGardenConfig, model: string, request: ProviderRequest) {
    const chat = await load(settings, model);
    const reply = await chat.doGenerate({
      prompt: [
        { role: "system", content: request.system },
        { role: "user", content: [{ type: "text", text: request.prompt }] },
      ],
      responseFormat: { type: "json", name: request.purpose, schema: request.schema },
      maxOutputTokens: request.maxOutputTokens,
      abortSignal: request.signal,
    });
    const text = reply.content.map((part) => part.type === "text" ? part.text : "").join("");
    if (reply.finishReason.unified === "length") {
      throw invalidReply(ID, "it is cut short: the model's limit of output was reached.");
    }
    if (reply.finishReason.unified === "content-filter") {
      throw invalidReply(ID, "the provider's content filter withheld it.");
    }
    return {
      text,
      model: reply.response?.modelId ?? model,
      inputTokens: reply.usage.inputTokens.total ?? null,
      outputTokens: reply.usage.outputTokens.total ?? null,
    };
  }

  function inWords(error: unknown): unknown {
    if (error instanceof FactoryError) return error;
    const failure = CallFailure.safeParse(error).data;
    // What fetch itself throws: the SDK knows only the words of other runtimes for it.
    if (error instanceof TypeError) {
      return providerError(
        ID,
        { status: null, said: causeOf(error), cause: error },
        secrets,
        clock.now(),
      );
    }
    if (failure === undefined) {
      // What was answered is no answer of this protocol.
      return invalidReply(ID, "it is no chat completion.", error);
    }
    const { statusCode, responseHeaders, responseBody, message } = failure;
    if (statusCode !== undefined && statusCode < 300) {
      const page = /^\s*</.test(responseBody ?? "");
      return invalidReply(
        ID,
        page
          ? "it is an HTML page, so MODEL_GARDEN_API_URL may be the address of a web site."
          : "it is no chat completion.",
        error,
      );
    }
    return providerError(
      ID,
      {
        status: statusCode ?? null,
        said: statusCode === undefined ? causeOf(error) : message,
        retryAfter: responseHeaders?.["retry-after"] ?? null,
        cause: error,
      },
      secrets,
      clock.now(),
    );
  }

  return {
    id: ID,
    missing: config === null
      ? "Set MODEL_GARDEN_API_URL to the address of an OpenAI-style endpoint, and MODEL_GARDEN_MODEL."
      : config.model === null
      ? "Set MODEL_GARDEN_MODEL to the name of a model that it offers."
      : null,
    model: config?.model ?? null,

    async ask(request) {
      if (config === null || config.model === null) throw notConfigured();
      for (;;) {
        try {
          return await once(config, config.model, request);
        } catch (error) {
          request.signal.throwIfAborted();
          if (learn(error, dialect)) continue;
          throw inWords(error);
        }
      }
    },

    async check(signal) {
      if (config === null) throw notConfigured();
      try {
        const url = new URL(`${config.baseUrl}/models`);
        for (const [name, value] of Object.entries(config.query)) url.searchParams.set(name, value);
        const response = await createApiFetch(url.origin)(url, { headers: headers(config), signal })
          .catch((error) => {
            signal.throwIfAborted();
            throw providerError(
              ID,
              { status: null, said: causeOf(error), cause: error },
              secrets,
              clock.now(),
            );
          });
        const body = await response.text();
        // Some gateways have no list of models; that they answer is what was asked.
        if (!response.ok && response.status !== 404 && response.status !== 405) {
          throw providerError(ID, { status: response.status, said: "" }, secrets, clock.now());
        }
        return { reachable: true, version: null, models: modelsIn(body), error: null };
      } catch (error) {
        return { reachable: false, version: null, models: [], error: toPublicError(error) };
      }
    },
  };
}

/**
 * Whether a refusal (400, 422) is about what this endpoint does not know; then the request is worth
 * repeating without it. Each lesson is learnt once, so this ends.
 */
function learn(error: unknown, dialect: Dialect): boolean {
  const failure = CallFailure.safeParse(error).data;
  if (failure?.statusCode !== 400 && failure?.statusCode !== 422) return false;
  const said = `${failure.message} ${failure.responseBody ?? ""}`;
  if (dialect.schema && /response_format|json_schema|structured output/i.test(said)) {
    dialect.schema = false;
    return true;
  }
  if (dialect.limit === "max_tokens" && /max_completion_tokens/.test(said)) {
    dialect.limit = "max_completion_tokens";
    return true;
  }
  return false;
}

function modelsIn(body: string): string[] {
  try {
    const list = z.object({ data: z.array(z.object({ id: z.string().max(300) })) })
      .parse(JSON.parse(body));
    return list.data.map(({ id }) => id).slice(0, MODELS_SHOWN);
  } catch {
    // A list is a courtesy: without one, there is nothing to choose from.
    return [];
  }
}

/** What the system says of a connection that failed, without the address. */
function causeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const known =
      /(connection refused|connection reset|timed out|name or service not known|failed to lookup[^:]*|certificate[^:]*|redirects to another host|too long)/i
        .exec(at.message)?.[1];
    if (known !== undefined) return `${known.toLowerCase()}.`;
  }
  return "";
}

function notConfigured(): FactoryError {
  return new FactoryError("ai_not_configured", "Model Garden is not configured.", {
    remedy: "Set MODEL_GARDEN_API_URL and MODEL_GARDEN_MODEL, and restart the server.",
  });
}
