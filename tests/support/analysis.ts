/** The whole pipeline in this thread, without git or database: a tree in memory in, a map out. */
import { createHash } from "node:crypto";
import { analyse } from "../../lib/analysis/analyse.ts";
import type { AnalysisLimits, Extractor } from "../../lib/analysis/contract.ts";
import type { AnalysisMemory } from "../../lib/analysis/memory.ts";
import { extractFacts, factTexts } from "../../lib/analysis/extract.ts";
import {
  type BlobReader,
  type FactCache,
  factKeyText,
  type HistoryCache,
  type HistoryCommit,
  type HistoryReader,
  type HistoryWalk,
  type TreeEntry,
} from "../../lib/domain/ports.ts";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";

/** A path's content, or an entry that is no regular file. */
export type TreeItem = string | Uint8Array | Partial<TreeEntry>;

export interface MemoryRepository {
  tree: TreeEntry[];
  blobs: BlobReader & { read: BlobReader["read"]; asked: string[] };
}

/** A commit's tree and its blobs, from texts. */
export function repositoryOf(items: Record<string, TreeItem>): MemoryRepository {
  const contents = new Map<string, Uint8Array>();
  const tree = Object.entries(items).map(([path, item]): TreeEntry => {
    if (typeof item !== "string" && !(item instanceof Uint8Array)) {
      return { path, validUtf8: true, mode: "100644", oid: "0".repeat(40), size: 0, ...item };
    }
    const bytes = typeof item === "string" ? new TextEncoder().encode(item) : item;
    const oid = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    contents.set(oid, bytes);
    return { path, validUtf8: true, mode: "100644", oid, size: bytes.length };
  });
  const asked: string[] = [];
  return {
    tree,
    blobs: {
      asked,
      async *read(oids, signal) {
        for (const oid of oids) {
          signal.throwIfAborted();
          asked.push(oid);
          const bytes = contents.get(oid);
          // Copies, as from git: an extractor may take them away.
          if (bytes) yield await Promise.resolve({ oid, bytes: bytes.slice() });
        }
      },
    },
  };
}

/** The cache of an installation that keeps nothing. */
export function memoryCache(): FactCache & {
  entries: Map<string, string>;
  symbols: Map<string, string>;
} {
  const entries = new Map<string, string>();
  const kept = new Map<string, string>();
  return {
    entries,
    symbols: kept,
    getMany(keys) {
      const found = keys.map((key) => factKeyText(key)).filter((key) => entries.has(key));
      return Promise.resolve(new Map(found.map((key) => [key, entries.get(key)!])));
    },
    putMany(added) {
      for (const { key, facts, symbols } of added) {
        entries.set(factKeyText(key), facts);
        if (symbols !== null) kept.set(factKeyText(key), symbols);
      }
      return Promise.resolve();
    },
  };
}

/** Remembers the last walk, in memory. */
export function memoryHistoryCache(): HistoryCache & { walk: HistoryWalk | null; saves: number } {
  return {
    walk: null,
    saves: 0,
    load() {
      return Promise.resolve(this.walk);
    },
    save(walk) {
      this.walk = walk;
      this.saves++;
      return Promise.resolve();
    },
  };
}

/** A commit whose changes are of files that were there before, by one author. */
export function historyCommit(
  fields: Partial<HistoryCommit> & Pick<HistoryCommit, "sha" | "time">,
): HistoryCommit {
  return {
    parents: [],
    authorName: "Ada",
    authorEmail: "ada@example.com",
    committed: fields.time,
    paths: [],
    added: [],
    renames: [],
    ...fields,
  };
}

function historyOf(commits: HistoryCommit[]): HistoryReader {
  return {
    shallow: false,
    maxCommits: Infinity,
    basis: () => Promise.resolve(null),
    async *log() {
      for (const commit of commits) yield await Promise.resolve(commit);
    },
  };
}

/** Extracts in this thread; `concurrency` batches may still overlap. */
function localExtractor(concurrency = 2): Extractor {
  return {
    concurrency,
    async extract(batch) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      return batch.map(({ bytes, hint }) => factTexts(extractFacts(bytes, hint)));
    },
  };
}

export interface AnalysisOptions {
  history?: HistoryCommit[];
  /** In the place of `history`, with the commit that it reads. */
  reader?: HistoryReader;
  sha?: string;
  historyCache?: HistoryCache;
  memory?: AnalysisMemory;
  limits?: Partial<AnalysisLimits>;
  concurrency?: number;
  cache?: FactCache;
  signal?: AbortSignal;
  committedAt?: string;
}

/** Analyses a repository that is written down as paths and contents. */
export async function analyseFiles(
  items: Record<string, TreeItem> | MemoryRepository,
  options: AnalysisOptions = {},
): Promise<SystemMap> {
  const repository = isRepository(items) ? items : repositoryOf(items);
  return await analyse({
    project: { id: "p1", name: "sample", repo_url: null },
    commit: {
      sha: options.sha ?? "a".repeat(40),
      branch: "main",
      committedAt: options.committedAt ?? "2026-06-01T00:00:00Z",
    },
    tree: repository.tree,
    blobs: repository.blobs,
    cache: options.cache ?? memoryCache(),
    history: options.reader ?? historyOf(options.history ?? []),
    historyCache: options.historyCache ?? memoryHistoryCache(),
    memory: options.memory,
    extractor: localExtractor(options.concurrency),
    limits: options.limits,
    report: () => {},
    signal: options.signal ?? new AbortController().signal,
  });
}

function isRepository(
  items: Record<string, TreeItem> | MemoryRepository,
): items is MemoryRepository {
  return Array.isArray(items.tree);
}
