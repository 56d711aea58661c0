/**
 * Goose, the command line agent. It is started far from any repository, because in one it would run
 * that repository's hooks with our key; with a home of its own that is deleted afterwards, in a
 * process group of its own that is killed with all it started, and with no tools but those of our
 * MCP endpoint. It ends with 0 on nearly every failure, so what counts is its last message.
 */
import { join } from "node:path";
import { AI_PROVIDER_TITLES } from "../domain/ai.ts";
import { FactoryError, toPublicError } from "../domain/errors.ts";
import type { Clock } from "../platform/clock.ts";
import type { GooseConfig, ModelGardenConfig } from "../platform/config_ai.ts";
import { GOOSE_PROVIDERS } from "../platform/config_ai.ts";
import { newId } from "../platform/ids.ts";
import { collect, start } from "../platform/subprocess.ts";
import type { AiProvider, ProviderReply, ProviderRequest } from "./contract.ts";
import { invalidReply, plain, providerError } from "./errors.ts";
import { createGooseReader } from "./goose_events.ts";
import { recipeFor } from "./goose_recipe.ts";

const ID = "goose";
const TITLE = AI_PROVIDER_TITLES[ID];
/** Requests to the model for one answer: without a limit, Goose has made thousands. */
const TURNS_MOST = 24;
const OUTPUT_MAX_BYTES = 20_000_000;
const VERSION_MAX_BYTES = 10_000;
const CHECK_MS = 10_000;

export interface GooseOptions {
  config: GooseConfig;
  /** The endpoint that it uses unless it has a provider of its own. */
  modelGarden: ModelGardenConfig | null;
  /** A directory of ours, for one directory a run. */
  scratch: string;
  /** Proxies and certificates, passed on. */
  network: Record<string, string>;
  clock: Clock;
  /** Whether this process may run programs at all, and this one is there. */
  available: boolean;
}

