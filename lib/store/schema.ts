/** The tables as Kysely sees them; migrations/ is their source. */
import type { Generated, GeneratedAlways } from "kysely";
import type { JobEventKind, JobStatus, JobType } from "../domain/job.ts";
import type { AiProviderId, AiPurpose, AiResultStatus } from "../domain/ai.ts";
import type { HealthStatus } from "../domain/wire/common.ts";
import type { MapPartName } from "../domain/wire/map_parts.ts";

export interface ProjectsTable {
  id: string;
  name: string;
  description: string;
  repo_url: string | null;
  repo_identity: string | null;
  branch: string | null;
  health: Generated<HealthStatus>;
  last_commit: string | null;
  last_commit_at: string | null;
  last_analyzed_at: string | null;
  current_map_id: string | null;
  figures: string | null;
  schedule: string | null;
  next_run_at: string | null;
  /** A sorted JSON array of words. */
  tags: Generated<string>;
  created_at: string;
  updated_at: string;
}

export interface ProjectSecretsTable {
  project_id: string;
  username: string;
  password: string;
}

export interface BackgroundJobsTable {
  id: string;
  project_id: string;
  job_type: JobType;
  status: Generated<JobStatus>;
  progress: Generated<number>;
  stage: string | null;
  message: string | null;
  params: Generated<string>;
  result: string | null;
  error: string | null;
  attempt: Generated<number>;
  max_attempts: Generated<number>;
  crashes: Generated<number>;
  priority: Generated<number>;
  run_at: string;
  dedupe_key: string | null;
  locked_by: string | null;
  fence: Generated<number>;
  lease_expires_at: string | null;
  cancel_requested_at: string | null;
  stages_begun: Generated<number>;
  checkpoint: string | null;
  timings: string | null;
  seconds_left: number | null;
  run_ms: Generated<number>;
  delayed: Generated<0 | 1>;
  /** Milliseconds, counted from `updated_at`, that a delayed job was to wait. */
  waits_ms: Generated<number>;
  started_at: string | null;
  finished_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface JobEventsTable {
  /** From 1 for each job. */
  id: number;
  job_id: string;
  at: string;
  kind: JobEventKind;
  message: string;
}

export interface SystemMapsTable {
  id: string;
  project_id: string;
  content: Uint8Array<ArrayBuffer>;
  view: Uint8Array<ArrayBuffer>;
  commit_sha: string;
  branch: string | null;
  schema_version: number;
  analyzer_version: number;
  content_hash: string;
  /** 1: the map knows a part of the history only. */
  shallow: Generated<0 | 1>;
  created_at: string;
  committed_at: string | null;
  health: HealthStatus | null;
  figures: string | null;
}

export interface MapPartsTable {
  map_id: string;
  name: MapPartName;
  content: Uint8Array<ArrayBuffer>;
}

export interface BlobFactsTable {
  blob_oid: string;
  language: string;
  analyzer_version: number;
  facts: string;
  symbols: string | null;
  used_on: Generated<string>;
}

export interface ProjectionsTable {
  id: Generated<number>;
  project_id: string | null;
  generation: Generated<number>;
  map_id: string | null;
  analyzer_version: number | null;
}

export interface GitHubAnswersTable {
  project_id: string;
  answers: string;
  fetched_at: string;
}

export interface ChangesTable {
  seq: Generated<number>;
  entity: "project" | "job" | "map";
  id: string;
  project_id: string | null;
  deleted: Generated<number>;
}

export interface AiResultsTable {
  id: string;
  project_id: string | null;
  job_id: string | null;
  map_id: string | null;
  purpose: AiPurpose;
  provider: string;
  model: string;
  prompt_version: number;
  prompt: string;
  redactions: number;
  response: string | null;
  status: AiResultStatus;
  error: string | null;
  input_tokens: Generated<number>;
  output_tokens: Generated<number>;
  tokens: GeneratedAlways<number>;
  latency_ms: number | null;
  cache_key: string | null;
  created_at: string;
}

export interface ExplanationsTable {
  id: string;
  project_id: string;
  job_id: string;
  map_id: string;
  map_hash: string;
  commit_sha: string;
  provider: AiProviderId;
  model: string;
  prompt_version: number;
  content: string;
  claims_kept: number;
  claims_dropped: number;
  redactions: number;
  tokens: number;
  latency_ms: number;
  created_at: string;
}

export interface ConversationsTable {
  id: string;
  project_id: string;
  title: string;
  created_at: string;
  updated_at: string;
}

export interface ConversationTurnsTable {
  id: string;
  conversation_id: string;
  job_id: string;
  question: string;
  answer: string | null;
  map_id: string | null;
  commit_sha: string | null;
  provider: AiProviderId | null;
  model: string | null;
  claims_dropped: number | null;
  redactions: number | null;
  tokens: number | null;
  latency_ms: number | null;
  created_at: string;
  answered_at: string | null;
}

export interface Tables {
  ai_spending: { day: string; requests: number; tokens: number };
  ai_results: AiResultsTable;
  explanations: ExplanationsTable;
  conversations: ConversationsTable;
  conversation_turns: ConversationTurnsTable;
  projects: ProjectsTable;
  project_secrets: ProjectSecretsTable;
  background_jobs: BackgroundJobsTable;
  job_events: JobEventsTable;
  job_turns: { project_id: string; turn: number };
  job_counts: { status: JobStatus; count: number };
  server_state: { id: number; clean: 0 | 1 };
  system_maps: SystemMapsTable;
  map_parts: MapPartsTable;
  blob_facts: BlobFactsTable;
  fact_totals: { id: number; bytes: number };
  projections: ProjectionsTable;
  github_answers: GitHubAnswersTable;
  changes: ChangesTable;
}
