/** From imports as written to the map's edges, through each language's resolver. */
import { FactoryError } from "../domain/errors.ts";
import type { MapDependency } from "../domain/wire/system_map.ts";
import type { Analyzer, RepositoryView, Resolver } from "./languages/contract.ts";
import { analyzerFor } from "./languages/registry.ts";
import { compareCodeUnits } from "./paths.ts";
import { takeTurns } from "./turns.ts";

/**
 * Every import of every analysed file as edges, sorted by (from, line, specifier, to, kind) and
 * unique by (from, to, specifier, kind).
 * @param limit of the edges, repeated ones of a file included
 * @throws FactoryError `repository_too_large` above it
 */
export async function resolveDependencies(
  view: RepositoryView,
  paths: readonly string[],
  limit: number,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<MapDependency[]> {
  const resolvers = new Map<Analyzer, Resolver>();
  const edges: MapDependency[] = [];
  const turn = takeTurns(signal);
  for (const [index, from] of paths.entries()) {
    const facts = view.facts(from);
    const analyzer = facts?.language ? analyzerFor(facts.language) : undefined;
    if (!facts || !analyzer || facts.imports.length === 0) continue;
    if (await turn()) onProgress(index / paths.length);
    let resolver = resolvers.get(analyzer);
    if (!resolver) resolvers.set(analyzer, resolver = analyzer.resolver(view));
    const own: MapDependency[] = [];
    for (const imported of facts.imports) {
      const resolved = resolver.resolve(from, imported);
      if (edges.length + own.length + resolved.length > limit) throw tooMany(limit);
      for (const { specifier, to, resolution, reason } of resolved) {
        own.push({
          from,
          to: resolution === "file" && to !== null ? view.real(to) : to,
          specifier: specifier ?? imported.specifier,
          line: imported.line,
          kind: imported.kind,
          type_only: imported.typeOnly,
          resolution,
          ...(reason === undefined ? {} : { reason }),
        });
      }
    }
    for (const edge of uniqueEdges(own)) edges.push(edge);
  }
  return edges;
}

function tooMany(limit: number): FactoryError {
  return new FactoryError(
    "repository_too_large",
    `The repository's files have more than ${limit.toLocaleString("en")} dependencies.`,
    { remedy: "Analyse a branch without the packages that import so many files." },
  );
}

/**
 * Of equal edges the first at run time stays, else the first: an edge is type-only where all its
 * occurrences are.
 */
function uniqueEdges(edges: readonly MapDependency[]): MapDependency[] {
  const unique = new Map<string, MapDependency>();
  const runtimeFirst = [...edges].sort((a, b) =>
    Number(a.type_only) - Number(b.type_only) || compareEdges(a, b)
  );
  for (const edge of runtimeFirst) {
    const key = JSON.stringify([edge.to, edge.specifier, edge.kind]);
    if (!unique.has(key)) unique.set(key, edge);
  }
  return [...unique.values()].sort(compareEdges);
}

function compareEdges(a: MapDependency, b: MapDependency): number {
  return a.line - b.line || compareCodeUnits(a.specifier, b.specifier) ||
    compareCodeUnits(a.to ?? "", b.to ?? "") || compareCodeUnits(a.kind, b.kind);
}
