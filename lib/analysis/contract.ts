/** What the pipeline takes: the repository's parts behind ports, and its limits. */
import type {
  BlobReader,
  CommitInfo,
  FactCache,
  HistoryCache,
  HistoryReader,
  ReportProgress,
  TreeEntry,
} from "../domain/ports.ts";
import type { AnalysisMemory } from "./memory.ts";
import type { SystemMap } from "../domain/wire/system_map.ts";

/** One blob to be read for its facts; structured-cloneable, so that a worker can take it. */
export interface ExtractRequest {
  oid: string;
  /** See `FactKey.hint`. */
  hint: string;
  bytes: Uint8Array;
}

/** Why a batch brought no facts; `LOST` in isolate.ts has the words. */
export type LossReason = "crashed" | "slow" | "failed";

/** A batch was lost with what read it. Each of its blobs can be tried again by itself. */
export class ExtractionLost extends Error {
  override readonly name = "ExtractionLost";
  constructor(readonly why: LossReason, options: { cause?: unknown } = {}) {
    super(`A batch of blobs was lost: ${why}.`, options);
  }
}

/**
 * What a blob says, as the cache keeps it: texts, which pass from thread to thread as they are and are
 * written by the thread that found the facts.
 */
export interface ExtractedFacts {
  /** JSON of `BlobFacts` without `symbols`. */
  facts: string;
  /** See `symbolsText`. */
  symbols: string | null;
}

/** Turns blobs into facts, in the order of the batch; a pool of threads, or this thread. */
export interface Extractor {
  /** Batches that it works on at a time; at least 1. */
  readonly concurrency: number;
  /** Says ahead how many batches will come, at least, so that threads start meanwhile. */
  prepare?(batches: number, signal: AbortSignal): void;
  /**
   * Rejects with `ExtractionLost` where one of the blobs may be to blame, else with what ends the
   * analysis. The bytes are left to the caller.
   */
  extract(batch: ExtractRequest[], signal: AbortSignal): Promise<ExtractedFacts[]>;
  /** Says that no batch of this analysis is to come: its threads may give their memory back. */
  release?(): void;
}

export interface AnalysisLimits {
  /** Larger files are skipped: they are data, and the parsers refuse texts above this size. */
  fileBytes: number;
  /** Bytes and blobs of one batch; a batch holds at least one blob. */
  batchBytes: number;
  batchBlobs: number;
  /** Bytes of manifests, lock files and the like that are kept as text during an analysis. */
  manifestBytes: number;
  /**
   * Dependencies of one map. An import of a Go package is one for each of its files, so that a small
   * repository can ask for billions; the largest real ones have some 100,000.
   */
  dependencies: number;
}

export const DEFAULT_LIMITS: AnalysisLimits = {
  fileBytes: 4_000_000,
  batchBytes: 1_000_000,
  batchBlobs: 64,
  manifestBytes: 64_000_000,
  dependencies: 1_000_000,
};

export interface AnalysisInput {
  project: SystemMap["project"];
  commit: CommitInfo;
  tree: readonly TreeEntry[];
  blobs: BlobReader;
  cache: FactCache;
  history: HistoryReader;
  historyCache: HistoryCache;
  extractor: Extractor;
  /** What the last analysis of this project left; else nothing is remembered. */
  memory?: AnalysisMemory;
  limits?: Partial<AnalysisLimits>;
  report: ReportProgress;
  signal: AbortSignal;
}
