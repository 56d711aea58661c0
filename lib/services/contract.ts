/**
 * The services as routes and jobs see them; server.ts builds them, `ctx.state.services` carries them.
 * One file, though long: what the server can do, on one page.
 */
import type { AiStage } from "../domain/job.ts";
import type {
  AiProviders,
  AiProviderTest,
  AiResult,
  AiResultQuery,
  Conversation,
  ConversationSummary,
  Explanation,
  ExplanationRequest,
  QuestionJob,
  QuestionRequest,
} from "../domain/wire/ai.ts";
import type { GitHubFacts, GitHubImportPage, GitHubImportQuery } from "../domain/wire/github.ts";
import type { Health, Status } from "../domain/wire/status.ts";
import type { Job, JobEvent, JobEventQuery, JobQuery, QueueFigures } from "../domain/wire/job.ts";
import type { List, PageQuery } from "../domain/wire/common.ts";
import type { CompareQuery, MapSummary, PreviousMap } from "../domain/wire/compare.ts";
import type { FileCommit } from "../domain/wire/file_commits.ts";
import type { MapPartName, MapParts } from "../domain/wire/map_parts.ts";
import type { MapView } from "../domain/wire/map_view.ts";
import type { SearchAnswer, SearchQuery, SymbolEntry, SymbolQuery } from "../domain/wire/search.ts";
import type {
  Scene,
  SceneCycle,
  SceneEvidence,
  SceneItem,
  SceneLink,
  SceneQuery,
} from "../domain/wire/graph_scene.ts";
import type { GraphNeighbours, GraphPath } from "../domain/wire/graph.ts";
import type { Claim } from "../store/jobs.ts";
import type { Facet } from "../store/portfolio.ts";
import type { Redactor } from "../domain/redact.ts";
import type { SourceFile, SourceQuery } from "../domain/wire/source.ts";
import type { z } from "zod";
import type {
  AnalyzeRequest,
  Project,
  ProjectBulkCreate,
  ProjectBulkResult,
  ProjectChange,
  ProjectCreate,
  ProjectQuery,
  ProjectReplace,
} from "../domain/wire/project.ts";

export interface ProjectsService {
  /** @throws FactoryError `invalid_fields` for a cursor of no answer, or of another order */
  list(query: Partial<z.output<typeof ProjectQuery>>): Promise<List<Project>>;
  /** @throws FactoryError `project_not_found` */
  get(id: string): Promise<Project>;
  /**
   * Registers a project and, where it has a repository, enqueues its first analysis.
   * @param signal ends the look-up of its host; nothing is registered then
   * @throws FactoryError `url_invalid`, `url_refused`, `repository_taken`; the signal's reason
   */
  register(
    body: ProjectCreate,
    signal?: AbortSignal,
  ): Promise<{ project: Project; job: Job | null }>;
  /** Tags stay as they are. @throws FactoryError `project_not_found`, `invalid_fields` */
  replace(id: string, body: ProjectReplace): Promise<Project>;
  /** Changes what `body` names. @throws FactoryError as `replace` */
  change(id: string, body: ProjectChange): Promise<Project>;
  /** Cancels its jobs, removes its maps and its clone. */
  remove(id: string): Promise<void>;
}

/** A project as the list of all of them shows it. */
export interface PortfolioEntry {
  project: Project;
  /** Health scores of the last maps, oldest first. */
  trend: number[];
  /** What runs or waits. */
  job: Job | null;
  /** An analysis that failed after the map that is shown, or before there was one. */
  failure: Job | null;
}

export interface PortfolioView extends List<PortfolioEntry> {
  /** Projects on all pages. */
  found: number;
  tags: Facet[];
  languages: Facet[];
}

export interface PortfolioService {
  /** @throws FactoryError as the list of projects */
  view(query: Partial<z.output<typeof ProjectQuery>>): Promise<PortfolioView>;
  /**
   * Registers each address by itself and enqueues its first analysis. Asked again, it finds all of
   * them there. What could not be looked up in the time for all of them is refused, to be sent again.
   * Rejects with the signal's reason once who asked has gone; what is registered by then stays.
   */
  addMany(body: ProjectBulkCreate, signal: AbortSignal): Promise<ProjectBulkResult>;
  /**
   * What an organisation or user of the configured GitHub has, a page at a time.
   * @throws FactoryError `github_off`, and as `GitHubPort.list`
   */
  importable(query: GitHubImportQuery, signal: AbortSignal): Promise<GitHubImportPage>;
}

export interface JobsService {
  list(query: Partial<z.output<typeof JobQuery>>): Promise<List<Job>>;
  /** @throws FactoryError `job_not_found` */
  get(id: string): Promise<Job>;
  /** @throws FactoryError `job_not_found`, `job_finished` */
  cancel(id: string): Promise<Job>;
  /**
   * A failed or cancelled job begins anew.
   * @throws FactoryError `job_not_found`, `job_finished`, `job_not_finished`, `job_superseded`
   */
  retry(id: string): Promise<Job>;
  /** Cancels what has not started of one project. @throws FactoryError `project_not_found` */
  cancelPending(projectId: string): Promise<{ cancelled: number }>;
  /** A job's log, newest first. @throws FactoryError `job_not_found` */
  events(id: string, query: Partial<z.output<typeof JobEventQuery>>): Promise<List<JobEvent>>;
  figures(): Promise<QueueFigures>;
}

