/**
 * Ports of the analysis: what the pure pipeline needs from git, from the store and from the worker
 * pool. The composition roots (worker.ts, cli.ts, tests) inject the real parts.
 */

/** One row of `git ls-tree -r -z --long`. */
export interface TreeEntry {
  /** Slash-separated, as in the commit. */
  path: string;
  /** False where the name is not valid UTF-8; `path` is then git's C-quoted form of the bytes. */
  validUtf8: boolean;
  /** 100644 file, 100755 executable, 120000 symlink, 160000 gitlink. */
  mode: string;
  oid: string;
  /** Bytes; null for a gitlink. */
  size: number | null;
}

export interface Blob {
  oid: string;
  bytes: Uint8Array;
}

/** Reads blobs of the fetched commit, streamed in the order asked for; never a work tree. */
export interface BlobReader {
  read(oids: readonly string[], signal: AbortSignal): AsyncIterable<Blob>;
}

/** The commit under analysis. */
export interface CommitInfo {
  sha: string;
  /** Branch or tag analysed; null for a detached commit. */
  branch: string | null;
  /** Committer date, ISO 8601 in UTC. */
  committedAt: string;
}

/** One commit of the walk. */
export interface HistoryCommit {
  sha: string;
  /** Two or more make it a merge. */
  parents: string[];
  /** After .mailmap. */
  authorName: string;
  authorEmail: string;
  /** Author date in seconds since 1970. */
  time: number;
  /** Committer date in seconds since 1970. */
  committed: number;
  /** Paths this commit added, changed or deleted, each once; none for a merge. */
  paths: string[];
  /** Those of `paths` that were not there before. */
  added: string[];
  /** Exact renames: both ends are in `paths`, and their content is the same. */
  renames: { from: string; to: string }[];
}

export interface HistoryReader {
  /** True where the fetched history is cut short. */
  shallow: boolean;
  /** The walk ends after so many commits, merges included. */
  maxCommits: number;
  /**
   * The commits that the analysed one reaches, itself included; no parent comes before all of its
   * children unless clocks were wrong.
   * @param since what this commit reaches, itself included, is left out. It need not be an ancestor,
   *   nor be there any more: it is one exactly where a commit that is listed has it as a parent
   */
  log(signal: AbortSignal, since?: string): AsyncIterable<HistoryCommit>;
  /**
   * What beside the commits and their .mailmap decides the walk's answer: where the clone is cut.
   * Null where a walk must not be remembered.
   */
  basis(): Promise<string | null>;
}

/** A remembered walk; `records` are opaque to the store. */
export interface HistoryWalk {
  /** The commit whose history it is. */
  sha: string;
  /** What else decided it: two walks can be joined only where this is the same. */
  basis: string;
  records: Uint8Array;
}

/** The last walk of one project's history, so that the next one reads new commits only. */
export interface HistoryCache {
  load(): Promise<HistoryWalk | null>;
  save(walk: HistoryWalk): Promise<void>;
}

/** Key of cached facts: content and the path-derived hint decide what extraction finds. */
export interface FactKey {
  oid: string;
  /**
   * What the path says about the content: a linguist language name; `=Name` where .gitattributes
   * has decided; `.ext` for an extension that several languages share; "" where it says nothing.
   */
  hint: string;
}

/** Facts of one blob as they are kept: texts, opaque to the store. */
export interface CachedFacts {
  key: FactKey;
  facts: string;
  /** Its symbols, apart: they are read again only where a file is new. null where it has none. */
  symbols: string | null;
}

/** The content-addressed cache (`blob_facts`); `getMany` gives the facts without symbols. */
export interface FactCache {
  getMany(keys: readonly FactKey[]): Promise<Map<string, string>>;
  putMany(entries: readonly CachedFacts[]): Promise<void>;
}

/** The map of `getMany` is keyed by this text. */
export function factKeyText(key: FactKey): string {
  return `${key.oid} ${key.hint}`;
}

/** What a stage tells while it works: `fraction` is 0–1 of that stage. */
export type ReportProgress = (
  stage: import("./job.ts").AnalysisStage,
  fraction: number,
  message: string,
) => void;
