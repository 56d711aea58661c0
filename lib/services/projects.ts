import { aboutField, FactoryError } from "../domain/errors.ts";
import { parseRepoUrl, type RepoUrl } from "../domain/repo_url.ts";
import type {
  Project,
  ProjectChange,
  ProjectCreate,
  ProjectReplace,
} from "../domain/wire/project.ts";
import { ProjectQuery } from "../domain/wire/project.ts";
import { type Clock, isoTime } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import type { JobStore } from "../store/jobs.ts";
import type { ProjectStore } from "../store/projects.ts";
import type { AnalysisQueue } from "./analyses.ts";
import type { ProjectsService } from "./contract.ts";
import { nextPage, placeOf } from "./project_pages.ts";
import type { Clones, JobControl, RepositoryGuard } from "./ports.ts";

export interface ProjectsDependencies {
  projects: ProjectStore;
  jobs: JobStore;
  queue: AnalysisQueue;
  guard: RepositoryGuard;
  clones: Clones;
  control: JobControl;
  /** When a project with this schedule is analysed next. */
  nextRun: (schedule: string | null) => string | null;
  clock: Clock;
}

/** Registers, changes and removes projects with all that belongs to them. */
export function createProjectsService(deps: ProjectsDependencies): ProjectsService {
  const { projects, jobs, queue, guard, clones, control, nextRun, clock } = deps;

  async function get(id: string): Promise<Project> {
    return found(await projects.find(id), id);
  }

  /** What is undefined stays. */
  async function replace(before: Project, change: ProjectChange): Promise<Project> {
    const { id } = before;
    const fields = {
      name: change.name ?? before.name,
      description: change.description ?? before.description,
      branch: change.branch === undefined ? before.branch : change.branch,
      schedule: change.schedule === undefined ? before.schedule : change.schedule,
    };
    const next = change.schedule === undefined
      ? before.next_run_at
      : await aboutField("/schedule", () => nextRun(fields.schedule));
    const project = found(
      await projects.replace(id, {
        ...fields,
        next_run_at: before.repo_url === null ? null : next,
        ...(change.tags === undefined ? {} : { tags: change.tags }),
      }, isoTime(clock.now())),
      id,
    );
    // Another branch is another map: the one shown would be about code that nobody asked for. So
    // would one of the branch before, whose job may be waiting for another attempt.
    if (project.branch !== before.branch && project.repo_url !== null) {
      for (const jobId of await jobs.activeIdsOf(id, ["analyze_repo"])) {
        await jobs.requestCancel(jobId, isoTime(clock.now()));
        void control.abort(jobId);
      }
      await queue.enqueue(project);
    }
    return project;
  }

  return {
    get,

    async list(query) {
      const parsed = ProjectQuery.parse(query);
      const { items, last } = await projects.list(parsed, placeOf(parsed));
      return { items, next_cursor: nextPage(parsed, last) };
    },

    async register(body: ProjectCreate, signal?: AbortSignal) {
      const repository = body.repo_url == null
        ? null
        : await aboutField("/repo_url", () => acceptable(body.repo_url ?? "", guard, signal));
      const schedule = body.schedule ?? null;
      const next = await aboutField("/schedule", () => nextRun(schedule));
      const now = clock.now();
      const project = await projects.add({
        id: newId(now),
        name: body.name ?? repository?.suggestedName ?? "",
        description: body.description,
        repo_url: repository?.url ?? null,
        repo_identity: repository?.identity ?? null,
        branch: body.branch ?? null,
        schedule,
        next_run_at: repository === null ? null : next,
        tags: body.tags,
        created_at: isoTime(now),
      }, repository?.credentials ?? null);
      if (project === null) throw await taken(projects, repository?.identity ?? "");
      const job = repository === null ? null : await queue.enqueue(project);
      return { project, job };
    },

    async change(id: string, body: ProjectChange) {
      return await replace(await get(id), body);
    },

    replace: async (id: string, body: ProjectReplace) =>
      await replace(await get(id), {
        name: body.name,
        description: body.description,
        branch: body.branch ?? null,
        schedule: body.schedule ?? null,
      }),

    async remove(id: string) {
      await get(id);
      for (const jobId of await jobs.activeIdsOf(id)) {
        await jobs.requestCancel(jobId, isoTime(clock.now()));
        await control.abort(jobId);
      }
      await projects.remove(id);
      await clones.remove(id);
    },
  };
}

async function acceptable(
  text: string,
  guard: RepositoryGuard,
  signal?: AbortSignal,
): Promise<RepoUrl> {
  const repository = parseRepoUrl(text);
  await guard.check(repository, signal);
  return repository;
}

function found(project: Project | null, id: string): Project {
  if (project !== null) return project;
  throw projectNotFound(id);
}

export function projectNotFound(id: string): FactoryError {
  return new FactoryError("project_not_found", `There is no project ${JSON.stringify(id)}.`, {
    remedy: "GET /api/projects lists all of them.",
  });
}

async function taken(projects: ProjectStore, identity: string): Promise<FactoryError> {
  const existing = await projects.findByIdentity(identity);
  const which = existing === null ? "" : ` as ${JSON.stringify(existing.name)} (${existing.id})`;
  return new FactoryError("repository_taken", `This repository is registered already${which}.`, {
    remedy: "Open that project, or delete it first.",
    errors: [{ pointer: "/repo_url", detail: "registered already" }],
  });
}
