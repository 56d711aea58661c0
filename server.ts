/**
 * The server, composed: configuration -> store -> services -> jobs -> web. One file, though long: it
 * names each part once, and which of the others it is given.
 */
import { resolve } from "node:path";
import { createAnalysisThreads } from "./jobs/analysis_threads.ts";
import { createAnalyzeRepo } from "./jobs/analyze_repo.ts";
import { createMetrics } from "./jobs/metrics.ts";
import { createRescuer } from "./jobs/rescuer.ts";
import { RETRY_BOUNDS } from "./jobs/retry_policy.ts";
import { createAskModels } from "./jobs/ask_models.ts";
import { createRunner } from "./jobs/runner.ts";
import { createSchedules } from "./jobs/schedules.ts";
import { createUpkeep } from "./jobs/upkeep.ts";
import { FactoryError } from "./lib/domain/errors.ts";
import { VERSION } from "./lib/domain/version.ts";
import {
  chooseGit,
  createBlobPort,
  createClones,
  createFileLogPort,
  isClonedAt,
} from "./lib/git/mod.ts";
import { cloneLogin, createGitHubClient } from "./lib/github/mod.ts";
import { steadyClock, systemClock } from "./lib/platform/clock.ts";
import { type Config, parseConfig } from "./lib/platform/config.ts";
import { everyMinute } from "./lib/platform/cron.ts";
import { openDataDirectory } from "./lib/platform/data_directory.ts";
import { newId } from "./lib/platform/ids.ts";
import { configureLog, getLogger, type LogOptions } from "./lib/platform/log.ts";
import { createMcpServer } from "./lib/mcp/server.ts";
import { createNetGuard } from "./lib/platform/net_guard.ts";
import { resourceUrl } from "./lib/platform/resources.ts";
import { killAll } from "./lib/platform/subprocess.ts";
import { createAnalysesService, createAnalysisQueue } from "./lib/services/analyses.ts";
import { createAnalysisSource } from "./lib/services/analysis_source.ts";
import { createGraphService } from "./lib/services/graph.ts";
import { createMapThread } from "./lib/services/map_thread.ts";
import { createComparisonsService } from "./lib/services/comparisons.ts";
import type { Services } from "./lib/services/contract.ts";
import { createFileCommitsService } from "./lib/services/file_commits.ts";
import { createGitHubService } from "./lib/services/github.ts";
import { createJobsService } from "./lib/services/jobs.ts";
import { createMapsService } from "./lib/services/maps.ts";
import type { JobControl } from "./lib/services/ports.ts";
import { createPortfolioService } from "./lib/services/portfolio.ts";
import { createProjectsService } from "./lib/services/projects.ts";
import { createNextRun, createSchedulesService } from "./lib/services/schedules.ts";
import { createSearchService } from "./lib/services/search.ts";
import { createScenesService } from "./lib/services/scenes.ts";
import { createSourcesService } from "./lib/services/sources.ts";
import { createStatusService } from "./lib/services/status.ts";
import { createSymbolsService } from "./lib/services/symbols.ts";
import { createFileStore } from "./lib/store/files.ts";
import { createChangeStore } from "./lib/store/changes.ts";
import { openDatabase } from "./lib/store/database.ts";
import { createGitHubStore } from "./lib/store/github.ts";
import { createJobStore } from "./lib/store/jobs.ts";
import { createMapStore } from "./lib/store/maps.ts";
import { migrate, newestVersion, readMigrations } from "./lib/store/migrate.ts";
import { createPortfolioStore } from "./lib/store/portfolio.ts";
import { createProjectStore } from "./lib/store/projects.ts";
import { closeInOrder, openInOrder } from "./lib/store/upkeep.ts";
import { createSearchStore } from "./lib/store/search.ts";
import { createSymbolStore } from "./lib/store/symbols.ts";
import { type App, createAccess, createApp, openAssets } from "./lib/web/mod.ts";
import { manifest } from "./manifest.gen.ts";
import { openModels } from "./models.ts";
import type { State } from "./routes/_state.ts";
import { describeApi } from "./routes/api/_document.ts";

export interface Server {
  fetch: App["fetch"];
  /** Tells it under which address of this machine it is reached. */
  listensAt(address: string): void;
  /** Starts running jobs; before it, requests are answered and jobs wait. */
  startJobs(): void;
  /** Stops jobs (they go back to the queue) and their children; requests are still answered. */
  stop(): Promise<void>;
  /** Closes the database and lets go of the data directory. */
  close(): void;
}

/**
 * Opens the data directory, migrates, and takes back the jobs of a process that died.
 * @throws FactoryError where it cannot start: `data_dir_unusable`, `database_newer`, …
 */
