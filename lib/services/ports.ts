/** What the services need from rooms that they may not import; server.ts injects the real parts. */
import type { JobType } from "../domain/job.ts";
import type { FileCommit } from "../domain/wire/file_commits.ts";
import type { Picture, SceneBox, SceneLink } from "../domain/wire/graph_scene.ts";
import type { StoredEntry } from "./entry_stored.ts";
import type { StoredGraph } from "./graph_stored.ts";
import type { RepoUrl } from "../domain/repo_url.ts";

/** Decides whether an address may be reached. */
export interface RepositoryGuard {
  /** @throws FactoryError `url_refused`; an address that cannot be looked up now is no refusal */
  check(repository: RepoUrl, signal?: AbortSignal): Promise<void>;
}

/** The clones on disk, one directory a project. */
export interface Clones {
  remove(projectId: string): Promise<void>;
}

/** Compares two stored maps, by their ids; gives the JSON text of a `Comparison`. */
export type CompareStored = (from: string, to: string) => Promise<string>;

/** Reads the dependency graph of a stored map, by its id. */
export type ReadGraph = (mapId: string) => Promise<StoredGraph>;

/** Draws boxes and what lies between them. */
export type DrawPicture = (
  boxes: readonly SceneBox[],
  links: readonly SceneLink[],
) => Promise<Picture>;

/** Looks one path up in a stored map, by the map's id. */
export type FindEntry = (mapId: string, path: string) => Promise<StoredEntry>;

/** Files' contents, from the clones on disk. */
export interface BlobPort {
  /** null where the clone, or the blob in it, is not there. */
  read(projectId: string, oid: string, signal: AbortSignal): Promise<Uint8Array | null>;
}

/** Which commits changed a file. */
export interface FileLogPort {
  /** Newest first; null where there is no git, or no such commit in the clone. */
  read(
    projectId: string,
    options: { commit: string; path: string; limit: number },
    signal: AbortSignal,
  ): Promise<FileCommit[] | null>;
}

/** The runner, as far as the services steer it. */
export interface JobControl {
  /** There may be something to do now. */
  wake(): void;
  /** Stops a job that runs in this process; resolves once its work and children have ended. */
  abort(jobId: string): Promise<void>;
  /** How often a job of this type is tried, the first time included. */
  maxAttempts(type: JobType): number;
}
