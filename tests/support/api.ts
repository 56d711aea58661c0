import { createMetrics } from "../../jobs/metrics.ts";
import type { GitHubPort } from "../../lib/domain/github.ts";
import { type Clock, isoTime, steadyClock, systemClock } from "../../lib/platform/clock.ts";
import { createNetGuard } from "../../lib/platform/net_guard.ts";
import type { AiProvider } from "../../lib/ai/contract.ts";
import { createModelGarden } from "../../lib/ai/model_garden.ts";
import { createAi } from "../../lib/ai/policy.ts";
import { createRedactor } from "../../lib/domain/redact.ts";
import { createMcpServer } from "../../lib/mcp/server.ts";
import { type AgentTokens, createAgentTokens } from "../../lib/services/agent_tokens.ts";
import { createAiServices } from "../../lib/services/ai/mod.ts";
import { dayOf } from "../../lib/services/ai/models.ts";
import type { BlobPort } from "../../lib/services/ports.ts";
import { createFileCommitsService } from "../../lib/services/file_commits.ts";
import { drawScene } from "../../lib/analysis/scene/components.ts";
import { createGraphService } from "../../lib/services/graph.ts";
import { entryStored } from "../../lib/services/entry_stored.ts";
import { graphStored } from "../../lib/services/graph_stored.ts";
import { createScenesService } from "../../lib/services/scenes.ts";
import { createSourcesService } from "../../lib/services/sources.ts";
import { createAiResultStore } from "../../lib/store/ai_results.ts";
import { createConversationStore } from "../../lib/store/conversations.ts";
import { createExplanationStore } from "../../lib/store/explanations.ts";
import { createFileStore } from "../../lib/store/files.ts";
import { createAnalysesService, createAnalysisQueue } from "../../lib/services/analyses.ts";
import { compareStored } from "../../lib/services/compare_stored.ts";
import { createComparisonsService } from "../../lib/services/comparisons.ts";
import type { Services } from "../../lib/services/contract.ts";
import { createGitHubService } from "../../lib/services/github.ts";
import { createJobsService } from "../../lib/services/jobs.ts";
import { createMapsService } from "../../lib/services/maps.ts";
import type { JobControl } from "../../lib/services/ports.ts";
import { createPortfolioService } from "../../lib/services/portfolio.ts";
import { createProjectsService } from "../../lib/services/projects.ts";
import { createNextRun, createSchedulesService } from "../../lib/services/schedules.ts";
import { createSearchService } from "../../lib/services/search.ts";
import { createStatusService } from "../../lib/services/status.ts";
import { createSymbolsService } from "../../lib/services/symbols.ts";
import { createPortfolioStore } from "../../lib/store/portfolio.ts";
import { createSearchStore } from "../../lib/store/search.ts";
import { createSymbolStore } from "../../lib/store/symbols.ts";
import { createAccess, createApp } from "../../lib/web/mod.ts";
import { manifest } from "../../manifest.gen.ts";
import type { State } from "../../routes/_state.ts";
import { describeApi } from "../../routes/api/_document.ts";
import { type ScratchDatabase, scratchDatabase } from "./database.ts";

