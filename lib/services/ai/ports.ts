/** What the services about models are made of. */
import type { Ai, ToolAccess } from "../../domain/ai_port.ts";
import { FactoryError } from "../../domain/errors.ts";
import { type JobType, PRIORITIES } from "../../domain/job.ts";
import type { Job } from "../../domain/wire/job.ts";
import type { MapView } from "../../domain/wire/map_view.ts";
import type { Project } from "../../domain/wire/project.ts";
import { type Clock, isoTime } from "../../platform/clock.ts";
import { newId } from "../../platform/ids.ts";
import type { JobStore } from "../../store/jobs.ts";
import type { MapStore } from "../../store/maps.ts";
import type { MapsService, ProjectsService } from "../contract.ts";
import type { JobControl } from "../ports.ts";
import type { GatherPorts } from "./gather.ts";

export interface AiDependencies extends GatherPorts {
  ai: Ai;
  projects: Pick<ProjectsService, "get">;
  maps: Pick<MapsService, "view">;
  mapStore: Pick<MapStore, "identify">;
  jobs: Pick<JobStore, "enqueue" | "find">;
  control: JobControl;
  /** Cancels a job, as a person would. */
  cancel(jobId: string): Promise<unknown>;
  clock: Clock;
  /** The engine's clock. */
  steady: Clock;
  /** About this many tokens are sent along. */
  contextTokens: number;
  /** Opens read-only tools over one project; null where there are none. */
  openTools(projectId: string): (ToolAccess & { close(): void }) | null;
}

/** What a job about a map works with. */
export interface MapInHand {
  project: Project;
  view: MapView;
  map: { id: string; hash: string };
}

/** @throws FactoryError `map_not_ready` */
export async function takeMap(
  { projects, maps, mapStore }: Pick<AiDependencies, "projects" | "maps" | "mapStore">,
  projectId: string,
): Promise<MapInHand> {
  const project = await projects.get(projectId);
  const [view, identity] = await Promise.all([
    maps.view(projectId),
    mapStore.identify(projectId),
  ]);
  if (view === null || identity === null || view.map_id !== identity.id) {
    throw new FactoryError("map_not_ready", `${JSON.stringify(project.name)} has no map yet.`, {
      remedy: "POST /api/analyze-repo starts an analysis; ask again when it has ended.",
    });
  }
  return { project, view, map: { id: identity.id, hash: identity.content_hash } };
}

/** What a job made is not stored any more: it was cancelled, taken back, or its project removed. */
export function claimLost(): FactoryError {
  return new FactoryError("lease_lost", "The claim was lost.");
}

/** @throws FactoryError `ai_not_configured` */
export function needModel(ai: Ai): void {
  if (ai.order.length > 0) return;
  const missing = ai.providers.map(({ missing }) => missing).filter((text) => text !== null);
  throw new FactoryError("ai_not_configured", "No model is configured, so there is none to ask.", {
    remedy: missing.at(-1) ?? "Name a provider in AI_PROVIDERS.",
  });
}

/** Puts a job that asks a model into the queue. */
export async function enqueueAi(
  { jobs, control, clock, steady }: Pick<AiDependencies, "jobs" | "control" | "clock" | "steady">,
  { id, type, projectId, params, key, by = "person" }: {
    id?: string;
    type: Exclude<JobType, "analyze_repo">;
    projectId: string;
    params: Record<string, unknown>;
    key: string;
    by?: keyof typeof PRIORITIES;
  },
): Promise<Job> {
  const now = clock.now();
  const { job } = await jobs.enqueue({
    id: id ?? newId(now),
    project_id: projectId,
    job_type: type,
    params,
    dedupe_key: key,
    max_attempts: control.maxAttempts(type),
    priority: PRIORITIES[by],
    run_at: isoTime(steady.now()),
    now: isoTime(now),
  });
  control.wake();
  return job;
}
