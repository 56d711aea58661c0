/**
 * Facts of every file: from the cache, else by reading and extracting its blob. A content that
 * occurs at many paths is read once, and at most `concurrency` + 1 batches of blobs are in memory.
 */
import { type CachedFacts, type FactKey, factKeyText } from "../domain/ports.ts";
import type { AnalysisInput, AnalysisLimits, ExtractRequest } from "./contract.ts";
import type { BlobFacts } from "./facts.ts";
import { extractIsolated } from "./isolate.ts";
import type { Kept } from "./memory.ts";

const CACHE_QUESTION_SIZE = 1_000;

type Ports = Pick<AnalysisInput, "blobs" | "cache" | "extractor" | "report" | "signal">;

/**
 * Facts by `factKeyText`; a key without an entry is a blob that the repository did not give.
 * Rejects with the signal's reason, or with what a port rejects with.
 * @param known facts that the last analysis had, by `factKeyText`
 */
export async function readFacts(
  files: readonly { oid: string; hint: string }[],
  known: Kept<string, BlobFacts>,
  limits: AnalysisLimits,
  { blobs, cache, extractor, report, signal }: Ports,
): Promise<Map<string, BlobFacts>> {
  const keys = new Map<string, FactKey>();
  for (const { oid, hint } of files) keys.set(factKeyText({ oid, hint }), { oid, hint });
  const facts = new Map<string, BlobFacts>();
  for (const text of keys.keys()) {
    const found = known.get(text);
    if (found !== undefined) facts.set(text, found);
  }
  const asked = [...keys].filter(([text]) => !facts.has(text)).map(([, key]) => key);
  for (const [text, found] of await readCached(asked, cache, signal)) {
    facts.set(text, known.set(text, found));
  }
  const missing = groupByOid([...keys.values()].filter((key) => !facts.has(factKeyText(key))));
  const total = keys.size;
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
      facts.set(factKeyText({ oid, hint }), one);
      // A failure may have other causes than the content (memory, time, depth of the stack): try it
      // anew next time.
      if (one.error !== undefined) return;
      known.set(factKeyText({ oid, hint }), one);
      entries.push({ key: { oid, hint }, facts: text, symbols });
    });
    await cache.putMany(entries);
    report("parse", facts.size / total, `${facts.size} of ${total} files read`);
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
  return facts;
}

async function readCached(
  keys: readonly FactKey[],
  cache: AnalysisInput["cache"],
  signal: AbortSignal,
): Promise<Map<string, BlobFacts>> {
  const facts = new Map<string, BlobFacts>();
  for (let start = 0; start < keys.length; start += CACHE_QUESTION_SIZE) {
    signal.throwIfAborted();
    const cached = await cache.getMany(keys.slice(start, start + CACHE_QUESTION_SIZE));
    for (const [key, text] of cached) facts.set(key, JSON.parse(text));
  }
  return facts;
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