async function createServer(config: Config, logging: LogOptions): Promise<Server> {
  const clock = systemClock;
  const steady = steadyClock(clock);
  const instance = newId(clock.now());
  const data = await openDataDirectory(resolve(config.dataDir));
  const database = openDatabase(data.databasePath);
  const migrations = await readMigrations();
  migrate(database.raw, migrations);
  const clean = openInOrder(database);
  let damage: readonly string[] = [];

  const projectStore = createProjectStore(database);
  const jobStore = createJobStore(database);
  const maps = createMapStore(database);
  const guard = createNetGuard({
    allowedHosts: config.repoAllowedHosts,
    allowedPaths: config.repoAllowedPaths,
  });
  const github = config.github;
  const git = await chooseGit({
    guard,
    login: (repository) => github === null ? null : cloneLogin(github, repository),
    environment: config.gitEnvironment,
    maxBytes: config.repoMaxBytes,
    homeDirectory: data.gitHome,
  });
  if (git.program === "git") getLogger("git").info("Using git {version}", { version: git.about });
  else {
    getLogger("git").warn(
      "{why} Repositories are fetched without it, and mapped without history.",
      {
        why: git.about,
      },
    );
  }
  const clones = createClones(data.repositories);

  // The services steer the runner, and the runner's handlers use the services: one of the two has
  // to be named before it exists.
  const control: JobControl = {
    wake: () => runner.wake(),
    abort: (jobId) => runner.abort(jobId),
    maxAttempts: (type) => RETRY_BOUNDS[type].maxAttempts,
  };
  const queue = createAnalysisQueue({ jobs: jobStore, control, clock, steady });
  const nextRun = createNextRun(config.reanalyzeCron, clock);
  const changes = createChangeStore(database);
  const metrics = createMetrics({ jobs: jobStore, databaseBytes: changes.bytes, clock });
  const projects = createProjectsService({
    projects: projectStore,
    jobs: jobStore,
    queue,
    guard,
    clones,
    control,
    nextRun,
    clock,
  });
  const jobs = createJobsService({
    jobs: jobStore,
    projects: projectStore,
    control,
    clock,
    steady,
  });
  const mapsService = createMapsService({ projects, maps });
  const search = createSearchService({ search: createSearchStore(database), projects });
  const symbols = createSymbolsService({ symbols: createSymbolStore(database), projects });
  const mapThread = createMapThread(data.databasePath);
  const sources = createSourcesService({
    projects,
    maps: mapsService,
    mapStore: maps,
    files: createFileStore(database),
    findEntry: mapThread.entry,
    blobs: createBlobPort(git.program, clones.path),
  });
  const fileCommits = createFileCommitsService({
    sources,
    log: createFileLogPort(git.program, clones.path),
  });
  const graph = createGraphService({ projects, mapStore: maps, read: mapThread.graph });
  const models = await openModels({
    config,
    data,
    database,
    projects,
    maps: mapsService,
    mapStore: maps,
    jobs: jobStore,
    control,
    cancel: jobs.cancel,
    sources,
    search,
    symbols,
    clock,
    steady,
  });
  const gitHubPort = github === null ? null : createGitHubClient({ ...github, clock });
  const services: Services = {
    projects,
    portfolio: createPortfolioService({
      projects,
      store: projectStore,
      portfolio: createPortfolioStore(database),
      github: gitHubPort,
      clock,
    }),
    jobs,
    ...models.services,
    graph,
    scenes: createScenesService({ projects, maps: mapsService, graph, draw: mapThread.draw }),
    sources,
    fileCommits,
    analyses: createAnalysesService({ projects, projectStore, queue }),
    schedules: createSchedulesService({ projects: projectStore, queue, nextRun, clock }),
    metrics,
    maps: mapsService,
    comparisons: createComparisonsService({
      projects,
      maps,
      compare: mapThread.compare,
    }),
    search,
    symbols,
    github: createGitHubService({
      github: gitHubPort,
      store: createGitHubStore(database),
      clock,
    }),
    status: createStatusService({
      changes,
      jobs: jobStore,
      projects: projectStore,
      clock,
      instance,
      migration: newestVersion(migrations),
      damage: () => damage,
    }),
  };

  const threads = createAnalysisThreads({ databasePath: data.databasePath, log: logging });
  const runner = createRunner({
    jobs: jobStore,
    handlers: {
      analyze_repo: createAnalyzeRepo({
        source: createAnalysisSource({ projects, projectStore, maps, clock }),
        fetch: (source, { projectId, ref, ...options }) =>
          git.fetch({ ...source, ref }, { gitDir: clones.path(projectId), ...options }),
        isStillThere: ({ gitDir, commit }) => isClonedAt(gitDir, commit.sha),
        refreshFacts: services.github.refresh,
        explain: services.explanations.afterAnalysis,
        threads,
      }),
      ...createAskModels(services),
    },
    clock,
    steady,
    instance,
    concurrency: config.jobConcurrency,
    timeoutMs: config.jobTimeoutMs,
    metrics,
  });
  const rescuer = createRescuer({
    jobs: jobStore,
    clock,
    steady,
    instance,
    held: runner.held,
    wake: runner.wake,
    metrics,
  });
  const schedules = createSchedules({
    schedules: services.schedules,
    everyMinute,
    pattern: config.reanalyzeCron,
    nextRun,
  });
  const upkeep = createUpkeep({
    databasePath: data.databasePath,
    kept: config.jobsKept,
    log: logging,
    clock,
    onDamage: (found) => damage = found,
  });

  await rescuer.start();
  await models.endInterrupted();
  await clones.sweep(await projectStore.ids());
  const assets = await openAssets(resourceUrl("static/"));
  const access = createAccess({
    token: config.authToken,
    host: config.host,
    allowedHosts: config.allowedHosts,
    clock,
  });
  const openapi = describeApi(manifest);
  const agents = {
    tokens: models.agentTokens,
    tokenPlace: models.tokenPlace,
    answer: createMcpServer({ services, redact: models.redact }),
  };
  const app = createApp<State>(manifest, {
    assets,
    state: ({ requestId }) => ({ services, access, openapi, requestId, agents }),
  });

  return {
    fetch: app.fetch,
    listensAt: models.listensAt,
    startJobs() {
      runner.start();
      void services.analyses.renewOutdated().then(
        (count) => {
          if (count > 0) {
            getLogger("server").info("Renewing {count} maps of an older version", {
              count,
            });
          }
        },
        (error) => getLogger("server").error("Older maps could not be renewed: {error}", { error }),
      );
      schedules.start();
      upkeep.start(clean);
    },
    async stop() {
      schedules.stop();
      rescuer.stop();
      await runner.stop();
      threads.close();
      await upkeep.stop();
      await services.github.stop();
      await killAll();
    },
    close() {
      if (damage.length === 0) closeInOrder(database);
      database.close();
      data.release();
    },
  };
}

