/** Composition root of a parse thread: blobs in, facts out. It reads its grammars, nothing else. */
import type { ExtractRequest } from "./lib/analysis/contract.ts";
import { extractFacts, grammarsNeeded } from "./lib/analysis/extract.ts";
import type { BlobFacts } from "./lib/analysis/facts.ts";
import { loadGrammars } from "./lib/analysis/grammars.ts";
import { resourceUrl } from "./lib/platform/resources.ts";
import { serveThread } from "./lib/platform/threads.ts";

const grammars = loadGrammars(
  (file) => Deno.readFile(new URL(file, resourceUrl("grammars/"))),
  grammarsNeeded(),
);

serveThread<ExtractRequest[], BlobFacts[]>(async (batch) => {
  const loaded = await grammars;
  return batch.map(({ bytes, hint }) => extractFacts(bytes, hint, loaded));
});