export interface SchedulesService {
  /**
   * Enqueues an analysis of each project whose time has come, once however often it came, and notes
   * the next times.
   * @returns how many were enqueued
   */
  runDue(): Promise<number>;
}

export interface MetricsService {
  /** Prometheus's text format. */
  scrape(): Promise<{ body: string; contentType: string }>;
}

export interface AnalysesService {
  /** The same job if one is already active; a `repo_url` not known yet is registered first. */
  request(body: AnalyzeRequest): Promise<Job>;
  /**
   * Enqueues an analysis of each project whose current map an older analyser made: once, at start.
   * @returns how many
   */
  renewOutdated(): Promise<number>;
}

/** A map as stored: JSON text compressed by gzip, with its strong ETag. */
export interface StoredMap {
  id: string;
  commit_sha: string;
  created_at: string;
  /** SHA-256 of the JSON text, hex. */
  content_hash: string;
  gzip: Uint8Array<ArrayBuffer>;
}

export interface MapsService {
  /**
   * The latest map, or that of `commit` (a full sha or a unique prefix of at least 7 digits).
   * @throws FactoryError `project_not_found`, `map_not_ready`
   */
  document(projectId: string, commit?: string): Promise<StoredMap>;
  /** What the project page shows; null until there is a map. */
  view(projectId: string): Promise<MapView | null>;
  /** What another page of it shows; null until there is a map of this version. Not to be changed. */
  part<Name extends MapPartName>(
    projectId: string,
    name: Name,
  ): Promise<Readonly<MapParts[Name]> | null>;
}

/** A comparison as JSON text; the tag changes with either map. */
export interface StoredComparison {
  tag: string;
  json(): Promise<string>;
}

export interface ComparisonsService {
  /** Stored maps, newest first. @throws FactoryError `project_not_found` */
  maps(projectId: string, query: z.output<typeof PageQuery>): Promise<List<MapSummary>>;
  /** The map before this one, of another commit; null where there is none. */
  previous(projectId: string, mapId: string): Promise<PreviousMap | null>;
  /**
   * Two maps of a project; by default the current one, and the one of another commit before it.
   * @throws FactoryError `project_not_found`, `map_not_ready` where there is no such map
   */
  compare(projectId: string, which: CompareQuery): Promise<StoredComparison>;
}

export interface SourcesService {
  /**
   * Lines of a text file, at a commit that has a map.
   * @throws FactoryError `project_not_found`, `map_not_ready`, `file_not_found`, `file_unreadable`,
   *   `invalid_fields`
   */
  read(projectId: string, query: SourceQuery, signal: AbortSignal): Promise<SourceFile>;
  /**
   * The same without secrets, for what is about to leave the process; `redactions` counts those that
   * were replaced in these lines.
   */
  readRedacted(
    projectId: string,
    query: SourceQuery,
    signal: AbortSignal,
    redact: Redactor,
  ): Promise<{ file: SourceFile; redactions: number }>;
  /**
   * Finds a file of a commit that has a map, without reading it.
   * @throws FactoryError as `read`, but for what its content causes
   */
  locate(
    projectId: string,
    query: Pick<SourceQuery, "path" | "commit">,
  ): Promise<{ commit_sha: string }>;
  /** Lines of a file of a map of this project; null where that has no such file. */
  lineCount(projectId: string, mapId: string, path: string): Promise<number | null>;
}

export interface FileCommitsService {
  /**
   * Commits that changed a file, newest first, as of a commit that has a map (default: the current
   * map's). `items` is null where the server has no git, or its clone has lost the commit.
   * @throws FactoryError as `SourcesService.locate`; `git_failed` where it takes too long
   */
  list(
    projectId: string,
    query: { path: string; commit?: string | undefined; limit: number },
    signal: AbortSignal,
  ): Promise<{ commit_sha: string; items: FileCommit[] | null; more: boolean }>;
}

/** Names a file by its path, or a component by its id, root or unique name. */
export interface GraphService {
  /**
   * Files that a file or a component depends on, or that depend on it.
   * @throws FactoryError `project_not_found`, `map_not_ready`, `file_not_found`
   */
  neighbours(
    projectId: string,
    name: string,
    direction: "dependencies" | "dependents",
    options: { depth: number; limit: number; offset?: number },
  ): Promise<GraphNeighbours>;
  /**
   * Imports of files of `to` by files of `from`: the first `limit` by path and line, and how many
   * pairs of files there are. @throws FactoryError `project_not_found`, `map_not_ready`
   */
  between(
    projectId: string,
    kind: "component" | "file",
    from: readonly string[],
    to: readonly string[],
    limit: number,
  ): Promise<SceneEvidence>;
  /** The files of a component and the imports among them. @throws FactoryError as `neighbours` */
  inside(
    projectId: string,
    component: string,
  ): Promise<{ items: SceneItem[]; links: SceneLink[]; cycles: SceneCycle[] }>;
  /** A shortest way along imports. @throws FactoryError as `neighbours` */
  path(projectId: string, from: string, to: string): Promise<GraphPath>;
}

