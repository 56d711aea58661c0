/** The part of server.ts that asks models, and lets agents in. */
import { createModels, GOOSE_TOOLS } from "./lib/ai/mod.ts";
import { createRedactor } from "./lib/domain/redact.ts";
import { isoTime } from "./lib/platform/clock.ts";
import type { Config } from "./lib/platform/config.ts";
import type { DataDirectory } from "./lib/platform/data_directory.ts";
import { getLogger } from "./lib/platform/log.ts";
import { tokenIn } from "./lib/platform/token_file.ts";
import { createAgentTokens, randomToken } from "./lib/services/agent_tokens.ts";
import { createAiServices } from "./lib/services/ai/mod.ts";
import { dayOf } from "./lib/services/ai/models.ts";
import { createAiResultStore } from "./lib/store/ai_results.ts";
import { createConversationStore } from "./lib/store/conversations.ts";
import type { Database } from "./lib/store/database.ts";
import { createExplanationStore } from "./lib/store/explanations.ts";

type AiDependencies = Parameters<typeof createAiServices>[0];

/** What of the server its models use. */
type Shared = Pick<
  AiDependencies,
  | "projects"
  | "maps"
  | "mapStore"
  | "jobs"
  | "control"
  | "cancel"
  | "sources"
  | "search"
  | "symbols"
  | "clock"
  | "steady"
>;

/** Asks nobody yet: providers are contacted when they are first needed. */
export async function openModels(
  { config, data, database, ...shared }: Shared & {
    config: Config;
    data: DataDirectory;
    database: Database;
  },
) {
  const { clock } = shared;
  /** Where agents that this server starts reach it; null where somebody else listens. */
  let ownAddress: string | null = null;
  const agentToken = config.authToken ?? await tokenIn(data.agentToken, randomToken);
  const agentTokens = createAgentTokens(agentToken, clock);
  const tokenPlace = config.authToken === null ? data.agentToken : "AUTH_TOKEN";
  getLogger("mcp").info("Agents are answered at /mcp with the token of {place}", {
    place: tokenPlace,
  });
  const results = createAiResultStore(database);
  const ai = await createModels({
    config: config.ai,
    requests: {
      begin: (request) => results.begin(request, isoTime(clock.now())),
      end: results.end,
      forget: results.forget,
      spentToday: () => results.spentOn(dayOf(clock.now())),
      remembered: results.remembered,
    },
    scratch: data.scratch,
    network: config.gitEnvironment,
    clock,
  });
  const redact = createRedactor([
    agentToken,
    config.github?.token,
    config.ai.modelGarden?.key,
    ...Object.values(config.ai.modelGarden?.query ?? {}),
    ...Object.entries(config.ai.goose.environment)
      .flatMap(([name, value]) => /_(?:KEY|TOKEN)$/.test(name) ? [value] : []),
  ]);
  const services = createAiServices({
    ...shared,
    ai,
    results,
    explanations: createExplanationStore(database),
    conversations: createConversationStore(database),
    redact,
    daily: config.ai.daily,
    autoExplain: config.ai.autoExplain,
    contextTokens: config.ai.contextTokens,
    openTools: (projectId) => {
      if (ownAddress === null) return null;
      const token = agentTokens.issue({
        projectId,
        ttlMs: config.jobTimeoutMs,
        tools: GOOSE_TOOLS,
      });
      return { url: `${ownAddress}/mcp`, token, close: () => agentTokens.revoke(token) };
    },
  });

  return {
    services,
    agentTokens,
    /** Where a person finds the token of agents: a file, or the name of a setting. */
    tokenPlace,
    /** Takes secrets that this server knows out of a text. */
    redact,
    listensAt(address: string): void {
      ownAddress = address;
    },
    /** Ends the requests that were under way when a former process died. */
    async endInterrupted(): Promise<void> {
      const count = await results.endInterrupted({
        code: "server_stopping",
        message: "The server ended while this was asked.",
        remedy: "Ask again.",
      });
      if (count > 0) getLogger("ai").info("{count} requests were interrupted", { count });
    },
  };
}
