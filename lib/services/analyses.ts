import { aboutField, FactoryError } from "../domain/errors.ts";
import { PRIORITIES } from "../domain/job.ts";
import { parseRepoUrl } from "../domain/repo_url.ts";
import { ANALYZER_VERSION } from "../domain/version.ts";
import type { Job } from "../domain/wire/job.ts";
import { type AnalyzeRequest, type Project, ProjectCreate } from "../domain/wire/project.ts";
import { type Clock, isoTime } from "../platform/clock.ts";
import { newId } from "../platform/ids.ts";
import type { JobStore } from "../store/jobs.ts";
import type { ProjectStore } from "../store/projects.ts";
import type { AnalysesService, ProjectsService } from "./contract.ts";
import type { JobControl } from "./ports.ts";

/** Puts analyses into the queue. */
export interface AnalysisQueue {
  /** The active job, if the project has one for the same branch. */
  enqueue(project: Project, by?: keyof typeof PRIORITIES): Promise<Job>;
}

/** The one place where an analysis becomes a job. */
export function createAnalysisQueue(
  { jobs, control, clock, steady }: {
    jobs: JobStore;
    control: JobControl;
    clock: Clock;
    /** The engine's clock. */
    steady: Clock;
  },
): AnalysisQueue {
  return {
    async enqueue(project, by = "person") {
      if (project.repo_url === null) {
        throw new FactoryError("repository_missing", "This project has no repository to analyse.", {
          remedy: "Register a project with a repo_url.",
        });
      }
      const now = clock.now();
      const { job } = await jobs.enqueue({
        id: newId(now),
        project_id: project.id,
        job_type: "analyze_repo",
        params: { ref: project.branch },
        dedupe_key: `analyze_repo:${project.id}:${project.branch ?? ""}`,
        max_attempts: control.maxAttempts("analyze_repo"),
        priority: PRIORITIES[by],
        run_at: isoTime(steady.now()),
        now: isoTime(now),
      });
      control.wake();
      return job;
    },
  };
}

/** Asks for analyses, of projects that are registered or not yet. */
export function createAnalysesService(
  { projects, projectStore, queue }: {
    projects: ProjectsService;
    projectStore: ProjectStore;
    queue: AnalysisQueue;
  },
): AnalysesService {
  return {
    async request(body: AnalyzeRequest) {
      if (body.project_id !== undefined) {
        return await queue.enqueue(await projects.get(body.project_id));
      }
      const repoUrl = body.repo_url ?? "";
      const { identity } = await aboutField("/repo_url", () => parseRepoUrl(repoUrl));
      const known = await projectStore.findByIdentity(identity);
      if (known !== null) return await queue.enqueue(known);
      try {
        const body = ProjectCreate.parse({ repo_url: repoUrl });
        const { project, job } = await projects.register(body);
        return job ?? await queue.enqueue(project);
      } catch (error) {
        // Somebody else may have registered it while its host was looked up.
        const taken = error instanceof FactoryError && error.code === "repository_taken";
        const other = taken ? await projectStore.findByIdentity(identity) : null;
        if (other === null) throw error;
        return await queue.enqueue(other);
      }
    },

    async renewOutdated() {
      const outdated = await projectStore.outdated(ANALYZER_VERSION);
      for (const project of outdated) await queue.enqueue(project, "schedule");
      return outdated.length;
    },
  };
}