/**
 * Reads the environment and serves until SIGTERM or SIGINT, which end the process; so does a failure
 * to start, after saying why.
 */
export async function runServer(): Promise<void> {
  await orSayWhy(async () => {
    const { server, config } = await openServer((name) => Deno.env.get(name));
    const log = getLogger("server");
    let shutdown = () => Promise.resolve();
    // Before it says that it is there: whoever reads that may stop it at once.
    stopOnSignals(server, () => shutdown());
    const http = Deno.serve({
      port: config.port,
      hostname: config.host,
      onListen: ({ hostname, port }) => {
        const host = hostname.includes(":") ? `[${hostname}]` : hostname;
        // All addresses of the machine: its own programs take the loopback one.
        const own = { "0.0.0.0": "127.0.0.1", "[::]": "[::1]" }[host] ?? host;
        server.listensAt(`http://${own}:${port}`);
        log.info("Software Factory {version} is at {url}", {
          version: VERSION,
          url: `http://${host}:${port}`,
        });
      },
    }, server.fetch);
    shutdown = () => http.shutdown();
    // Only now: where the port is taken, no job has been touched.
    server.startJobs();
  });
}

/** The same for a program that listens itself (deploy.ts): it gets the server, started. */
export async function openForHost(): Promise<Server> {
  return await orSayWhy(async () => {
    // Who listens decides where; beyond loopback is what has to be expected.
    const read = (name: string) => name === "HOST" ? "0.0.0.0" : Deno.env.get(name);
    const { server } = await openServer(read);
    server.startJobs();
    stopOnSignals(server, () => Promise.resolve());
    return server;
  });
}

async function openServer(
  read: (name: string) => string | undefined,
): Promise<{ server: Server; config: Config }> {
  const config = parseConfig(read);
  const logging: LogOptions = {
    level: config.logLevel,
    format: config.logFormat ?? (Deno.stdout.isTerminal() ? "pretty" : "json"),
  };
  await configureLog(logging);
  return { server: await createServer(config, logging), config };
}

/** A failure to start is said in words, and ends the process. */
async function orSayWhy<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      console.error("The port is in use. Set PORT to a free one, or stop the other program.");
    } else if (error instanceof FactoryError) {
      console.error([error.message, error.remedy].filter((part) => part !== null).join("\n"));
    } else console.error(error);
    Deno.exit(1);
  }
}

/** @param stopListening resolves once the requests under way are answered */
function stopOnSignals(server: Server, stopListening: () => Promise<void>): void {
  const log = getLogger("server");
  let stopping = false;
  const stop = async (signal: Deno.Signal) => {
    // A second signal does not wait for the first one's tidying up.
    if (stopping) Deno.exit(1);
    stopping = true;
    log.info("{signal}: stopping; running jobs go back to the queue", { signal });
    // Requests under way may end, but an idle keep-alive connection must not hold up the stop.
    const closed = stopListening();
    await server.stop();
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 2_000))]);
    server.close();
    log.info("Stopped");
    Deno.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    Deno.addSignalListener(signal, () => void stop(signal));
  }
}
