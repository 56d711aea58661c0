import type { Database } from "./database.ts";
import { pause } from "./bulk.ts";
import { createStage, type ProjectionDraft, type StagedProjection } from "./projection/stage.ts";
import { createProjectionSweep } from "./projection/sweep.ts";
import type { Claim } from "./jobs.ts";

/** Writes the current map of a project as rows, for search and lists; for worker threads. */
export interface ProjectionStore {
  /**
   * Writes what is new beside what is shown, in short transactions that check the job's claim.
   * @throws FactoryError `lease_lost`
   */
  stage(draft: ProjectionDraft, claim: Claim): Promise<StagedProjection>;
  /** Removes what the generation that is now shown has replaced. */
  tidy(staged: StagedProjection): Promise<void>;
}

export function createProjectionStore(database: Database): ProjectionStore {
  const sweep = createProjectionSweep(database);
  return {
    stage: createStage(database),
    async tidy({ projection }) {
      while (await sweep.replaced(projection)) await pause();
    },
  };
}
