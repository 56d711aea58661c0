/** From imports as written to the map's edges, through each language's resolver. */
import { FactoryError } from "../domain/errors.ts";
import type { MapDependency } from "../domain/wire/system_map.ts";
import type { Analyzer, RepositoryView, Resolver, ViewFacts } from "./languages/contract.ts";
import { analyzerFor } from "./languages/registry.ts";
import { type AnalysisMemory, sameJson, sameList } from "./memory.ts";
import { compareCodeUnits } from "./paths.ts";
import { SeenFacts } from "./seen_facts.ts";
import { takeTurns } from "./turns.ts";

/** What the last analysis resolved, and by what. */
interface Resolution {
  /** See `resolveDependencies`. */
  surroundings: unknown;
  /** Its facts are those of the analysis under way. */
  view: RepositoryView;
  now: RepositoryView;
  resolvers: Map<Analyzer, Resolver>;
  /** What the resolvers have seen of any file; null where there were no facts. */
  seen: Map<string, SeenFacts | null>;
  /** By path of the importing file. */
  files: Map<string, ResolvedFile>;
}

interface ResolvedFile {
  facts: ViewFacts;
  edges: readonly MapDependency[];
  /** Edges before equal ones became one. */
  made: number;
}

/**
 * Every import of every analysed file as edges, sorted by (from, line, specifier, to, kind) and
 * unique by (from, to, specifier, kind).
 *
 * Where the surroundings are those of the last analysis, and so is what the resolvers saw of other
 * files, only files with other facts than before are resolved.
 * @param surroundings an object that is the same only where all is that the view says, but for facts
 * @param limit of the edges, repeated ones of a file included
 * @throws FactoryError `repository_too_large` above it
 */
export async function resolveDependencies(
  view: RepositoryView,
  paths: readonly string[],
  surroundings: unknown,
  memory: AnalysisMemory,
  limit: number,
  signal: AbortSignal,
  onProgress: (fraction: number) => void,
): Promise<readonly MapDependency[]> {
  const slot = memory.slot("resolution", (): { last: Resolution | null } => ({ last: null }));
  const before = slot.last?.files ?? new Map<string, ResolvedFile>();
  const kept = slot.last !== null && slot.last.surroundings === surroundings &&
    goesOn(slot.last, view);
  const state = slot.last = kept ? slot.last! : begin(view, surroundings);
  state.files = new Map();
  const edges: MapDependency[] = [];
  const turn = takeTurns(signal);
  for (const [index, from] of paths.entries()) {
    const facts = view.facts(from);
    const analyzer = facts?.language ? analyzerFor(facts.language) : undefined;
    if (!facts || !analyzer || facts.imports.length === 0) continue;
    if (await turn()) onProgress(index / paths.length);
    const last = before.get(from);
    let file = kept && last?.facts === facts ? last : undefined;
    if (file === undefined) {
      let resolver = state.resolvers.get(analyzer);
      if (!resolver) state.resolvers.set(analyzer, resolver = analyzer.resolver(state.view));
      file = resolveFile(from, facts, resolver, view, () => tooMany(limit), limit - edges.length);
      // The same objects for the same edges: see `AnalysisMemory.settle`.
      if (last !== undefined && sameJson(last.edges, file.edges)) file.edges = last.edges;
    }
    if (edges.length + file.made > limit) throw tooMany(limit);
    state.files.set(from, file);
    for (const edge of file.edges) edges.push(edge);
  }
  return memory.settle("dependencies", edges, sameList);
}

function begin(now: RepositoryView, surroundings: unknown): Resolution {
  const seen = new Map<string, SeenFacts | null>();
  const state: Resolution = {
    surroundings,
    now,
    // Resolvers live on, and with them what they have learned: they ask for the facts of today.
    view: {
      ...now,
      facts(path) {
        let found = seen.get(path);
        if (found === undefined) {
          const facts = state.now.facts(path);
          seen.set(path, found = facts === undefined ? null : new SeenFacts(facts));
        }
        return found ?? undefined;
      },
    },
    resolvers: new Map(),
    seen,
    files: new Map(),
  };
  return state;
}

/** Whether what the resolvers have seen is still so. */
function goesOn(state: Resolution, now: RepositoryView): boolean {
  for (const [path, seen] of state.seen) {
    const facts = now.facts(path);
    if (seen === null ? facts !== undefined : facts === undefined || !seen.follow(facts)) {
      return false;
    }
  }
  state.now = now;
  return true;
}

/** Throws where there are more than `left` edges. */
function resolveFile(
  from: string,
  facts: ViewFacts,
  resolver: Resolver,
  view: RepositoryView,
  tooMany: () => FactoryError,
  left: number,
): ResolvedFile {
  const own: MapDependency[] = [];
  for (const imported of facts.imports) {
    const resolved = resolver.resolve(from, imported);
    if (own.length + resolved.length > left) throw tooMany();
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
  return { facts, edges: uniqueEdges(own), made: own.length };
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
