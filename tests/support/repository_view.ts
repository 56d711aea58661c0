/** A `RepositoryView` over texts, for tests of resolvers and readers. */
import type { BlobFacts } from "../../lib/analysis/facts.ts";
import type { RepositoryView } from "../../lib/analysis/languages/contract.ts";
import { createView } from "../../lib/analysis/view.ts";

export function viewOf(
  files: Record<string, string>,
  facts: ReadonlyMap<string, BlobFacts> = new Map(),
): RepositoryView {
  const paths = Object.keys(files).sort();
  // As in an analysis, where definitions are stored and not seen by what comes after.
  const seen = new Map([...facts].map(([path, { symbols: _, ...rest }]) => [path, rest]));
  return createView({ paths, texts: new Map(Object.entries(files)), facts: seen });
}
