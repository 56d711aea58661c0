import type { Database } from "./database.ts";
import { pause } from "./bulk.ts";
import {
  createStage,
  type ProjectionDraft,
  type ShownFiles,
  type StagedProjection,
} from "./projection/stage.ts";
import { createProjectionSweep } from "./projection/sweep.ts";
import type { Claim } from "./jobs.ts";

/** Writes the current map of a project as rows, for search and lists; for worker threads. */
export interface ProjectionStore {
  /**
   * Writes what is new beside what is shown, in short transactions that check the job's claim.
   * @throws FactoryError `lease_lost`
   */
  stage(draft: ProjectionDraft, claim: Claim): Promise<StagedProjection>;
  /** Takes note that a generation is shown, and removes what it has replaced. */
  tidy(staged: StagedProjection): Promise<void>;
}

/** What a thread knows of the rows that it has written. */
export interface ProjectionMemory {
  shown: ShownFiles | null;
}

/** @param memory of this database, from one connection of the thread to the next */
export function createProjectionStore(
  database: Database,
  memory: ProjectionMemory = { shown: null },
): ProjectionStore {
  const sweep = createProjectionSweep(database);
  return {
    stage: createStage(database, () => memory.shown),
    async tidy({ projection, to, files }) {
      memory.shown = { projection, generation: to, files };
      while (await sweep.replaced(projection)) await pause();
    },
  };
}
