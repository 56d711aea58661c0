/** Composition root of a parse thread: blobs in, facts out. It opens nothing. */
import type { ExtractedFacts, ExtractRequest } from "./lib/analysis/contract.ts";
import { extractFacts, factTexts } from "./lib/analysis/extract.ts";
import { serveThread } from "./lib/platform/threads.ts";

serveThread<ExtractRequest[], ExtractedFacts[]>((batch) =>
  batch.map(({ bytes, hint }) => factTexts(extractFacts(bytes, hint)))
);
