/**
 * Facts of every file: from the cache, else by reading and extracting its blob. A content that
 * occurs at many paths is read once, and at most `concurrency` + 1 batches of blobs are in memory.
 */
import { type CachedFacts, type FactKey, factKeyText } from "../domain/ports.ts";
import type { AnalysisInput, AnalysisLimits, ExtractRequest } from "./contract.ts";
import type { BlobFacts } from "./facts.ts";
import type { InventoryFile } from "./inventory.ts";
import { extractIsolated } from "./isolate.ts";

const CACHE_QUESTION_SIZE = 1_000;

type Ports = Pick<AnalysisInput, "blobs" | "cache" | "extractor" | "report" | "signal">;

/**
 * A file without an entry is one whose blob the repository did not give. Rejects with the signal's
 * reason, or with what a port rejects with.
 */
export async function readFacts(
  files: readonly InventoryFile[],
  limits: AnalysisLimits,
  { blobs, cache, extractor, report, signal }: Ports,
): Promise<Map<InventoryFile, BlobFacts>> {
  const facts = new Map<InventoryFile, BlobFacts>();
  /** What is not known yet, by `factKeyText`; a content may be at many paths. */
  const asked = new Map<string, { key: FactKey; files: InventoryFile[] }>();
  for (const file of files) {
    const { facts: known } = file.made;
    if (known !== undefined) {
      facts.set(file, known);
      continue;
    }
    const text = factKeyText(file);
    const others = asked.get(text);
    if (others !== undefined) others.files.push(file);
    else asked.set(text, { key: { oid: file.oid, hint: file.hint }, files: [file] });
  }
  /** @param lasts false for what is to be tried anew next time */
  const take = (key: FactKey, found: BlobFacts, lasts: boolean) => {
    const text = factKeyText(key);
    for (const file of asked.get(text)?.files ?? []) {
      facts.set(file, found);
      if (lasts) file.made.facts = found;
    }
    asked.delete(text);
  };
  const keys = [...asked.values()].map(({ key }) => key);
  for await (const [key, found] of readCached(keys, cache, signal)) take(key, found, true);
  const missing = groupByOid([...asked.values()].map(({ key }) => key));
  if (missing.size > 0) extractor.prepare?.(Math.ceil(missing.size / limits.batchBlobs), signal);

  const running = new Set<Promise<void>>();
  let batch: ExtractRequest[] = [];
  let batchBytes = 0;

  async function extract(requests: ExtractRequest[]): Promise<void> {
    const found = await extractIsolated(requests, extractor, signal);
    const entries: CachedFacts[] = [];
    requests.forEach(({ oid, hint }, index) => {
      // Symbols are many, and nothing below asks for them: they stay in the cache.
      const { facts: text, symbols } = found[index]!;
      const one: BlobFacts = JSON.parse(text);
      // A failure may have other causes than the content (memory, time, depth of the stack): try it
      // anew next time.
      const lasts = one.error === undefined;
      take({ oid, hint }, one, lasts);
      if (lasts) entries.push({ key: { oid, hint }, facts: text, symbols });
    });
    await cache.putMany(entries);
    report("parse", facts.size / files.length, `${facts.size} of ${files.length} files read`);
  }

  async function send(): Promise<void> {
    if (batch.length === 0) return;
    while (running.size >= extractor.concurrency) await Promise.race(running);
    const task = extract(batch).finally(() => running.delete(task));
    running.add(task);
    batch = [];
    batchBytes = 0;
  }

  try {
    for await (const { oid, bytes } of blobs.read([...missing.keys()], signal)) {
      signal.throwIfAborted();
      for (const hint of missing.get(oid) ?? []) {
        const full = batch.length >= limits.batchBlobs ||
          batchBytes + bytes.length > limits.batchBytes;
        if (full) await send();
        batch.push({ oid, hint, bytes });
        batchBytes += bytes.length;
      }
    }
    await send();
    await Promise.all(running);
  } finally {
    await Promise.allSettled(running);
  }
  signal.throwIfAborted();
  extractor.release?.();
  return facts;
}

async function* readCached(
  keys: readonly FactKey[],
  cache: AnalysisInput["cache"],
  signal: AbortSignal,
): AsyncGenerator<[FactKey, BlobFacts]> {
  for (let start = 0; start < keys.length; start += CACHE_QUESTION_SIZE) {
    signal.throwIfAborted();
    const some = keys.slice(start, start + CACHE_QUESTION_SIZE);
    const cached = await cache.getMany(some);
    for (const key of some) {
      const text = cached.get(factKeyText(key));
      if (text !== undefined) yield [key, JSON.parse(text)];
    }
  }
}

/** Most contents have one hint; the same bytes as `a.h` and `a.txt` have two. */
function groupByOid(keys: readonly FactKey[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const { oid, hint } of keys) {
    const hints = groups.get(oid);
    if (hints) hints.push(hint);
    else groups.set(oid, [hint]);
  }
  return groups;
}
