/** A `RepositoryView` over texts, for tests of resolvers and readers. */
import type { BlobFacts } from "../../lib/analysis/facts.ts";
import type { RepositoryView } from "../../lib/analysis/languages/contract.ts";
import { createView } from "../../lib/analysis/view.ts";

export function viewOf(
  files: Record<string, string>,
  facts: ReadonlyMap<string, BlobFacts> = new Map(),
): RepositoryView {
  const paths = Object.keys(files).sort();
  return createView({ paths, texts: new Map(Object.entries(files)), facts });
}