/** The graph page's scenes. */
export interface ScenesService {
  /**
   * null until there is a map.
   * @throws FactoryError `project_not_found`; `file_not_found` for a component or a box that is none
   */
  scene(projectId: string, query: SceneQuery): Promise<Scene | null>;
}

export interface SearchService {
  /**
   * Best first: whole names, beginnings, words and initials, parts of names; what is exported before
   * what is not, code before tests, vendored and generated files.
   * @throws FactoryError `project_not_found`, `invalid_fields` for a cursor of no answer
   */
  search(query: SearchQuery): Promise<SearchAnswer>;
}

export interface SymbolsService {
  /**
   * Symbols of the current map, by path and line; none before there is a map. A page may hold fewer
   * than `limit` while there are more.
   * @throws FactoryError `project_not_found`, `invalid_fields` for a cursor of no answer
   */
  list(projectId: string, query: SymbolQuery): Promise<List<SymbolEntry>>;
}

/** What jobs that ask models get to say how they are doing. */
export interface AiJob {
  jobId: string;
  /** Proof that this process may store what the job makes. */
  claim: Claim;
  projectId: string;
  signal: AbortSignal;
  report(stage: AiStage, fraction: number, message: string): void;
  note(kind: "info" | "warning", message: string): void;
}

export interface ExplanationsService {
  /**
   * Enqueues an explanation of the current map; the same job if one is active.
   * @throws FactoryError `project_not_found`, `map_not_ready`, `ai_not_configured`
   */
  request(
    projectId: string,
    body: ExplanationRequest,
    by?: "person" | "schedule",
  ): Promise<Job>;
  /** Requests one for a map that has none, where each map is to be explained. Never fails. */
  afterAnalysis(projectId: string): Promise<void>;
  /** null where there is none. @throws FactoryError `project_not_found` */
  latest(projectId: string): Promise<Explanation | null>;
  /** The job's work. @throws FactoryError `ai_…`; the signal's reason */
  make(job: AiJob, params: unknown): Promise<Record<string, unknown>>;
}

export interface ConversationsService {
  /**
   * Asks, in a new conversation or to go on with one.
   * @throws FactoryError `project_not_found`, `map_not_ready`, `ai_not_configured`,
   *   `conversation_not_found`
   */
  ask(projectId: string, body: QuestionRequest): Promise<QuestionJob>;
  /** Those gone on with last come first. @throws FactoryError `project_not_found` */
  list(
    projectId: string,
    query: z.output<typeof PageQuery>,
  ): Promise<List<ConversationSummary>>;
  /** @throws FactoryError `project_not_found`, `conversation_not_found` */
  get(projectId: string, id: string): Promise<Conversation>;
  /** Cancels what is still being answered. @throws FactoryError as `get` */
  remove(projectId: string, id: string): Promise<void>;
  /** The job's work. @throws FactoryError `ai_…`; the signal's reason */
  answer(job: AiJob, params: unknown): Promise<Record<string, unknown>>;
}

export interface ModelsService {
  /** Whether there is any model to ask. */
  readonly configured: boolean;
  providers(): Promise<AiProviders>;
  /** Sends a few words. @throws FactoryError `ai_provider_not_found`, `ai_not_configured` */
  test(id: string, signal: AbortSignal): Promise<AiProviderTest>;
  /** Requests to models, newest first. @throws FactoryError `project_not_found` */
  results(query: AiResultQuery): Promise<List<AiResult>>;
  /** One of them, whole. @throws FactoryError `ai_result_not_found` */
  result(id: string): Promise<AiResult>;
}

export interface StatusService {
  /** Cheap: the ETag of what `snapshot` would answer. */
  tag(since?: number): Promise<string>;
  snapshot(since?: number): Promise<Status>;
  health(): Promise<Health>;
}

export interface GitHubService {
  /** What GitHub last said; null where it is switched off, said nothing, or has no such project. */
  facts(projectId: string): Promise<GitHubFacts | null>;
  /** Asks GitHub anew, in the background: nobody waits for it, and nothing fails by it. */
  refresh(project: Project): void;
  /** Stops asking; resolves when nothing is under way. */
  stop(): Promise<void>;
}

export interface Services {
  models: ModelsService;
  explanations: ExplanationsService;
  conversations: ConversationsService;
  projects: ProjectsService;
  portfolio: PortfolioService;
  jobs: JobsService;
  analyses: AnalysesService;
  schedules: SchedulesService;
  metrics: MetricsService;
  maps: MapsService;
  comparisons: ComparisonsService;
  sources: SourcesService;
  fileCommits: FileCommitsService;
  graph: GraphService;
  scenes: ScenesService;
  search: SearchService;
  symbols: SymbolsService;
  github: GitHubService;
  status: StatusService;
}
