import type { CommitInfo } from "../domain/ports.ts";
import type { Credentials } from "../domain/repo_url.ts";
import { ANALYZER_VERSION } from "../domain/version.ts";
import type { Project } from "../domain/wire/project.ts";
import { type Clock, isoTime } from "../platform/clock.ts";
import type { MapStore } from "../store/maps.ts";
import type { ProjectStore } from "../store/projects.ts";
import type { ProjectsService } from "./contract.ts";

/** What an analysis reads about its project. */
export interface AnalysisSource {
  load(projectId: string): Promise<{
    project: Project;
    credentials: Credentials | null;
    /** The commit whose map, by this analyser, is current; null for none. */
    known: string | null;
  }>;
  /**
   * Where the current map is of this commit and branch already, notes that it is still true.
   * @param shallow only a part of its history is there now
   * @returns that map's id, else null
   */
  confirmCurrent(
    projectId: string,
    commit: Pick<CommitInfo, "sha" | "branch">,
    shallow: boolean,
  ): Promise<string | null>;
}

export function createAnalysisSource(
  { projects, projectStore, maps, clock }: {
    projects: ProjectsService;
    projectStore: ProjectStore;
    maps: MapStore;
    clock: Clock;
  },
): AnalysisSource {
  return {
    async load(projectId) {
      const project = await projects.get(projectId);
      const current = project.last_commit === null
        ? null
        : await maps.current(projectId, project.last_commit, ANALYZER_VERSION);
      return {
        project,
        credentials: await projectStore.credentials(projectId),
        known: current?.commit_sha ?? null,
      };
    },
    async confirmCurrent(projectId, commit, shallow) {
      const current = await maps.current(projectId, commit.sha, ANALYZER_VERSION);
      // Of another branch: the map names the branch, so it is made again (from cached facts).
      if (current === null || current.branch !== commit.branch) return null;
      // There is more history than the map knows.
      if (current.shallow === 1 && !shallow) return null;
      await maps.confirm(projectId, isoTime(clock.now()));
      return current.id;
    },
  };
}
