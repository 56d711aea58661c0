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

/** What is left once a commit is here whole, so that a crash later on does not cost the fetch. */
const Checkpoint = z.object({
  fetched: z.object({
    gitDir: z.string(),
    commit: z.object({ sha: z.string(), branch: z.string().nullable(), committedAt: z.string() }),
    shallow: z.boolean(),
    changed: z.boolean(),
    program: z.enum(["git", "isomorphic-git"]),
  }),
});

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
      /** Git's own words worth keeping, without secrets. */
      onLine(line: string): void;
    },
  ): Promise<Fetched>;
  /** Whether a clone is still at the commit that it was fetched for. */
  isStillThere(fetched: Fetched): Promise<boolean>;
  /** Starts to read what the repository's host says about it; nobody waits for it. */
  refreshFacts(project: Project): void;
  /** Has the project's map explained, where that is wanted and not done yet. Never fails. */
  explain(projectId: string): Promise<void>;
  threads: {
    /** Starts the threads of an analysis to come; nobody waits for it. */
    prepare(): void;
    /** Analyses and publishes in a worker; resolves with the published map's id. */
    analyse(
      order: AnalysisOrder,
      options: { signal: AbortSignal; report: JobContext["report"] },
    ): Promise<{ mapId: string }>;
  };
}

/** The main job: fetch the repository, analyse its commit off-thread, publish the map. */
export function createAnalyzeRepo(deps: AnalyzeRepoDependencies): JobHandler {
  return async ({ projectId, params, claim, signal, report, note, checkpoint, leave }) => {
    const { ref } = Params.parse(params);
    const { project, credentials, known } = await deps.source.load(projectId);
    if (project.repo_url === null) {
      throw new FactoryError("repository_missing", "This project has no repository to analyse.");
    }
    // Tried again after the project was given another branch: its map would be of the wrong one.
    if (ref !== project.branch) {
      throw new FactoryError("job_superseded", "The project follows another branch by now.", {
        remedy: "Analyse the project again: that is done for its present branch.",
      });
    }
    const source = { url: project.repo_url, credentials };
    const fetch = (known: string | null) =>
      deps.fetch(source, {
        projectId,
        ref,
        known,
        signal,
        onProgress: (fraction, message) => report("fetch", fraction, message),
        onLine: (line) => note("git", line),
      });

    const left = Checkpoint.safeParse(checkpoint).data?.fetched;
    const resumed = left !== undefined && await deps.isStillThere(left);
    report("fetch", 0, resumed ? "The commit was fetched before" : "Contacting the repository");
    // A project without a map needs them for sure.
    if (known === null) deps.threads.prepare();
    let fetched = resumed ? left : await fetch(known);
    signal.throwIfAborted();
    deps.refreshFacts(project);
    const { sha } = fetched.commit;
    const current = await deps.source.confirmCurrent(projectId, fetched.commit, fetched.shallow);
    if (current !== null) {
      await deps.explain(projectId);
      return { map_id: current, commit_sha: sha, unchanged: true };
    }
    // The known commit after all, by another branch: its files, which were not looked at, are read.
    if (!resumed && sha === known) fetched = await fetch(null);
    await leave({ fetched } satisfies z.input<typeof Checkpoint>);
    const { mapId } = await deps.threads.analyse({
      project: { id: project.id, name: project.name, repo_url: project.repo_url },
      gitDir: fetched.gitDir,
      commit: fetched.commit,
      shallow: fetched.shallow,
      program: fetched.program,
      claim,
    }, { signal, report });
    await deps.explain(projectId);
    return { map_id: mapId, commit_sha: fetched.commit.sha, unchanged: false };
  };
}
