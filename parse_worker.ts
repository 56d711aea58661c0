/** Composition root of a parse thread: blobs in, facts out. It opens nothing. */
import type { ExtractRequest } from "./lib/analysis/contract.ts";
import { extractFacts } from "./lib/analysis/extract.ts";
import type { BlobFacts } from "./lib/analysis/facts.ts";
import { serveThread } from "./lib/platform/threads.ts";

serveThread<ExtractRequest[], BlobFacts[]>((batch) =>
  batch.map(({ bytes, hint }) => extractFacts(bytes, hint))
);
