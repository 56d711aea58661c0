/** Git, as the rest of the house sees it. */
export { createBlobPort } from "./blob_port.ts";
export { createBlobReader } from "./blobs.ts";
export { type CloneDirectory, createClones, isClonedAt } from "./clones.ts";
export {
  createGit,
  type Fetched,
  type FetchOptions,
  type FetchSource,
  type Git,
  type GitDependencies,
  type GitProgram,
} from "./fetch.ts";
export { createFileLogPort } from "./file_log.ts";
export { createHistoryReader, HISTORY_MAX_COMMITS } from "./history.ts";
export { chooseGit, type ChosenGit, type GitReaders, readersOf } from "./programs.ts";
export { listTree } from "./tree.ts";
export { type WorkTreeChanges, workTreeChanges } from "./work_tree.ts";
