/**
 * One blob that crashes, hangs or exhausts a parser must not cost the map of all the others: a batch
 * that was lost is read again blob by blob, and what is lost then goes to the ledger.
 */
import {
  type ExtractedFacts,
  ExtractionLost,
  type Extractor,
  type ExtractRequest,
  type LossReason,
} from "./contract.ts";
import type { BlobFacts } from "./facts.ts";

/** The ledger's words. */
export const LOST: Readonly<Record<LossReason, string>> = {
  crashed: "The thread that read it crashed",
  slow: "Reading it took too much time or memory, and was stopped",
  failed: "The parser failed on it",
};

/**
 * Facts in the order of the batch; a blob that cannot be read has `error` set. A lone blob, too, gets
 * a second try: what its thread read before may have been to blame.
 * Rejects with what `extract` rejects with, `ExtractionLost` excepted.
 */
export async function extractIsolated(
  batch: ExtractRequest[],
  extractor: Extractor,
  signal: AbortSignal,
): Promise<ExtractedFacts[]> {
  try {
    return await extractor.extract(batch, signal);
  } catch (error) {
    if (!(error instanceof ExtractionLost)) throw error;
  }
  const found: ExtractedFacts[] = [];
  for (const request of batch) found.push(await extractAlone(request, extractor, signal));
  return found;
}

async function extractAlone(
  request: ExtractRequest,
  extractor: Extractor,
  signal: AbortSignal,
): Promise<ExtractedFacts> {
  try {
    const [facts] = await extractor.extract([request], signal);
    return facts!;
  } catch (error) {
    if (!(error instanceof ExtractionLost)) throw error;
    const facts: BlobFacts = {
      language: null,
      binary: false,
      lfsPointer: false,
      lines: { code: 0, comment: 0, blank: 0 },
      generated: false,
      imports: [],
      error: LOST[error.why],
    };
    return { facts: JSON.stringify(facts), symbols: null };
  }
}