export function createGoose(options: GooseOptions): AiProvider {
  const { config, modelGarden, scratch, network, clock } = options;
  const settings = modelSettings(config, modelGarden);
  const secrets = [modelGarden?.key ?? null, ...Object.values(config.environment)];

  /** All that it gets of the environment. */
  function environment(home: string): Record<string, string> {
    return {
      ...network,
      ...settings?.environment,
      HOME: home,
      TMPDIR: home,
      GOOSE_PATH_ROOT: home,
      GOOSE_DISABLE_KEYRING: "1",
      GOOSE_DISABLE_SESSION_NAMING: "true",
      GOOSE_TELEMETRY_ENABLED: "false",
      GOOSE_TELEMETRY_OFF: "1",
      CONTEXT_FILE_NAMES: "[]",
      NO_COLOR: "1",
    };
  }

  /** A directory for one run, deleted afterwards: it holds prompts, logs and a token. */
  async function inScratch<T>(run: (home: string, cwd: string) => Promise<T>): Promise<T> {
    const root = join(scratch, `goose-${newId(clock.now())}`);
    const [home, cwd] = [join(root, "home"), join(root, "work")];
    await Deno.mkdir(home, { recursive: true, mode: 0o700 });
    await Deno.mkdir(cwd, { mode: 0o700 });
    try {
      return await run(home, cwd);
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  }

  async function ask(request: ProviderRequest): Promise<ProviderReply> {
    if (settings === null) throw notConfigured(missing() ?? "");
    return await inScratch(async (home, cwd) => {
      const recipe = join(home, "recipe.yaml");
      const text = recipeFor(request, request.openTools?.() ?? null, TURNS_MOST);
      await Deno.writeTextFile(recipe, text, { mode: 0o600 });
      const reader = createGooseReader(request.onProgress);
      const process = startGoose(
        ["run", "--recipe", recipe, "--no-profile", "--no-session", "--quiet"]
          .concat("--max-turns", String(TURNS_MOST), "--output-format", "stream-json"),
        { home, cwd, signal: request.signal, onStderrLine: reader.complaint },
      );
      try {
        let bytes = 0;
        for await (const chunk of process.stdout) {
          bytes += chunk.length;
          if (bytes > OUTPUT_MAX_BYTES) throw invalidReply(ID, "it is endless.");
          reader.read(chunk);
          // It would go on asking: the first failure is the answer.
          if (reader.failure !== null) break;
        }
        const failure = reader.failure;
        if (failure === null) await process.exit;
        request.signal.throwIfAborted();
        if (failure !== null) throw providerError(ID, failure, secrets, clock.now());
        return answered(reader, settings.model);
      } finally {
        await process.stop();
      }
    });
  }

  function answered(reader: ReturnType<typeof createGooseReader>, model: string): ProviderReply {
    const text = reader.answer;
    if (text === null) {
      throw invalidReply(
        ID,
        reader.turnsSpent
          ? `it did not come within ${TURNS_MOST} turns.`
          : reader.said === ""
          ? "there is none."
          : `it is none of the asked-for form: ${plain(reader.said, secrets)}`,
      );
    }
    return { text, model, inputTokens: reader.inputTokens, outputTokens: reader.outputTokens };
  }

  function startGoose(
    args: string[],
    { home, cwd, signal, onStderrLine }: {
      home: string;
      cwd: string;
      signal: AbortSignal;
      onStderrLine?: (line: string) => void;
    },
  ) {
    try {
      return start(config.bin, {
        args,
        env: environment(home),
        cwd,
        signal,
        ...(onStderrLine === undefined ? {} : { onStderrLine }),
      });
    } catch (cause) {
      if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotCapable) {
        throw new FactoryError("ai_unreachable", `${TITLE} cannot be started.`, {
          cause,
          remedy: "Install Goose, or set GOOSE_BIN to its path, and restart the server.",
        });
      }
      throw cause;
    }
  }

  function missing(): string | null {
    if (!options.available) {
      return "Install Goose and have it on the PATH, or set GOOSE_BIN to its path.";
    }
    if (config.provider !== null && !GOOSE_PROVIDERS.includes(config.provider)) {
      return `GOOSE_PROVIDER is none that is supported here: ${GOOSE_PROVIDERS.join(", ")}.`;
    }
    if (settings !== null) return null;
    return config.provider === null
      ? "Set MODEL_GARDEN_API_URL and MODEL_GARDEN_MODEL, or GOOSE_PROVIDER and GOOSE_MODEL."
      : "Set GOOSE_MODEL to the name of a model of GOOSE_PROVIDER.";
  }

  return {
    id: ID,
    retriesItself: true,
    missing: missing(),
    model: settings?.model ?? null,
    ask,
    async check(signal) {
      const none = { version: null, models: [] };
      try {
        const version = await inScratch(async (home, cwd) => {
          const limit = AbortSignal.any([signal, AbortSignal.timeout(CHECK_MS)]);
          const process = startGoose(["--version"], { home, cwd, signal: limit });
          const { code, stdout } = await collect(process, VERSION_MAX_BYTES);
          const said = plain(new TextDecoder().decode(stdout), secrets);
          if (code !== 0) throw providerError(ID, { status: null, said }, secrets, clock.now());
          return said.replace(/^goose\s+/i, "");
        });
        return { ...none, reachable: true, version, error: null };
      } catch (error) {
        signal.throwIfAborted();
        return { ...none, reachable: false, error: toPublicError(error) };
      }
    },
  };
}

/** Which model Goose asks, and how it gets there; null where something is not set. */
function modelSettings(
  config: GooseConfig,
  garden: ModelGardenConfig | null,
): { model: string; environment: Record<string, string> } | null {
  if (config.provider !== null) {
    if (config.model === null || !GOOSE_PROVIDERS.includes(config.provider)) return null;
    return {
      model: config.model,
      environment: {
        ...config.environment,
        GOOSE_PROVIDER: config.provider,
        GOOSE_MODEL: config.model,
      },
    };
  }
  const model = config.model ?? garden?.model ?? null;
  if (garden === null || model === null) return null;
  const url = new URL(garden.baseUrl);
  const query = new URLSearchParams(garden.query).toString();
  const path = `${url.pathname.replace(/^\/|\/$/g, "")}/chat/completions`.replace(/^\//, "");
  const key = garden.key ?? "none";
  return {
    model,
    environment: {
      GOOSE_PROVIDER: "openai",
      GOOSE_MODEL: model,
      OPENAI_HOST: url.origin,
      OPENAI_BASE_PATH: query === "" ? path : `${path}?${query}`,
      // Goose heeds further headers only where there is a key.
      ...(garden.auth === "x-api-key"
        ? { OPENAI_API_KEY: "none", OPENAI_CUSTOM_HEADERS: `X-API-KEY=${key}` }
        : { OPENAI_API_KEY: key }),
    },
  };
}

function notConfigured(what: string): FactoryError {
  return new FactoryError("ai_not_configured", `${TITLE} is not configured.`, { remedy: what });
}
