import { z } from "zod";
import { FactoryError } from "../lib/domain/errors.ts";
import type { Credentials } from "../lib/domain/repo_url.ts";
import type { Project } from "../lib/domain/wire/project.ts";
import type { Fetched } from "../lib/git/mod.ts";
import type { AnalysisSource } from "../lib/services/analysis_source.ts";
import type { Claim } from "../lib/store/jobs.ts";
import type { CommitOrder } from "./map_commit.ts";
import type { JobContext, JobHandler } from "./registry.ts";

const Params = z.object({ ref: z.string().nullable() });

/** What the off-thread half needs: everything but the map itself travels as plain data. */
export interface AnalysisOrder extends CommitOrder {
  claim: Claim;
}

export interface AnalyzeRepoDependencies {
  source: AnalysisSource;
  /**
   * Clones or updates the project's clone; afterwards every blob of the commit is local, but those
   * of `known` need not be.
   */
  fetch(
    source: { url: string; credentials: Credentials | null },
    options: {
      projectId: string;
      ref: string | null;
      known: string | null;
      signal: AbortSignal;
      onProgress(fraction: number, message: string): void;
    },
  ): Promise<Fetched>;
  /** Starts to read what the repository's host says about it; nobody waits for it. */
  refreshFacts(project: Project): void;
  /** Analyses and publishes in a worker; resolves with the published map's id. */
  analyse(
    order: AnalysisOrder,
    options: { signal: AbortSignal; report: JobContext["report"] },
  ): Promise<{ mapId: string }>;
}

/** The main job: fetch the repository, analyse its commit off-thread, publish the map. */
export function createAnalyzeRepo(deps: AnalyzeRepoDependencies): JobHandler {
  return async ({ projectId, params, claim, signal, report }) => {
    const { ref } = Params.parse(params);
    const { project, credentials, known } = await deps.source.load(projectId);
    if (project.repo_url === null) {
      throw new FactoryError("repository_missing", "This project has no repository to analyse.");
    }
    report("fetch", 0, "Contacting the repository");
    const source = { url: project.repo_url, credentials };
    const fetch = (known: string | null) =>
      deps.fetch(source, {
        projectId,
        ref,
        known,
        signal,
        onProgress: (fraction, message) => report("fetch", fraction, message),
      });
    let fetched = await fetch(known);
    signal.throwIfAborted();
    deps.refreshFacts(project);
    const { sha } = fetched.commit;
    const current = await deps.source.confirmCurrent(projectId, fetched.commit, fetched.shallow);
    if (current !== null) return { map_id: current, commit_sha: sha, unchanged: true };
    // The known commit after all, by another branch: its files, which were not looked at, are read.
    if (sha === known) fetched = await fetch(null);
    const { mapId } = await deps.analyse({
      project: { id: project.id, name: project.name, repo_url: project.repo_url },
      gitDir: fetched.gitDir,
      commit: fetched.commit,
      shallow: fetched.shallow,
      program: fetched.program,
      claim,
    }, { signal, report });
    return { map_id: mapId, commit_sha: fetched.commit.sha, unchanged: false };
  };
}