export interface Api extends Disposable {
  scratch: ScratchDatabase;
  services: Services;
  agentTokens: AgentTokens;
  /** Calls that reached the runner and the clones, e.g. `abort j1`. */
  calls: string[];
  send(request: Request): Promise<Response>;
  /** One request, as a client would send it; `body` is sent as JSON unless it is text. */
  call(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<Response>;
}

/** What agents send. */
export const AGENT_TOKEN = "agent-token-0123456789";

const INFO = {
  remoteAddr: { transport: "tcp", hostname: "127.0.0.1", port: 1 },
  completed: Promise.resolve(),
} as const;

/** A provider that says what `model` makes of a prompt. */
function provider(model: (prompt: string) => unknown): AiProvider {
  return {
    id: "model-garden",
    missing: null,
    model: "test-1",
    ask: ({ prompt }) =>
      Promise.resolve({
        text: JSON.stringify(model(prompt)),
        model: "test-1",
        inputTokens: 10,
        outputTokens: 5,
      }),
    check: () => Promise.resolve({ reachable: true, version: null, models: [], error: null }),
  };
}

/**
 * The whole web side over a real database and the real network guard, with nobody running jobs.
 * Names resolve to a public address; `*.internal.test` to a private one, `*.silent.test` never.
 */
export function createApi(
  options: {
    allowedHosts?: string[];
    token?: string;
    clock?: Clock;
    github?: GitHubPort;
    reanalyzeCron?: string;
    /** What a model says to a prompt; default: none is configured. */
    model?: (prompt: string) => unknown;
    dailyRequests?: number;
    /** Files' contents; default: none. */
    blobs?: BlobPort;
  } = {},
): Api {
  const scratch = scratchDatabase();
  const clock = options.clock ?? systemClock;
  const calls: string[] = [];
  const control: JobControl = {
    wake: () => void calls.push("wake"),
    abort: (jobId) => {
      calls.push(`abort ${jobId}`);
      return Promise.resolve();
    },
    maxAttempts: () => 4,
  };
  const steady = steadyClock(clock);
  const queue = createAnalysisQueue({ jobs: scratch.jobs, control, clock, steady });
  const nextRun = createNextRun(options.reanalyzeCron ?? null, clock);
  const projects = createProjectsService({
    projects: scratch.projects,
    jobs: scratch.jobs,
    queue,
    guard: createNetGuard({
      allowedHosts: options.allowedHosts ?? [],
      allowedPaths: [],
      resolve: (host) =>
        host.endsWith(".silent.test")
          ? new Promise(() => {})
          : Promise.resolve([host.endsWith(".internal.test") ? "10.0.0.7" : "93.184.216.34"]),
    }),
    clones: {
      remove: (id) => {
        calls.push(`remove ${id}`);
        return Promise.resolve();
      },
    },
    control,
    nextRun,
    clock,
  });
  const jobs = createJobsService({
    jobs: scratch.jobs,
    projects: scratch.projects,
    control,
    clock,
    steady,
  });
  const maps = createMapsService({ projects, maps: scratch.maps });
  const search = createSearchService({ search: createSearchStore(scratch.database), projects });
  const symbols = createSymbolsService({ symbols: createSymbolStore(scratch.database), projects });
  const graph = createGraphService({
    projects,
    mapStore: scratch.maps,
    read: (mapId) => graphStored(scratch.maps, mapId),
  });
  const sources = createSourcesService({
    projects,
    maps,
    mapStore: scratch.maps,
    files: createFileStore(scratch.database),
    findEntry: (mapId, path) => entryStored(scratch.maps, mapId, path),
    blobs: options.blobs ?? { read: () => Promise.resolve(null) },
  });
  const daily = { tokens: 1_000_000_000, requests: options.dailyRequests ?? 1_000 };
  const results = createAiResultStore(scratch.database);
  const services: Services = {
    projects,
    portfolio: createPortfolioService({
      projects,
      store: scratch.projects,
      portfolio: createPortfolioStore(scratch.database),
      github: options.github ?? null,
      clock,
    }),
    jobs,
    ...createAiServices({
      ai: createAi({
        providers: [
          options.model === undefined ? createModelGarden(null, clock) : provider(options.model),
        ],
        order: ["model-garden"],
        requests: {
          begin: (request) => results.begin(request, isoTime(clock.now())),
          end: results.end,
          forget: results.forget,
          spentToday: () => results.spentOn(dayOf(clock.now())),
          remembered: results.remembered,
        },
        clock,
        timeoutMs: 1_000,
        daily,
      }),
      results,
      explanations: createExplanationStore(scratch.database),
      conversations: createConversationStore(scratch.database),
      projects,
      maps,
      mapStore: scratch.maps,
      jobs: scratch.jobs,
      control,
      cancel: jobs.cancel,
      sources,
      search,
      symbols,
      redact: createRedactor(),
      daily,
      autoExplain: false,
      contextTokens: 8_000,
      openTools: () => null,
      clock,
      steady,
    }),
    sources,
    fileCommits: createFileCommitsService({
      sources,
      log: { read: () => Promise.resolve(null) },
    }),
    graph,
    scenes: createScenesService({ projects, maps, graph, draw: drawScene }),
    analyses: createAnalysesService({ projects, projectStore: scratch.projects, queue }),
    schedules: createSchedulesService({ projects: scratch.projects, queue, nextRun, clock }),
    metrics: createMetrics({ jobs: scratch.jobs, databaseBytes: scratch.changes.bytes, clock }),
    maps,
    comparisons: createComparisonsService({
      projects,
      maps: scratch.maps,
      compare: (from, to) => compareStored(scratch.maps, from, to),
    }),
    search,
    symbols,
    github: createGitHubService({ github: options.github ?? null, store: scratch.github, clock }),
    status: createStatusService({
      changes: scratch.changes,
      jobs: scratch.jobs,
      projects: scratch.projects,
      clock,
      instance: "test",
      migration: 1,
      damage: () => [],
    }),
  };
  const agentTokens = createAgentTokens(AGENT_TOKEN, clock);
  const agents = {
    tokens: agentTokens,
    tokenPlace: "AUTH_TOKEN",
    answer: createMcpServer({ services, redact: createRedactor() }),
  };
  const access = createAccess({
    token: options.token ?? null,
    host: "127.0.0.1",
    allowedHosts: ["factory.example.org"],
    clock,
  });
  const openapi = describeApi(manifest);
  const app = createApp<State>(manifest, {
    state: ({ requestId }) => ({ services, access, openapi, requestId, agents }),
  });
  return {
    scratch,
    services,
    agentTokens,
    calls,
    send: (request) => app.fetch(request, INFO),
    call(method, path, body, headers) {
      const all = new Headers(headers);
      if (body !== undefined && !all.has("content-type")) {
        all.set("content-type", "application/json");
      }
      const text = body === undefined
        ? null
        : typeof body === "string"
        ? body
        : JSON.stringify(body);
      const request = new Request(`http://127.0.0.1:8000${path}`, {
        method,
        headers: all,
        body: text,
      });
      return app.fetch(request, INFO);
    },
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
}
