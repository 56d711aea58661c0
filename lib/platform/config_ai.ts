/** The part of the configuration that is about models: nothing of it set, nothing is asked. */
import { z } from "zod";
import { AI_PROVIDERS, type AiProviderId } from "../domain/ai.ts";
import { oneOf, PRINTABLE, wholeNumber } from "./config_fields.ts";

const endpoint = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url !== null && url.username + url.password + url.hash === "";
  if (plain && (url.protocol === "https:" || url.protocol === "http:")) return url;
  context.addIssue(
    "must be an address such as https://models.example/v1, or that of its /chat/completions",
  );
  return z.NEVER;
});

const order = z.string().transform((text, context) => {
  const names = text.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const known = AI_PROVIDERS.filter((id) => names.includes(id));
  if (known.length !== names.length) {
    context.addIssue(`must be a list, in the order to ask, of ${AI_PROVIDERS.join(", ")}`);
    return z.NEVER;
  }
  return names as AiProviderId[];
});

const name = z.string().max(300).regex(...PRINTABLE);

/** The variables, as zod reads them. */
export const AI_ENVIRONMENT = {
  AI_PROVIDERS: order.optional(),
  AI_AUTO_EXPLAIN: oneOf(["0", "1"], "0"),
  AI_DAILY_TOKENS: wholeNumber(0, 999_999_999, 2_000_000),
  AI_DAILY_REQUESTS: wholeNumber(0, 1_000_000, 500),
  AI_CONTEXT_TOKENS: wholeNumber(2_000, 1_000_000, 24_000),
  AI_TIMEOUT_SECONDS: wholeNumber(5, 3_600, 300),
  MODEL_GARDEN_API_URL: endpoint.optional(),
  MODEL_GARDEN_API_KEY: z.string().regex(...PRINTABLE).optional(),
  MODEL_GARDEN_AUTH: oneOf(["bearer", "x-api-key"], "bearer"),
  MODEL_GARDEN_MODEL: name.optional(),
  GOOSE_BIN: z.string().refine((path) => !path.includes("\0"), "must be a path").optional(),
  GOOSE_PROVIDER: name.optional(),
  GOOSE_MODEL: name.optional(),
} as const;

/** Values that no message repeats; an address may hold a key by mistake. */
export const AI_SECRETS = ["MODEL_GARDEN_API_URL", "MODEL_GARDEN_API_KEY"] as const;

/**
 * What Goose needs for a provider of its own, by GOOSE_PROVIDER; nothing of it is passed on for any
 * other. (Goose's documentation, "Configure LLM Provider".)
 */
const GOOSE_KEYS: Readonly<Record<string, readonly string[]>> = {
  anthropic: ["ANTHROPIC_API_KEY", "ANTHROPIC_HOST"],
  azure_openai: [
    "AZURE_OPENAI_API_KEY",
    "AZURE_OPENAI_ENDPOINT",
    "AZURE_OPENAI_DEPLOYMENT_NAME",
    "AZURE_OPENAI_API_VERSION",
  ],
  databricks: ["DATABRICKS_HOST", "DATABRICKS_TOKEN"],
  google: ["GOOGLE_API_KEY"],
  groq: ["GROQ_API_KEY"],
  litellm: ["LITELLM_HOST", "LITELLM_API_KEY"],
  ollama: ["OLLAMA_HOST"],
  openai: ["OPENAI_API_KEY", "OPENAI_HOST", "OPENAI_BASE_PATH"],
  openrouter: ["OPENROUTER_API_KEY"],
  xai: ["XAI_API_KEY"],
};
export const GOOSE_PROVIDERS: readonly string[] = Object.keys(GOOSE_KEYS);
export const AI_PASSTHROUGH: readonly string[] = Object.values(GOOSE_KEYS).flat();

/** An endpoint that speaks OpenAI's chat completions. */
export interface ModelGardenConfig {
  /** Without `/chat/completions`, without a final slash. */
  baseUrl: string;
  /** Of its address: `api-version` and the like. */
  query: Record<string, string>;
  key: string | null;
  auth: "bearer" | "x-api-key";
  model: string | null;
}

export interface GooseConfig {
  /** A path, or a name that is looked up in PATH. */
  bin: string;
  /** null: it uses the Model Garden's endpoint. */
  provider: string | null;
  model: string | null;
  /** Variables of that provider, e.g. its key. */
  environment: Record<string, string>;
}

export interface AiConfig {
  /** Whom to ask first, second, …; those that lack something are skipped. */
  order: AiProviderId[];
  modelGarden: ModelGardenConfig | null;
  goose: GooseConfig;
  /** Explain each new map by itself. */
  autoExplain: boolean;
  /** Since midnight, UTC. */
  daily: { tokens: number; requests: number };
  /** About this many tokens of the map and of source are sent along. */
  contextTokens: number;
  /** One request's longest time. */
  timeoutMs: number;
}

/** @param given reads a variable; an empty one counts as not set */
export function aiConfig(
  env: z.output<z.ZodObject<typeof AI_ENVIRONMENT>>,
  given: (name: string) => string | undefined,
): AiConfig {
  const provider = env.GOOSE_PROVIDER ?? null;
  const names = provider === null ? [] : GOOSE_KEYS[provider] ?? [];
  return {
    order: env.AI_PROVIDERS ?? [...AI_PROVIDERS],
    modelGarden: env.MODEL_GARDEN_API_URL === undefined ? null : {
      ...addressOf(env.MODEL_GARDEN_API_URL),
      key: env.MODEL_GARDEN_API_KEY ?? null,
      auth: env.MODEL_GARDEN_AUTH,
      model: env.MODEL_GARDEN_MODEL ?? null,
    },
    goose: {
      bin: env.GOOSE_BIN ?? "goose",
      provider,
      model: env.GOOSE_MODEL ?? null,
      environment: Object.fromEntries(names.flatMap((name) => {
        const value = given(name);
        return value === undefined ? [] : [[name, value]];
      })),
    },
    autoExplain: env.AI_AUTO_EXPLAIN === "1",
    daily: { tokens: env.AI_DAILY_TOKENS, requests: env.AI_DAILY_REQUESTS },
    contextTokens: env.AI_CONTEXT_TOKENS,
    timeoutMs: env.AI_TIMEOUT_SECONDS * 1_000,
  };
}

/** Whether Goose may be started at all: the server's permission to run it hangs on this. */
export function mayUseGoose(read: (name: string) => string | undefined): boolean {
  const listed = read("AI_PROVIDERS");
  if (listed && !listed.split(",").some((name) => name.trim() === "goose")) return false;
  return Boolean(read("GOOSE_BIN") || read("GOOSE_PROVIDER") || read("MODEL_GARDEN_API_URL"));
}

function addressOf(url: URL): Pick<ModelGardenConfig, "baseUrl" | "query"> {
  const path = url.pathname.replace(/\/+$/, "").replace(/\/chat\/completions$/, "");
  return { baseUrl: url.origin + path, query: Object.fromEntries(url.searchParams) };
}
