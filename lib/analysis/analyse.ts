/** The analysis: a commit's tree, blobs and history in, its system map out. Pure but for its ports. */
import type { TreeEntry } from "../domain/ports.ts";
import { factKeyText } from "../domain/ports.ts";
import { ANALYZER_VERSION, SCHEMA_VERSION, VERSION } from "../domain/version.ts";
import type { LedgerEntry, SystemMap } from "../domain/wire/system_map.ts";
import { sumLanguages } from "./assemble.ts";
import { type FileAttributes, readAttributes } from "./attributes.ts";
import { buildComponentGraph } from "./component_graph.ts";
import { findComponents, type PlainFile } from "./components.ts";
import { type AnalysisInput, type AnalysisLimits, DEFAULT_LIMITS } from "./contract.ts";
import { findCycles } from "./cycles.ts";
import type { BlobFacts } from "./facts.ts";
import { detectFrameworks, isFrameworkFile } from "./frameworks.ts";
import { assessHealth } from "./health/mod.ts";
import { findCoChanges } from "./history/co_changes.ts";
import { fileHistory, readHistory } from "./history.ts";
import { type WalkedHistory, walkHistory } from "./history/walk.ts";
import { findHotspots } from "./hotspots.ts";
import { type Inventory, regularFiles, SKIPPED, takeInventory } from "./inventory.ts";
import { ANALYZERS } from "./languages/registry.ts";
import type { RepositoryView } from "./languages/contract.ts";
import { followLinks } from "./links.ts";
import { CODEOWNERS_PATHS } from "./codeowners.ts";
import { findOwners } from "./owners.ts";
import { isPackageManifest, readPackages } from "./packages/mod.ts";
import { baseName, compareCodeUnits } from "./paths.ts";
import { readFacts } from "./read_facts.ts";
import { readTexts } from "./read_texts.ts";
import { resolveDependencies } from "./resolve.ts";
import { findMapRoutes } from "./routes/mod.ts";
import { findServices } from "./services/mod.ts";
import { createView } from "./view.ts";

/** A chain of `extends` is read link by link. */
const MAX_MANIFEST_ROUNDS = 8;

/**
 * Analyses one commit. The same commit, history and analyser version give the same map, whatever
 * the extractor's concurrency or the order of its input.
 * Rejects with the signal's reason, or with what a port rejects with.
 */
export async function analyse(input: AnalysisInput): Promise<SystemMap> {
  const { commit, tree, signal } = input;
  const ended = new AbortController();
  // Most of the walk is waiting for git: it goes on beside the parsing.
  const walking = walkHistory(input.history, {
    sha: commit.sha,
    mailmap: tree.find((entry) => entry.path === ".mailmap")?.oid ?? null,
    cache: input.historyCache,
    signal: AbortSignal.any([signal, ended.signal]),
  });
  // Its failure is told where it is waited for; should the analysis fail before, by that alone.
  walking.catch(() => {});
  try {
    return await mapTree(input, walking);
  } finally {
    ended.abort();
  }
}

async function mapTree(
  input: AnalysisInput,
  walking: Promise<WalkedHistory>,
): Promise<SystemMap> {
  const { project, commit, tree, report, signal } = input;
  const limits: AnalysisLimits = { ...DEFAULT_LIMITS, ...input.limits };

  report("inventory", 0, `${tree.length} entries in the commit`);
  const inventory = takeInventory(tree, await attributesOf(input, limits), limits.fileBytes);
  const facts = await readFacts(inventory.files, limits, input);
  const { files, analysed, skipped, failed } = sortOut(inventory, facts);

  report("resolve", 0, "Reading manifests");
  const texts = await readTexts(manifests(tree, limits), limits.manifestBytes, input.blobs, signal);
  const links = await followLinks(tree, inventory.paths, input.blobs, signal);
  const view = createView({ paths: inventory.paths, texts, facts: analysed, links });
  await readNamedManifests(view, texts, input, limits);
  const paths = files.map((file) => file.path);
  const dependencies = await resolveDependencies(
    view,
    paths,
    limits.dependencies,
    signal,
    (fraction) => report("resolve", fraction, "Resolving imports"),
  );
  const cycles = findCycles(dependencies);
  const packages = readPackages(view);
  const frameworks = detectFrameworks(view, packages, dependencies);
  const { components, componentOf } = findComponents(view, files, packages, project.name);

  report("history", 0, "Reading the history");
  const history = readHistory(
    await walking,
    commit,
    input.history.shallow,
    (path) => analysed.has(path),
  );
  const mapFiles = files.map((file) => ({
    ...file,
    component: componentOf(file.path),
    history: fileHistory(history, file.path, commit),
  }));
  const graph = buildComponentGraph(components, mapFiles, dependencies);
  const hotspots = findHotspots(mapFiles, history);
  const owners = findOwners(view, components, componentOf, history);

  report("assemble", 0, `${files.length} files, ${dependencies.length} dependencies`);
  return {
    schema_version: SCHEMA_VERSION,
    generator: {
      name: "software-factory",
      version: VERSION,
      analyzer_version: ANALYZER_VERSION,
    },
    project,
    commit: { sha: commit.sha, branch: commit.branch, committed_at: commit.committedAt },
    languages: sumLanguages(mapFiles),
    frameworks,
    routes: findMapRoutes(view, files, packages),
    services: findServices(view),
    packages,
    components: graph.components,
    component_dependencies: graph.dependencies,
    component_cycles: graph.cycles,
    files: mapFiles,
    dependencies,
    cycles,
    history: history.summary,
    hotspots,
    co_changes: findCoChanges(mapFiles, dependencies, history),
    owners,
    health: assessHealth({
      paths: inventory.paths,
      files: mapFiles,
      dependencies,
      cycles,
      packages,
      hotspots,
      owners,
      history,
      commit,
    }),
    coverage: { files: tree.length, analysed: files.length, skipped, failed },
  };
}

async function attributesOf(
  { tree, blobs, signal }: AnalysisInput,
  limits: AnalysisLimits,
): Promise<(path: string) => FileAttributes> {
  const entries = regularFiles(tree).filter(({ path, size }) =>
    baseName(path) === ".gitattributes" && (size ?? 0) <= limits.fileBytes
  );
  const texts = await readTexts(entries, limits.manifestBytes, blobs, signal);
  return readAttributes([...texts].map(([path, text]) => ({ path, text })));
}

/** What resolvers, package readers and framework rules read by path. */
function manifests(tree: readonly TreeEntry[], limits: AnalysisLimits): TreeEntry[] {
  return regularFiles(tree).filter(({ path, size }) =>
    (size ?? 0) <= limits.manifestBytes &&
    (isPackageManifest(path) || isFrameworkFile(path) ||
      CODEOWNERS_PATHS.includes(path) ||
      ANALYZERS.some((analyzer) => analyzer.isManifest(path)))
  );
}

/** Manifests of any name that others point to; each may point to further ones. */
async function readNamedManifests(
  view: RepositoryView,
  texts: Map<string, string>,
  { tree, blobs, signal }: AnalysisInput,
  limits: AnalysisLimits,
): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < MAX_MANIFEST_ROUNDS; round++) {
    const named = new Set(
      ANALYZERS.flatMap((analyzer) => analyzer.namedManifests?.(view) ?? [])
        .map((path) => view.real(path)).filter((path) => !asked.has(path)),
    );
    if (named.size === 0) return;
    const entries = regularFiles(tree).filter(({ path, size }) =>
      named.has(path) && (size ?? 0) <= limits.fileBytes
    );
    const found = await readTexts(entries, limits.manifestBytes, blobs, signal);
    for (const path of named) asked.add(path);
    for (const [path, text] of found) texts.set(path, text);
  }
}

interface Sorted {
  files: PlainFile[];
  /** Facts of the files above, by path. */
  analysed: Map<string, BlobFacts>;
  skipped: LedgerEntry[];
  failed: LedgerEntry[];
}

/** The ledger's second half: what the content of each file said. */
function sortOut({ files, skipped }: Inventory, facts: ReadonlyMap<string, BlobFacts>): Sorted {
  const result: Sorted = { files: [], analysed: new Map(), skipped: [...skipped], failed: [] };
  for (const file of files) {
    const { path, oid, bytes, vendored, documentation, test } = file;
    const found = facts.get(factKeyText(file));
    if (!found) {
      result.failed.push({ path, reason: "The repository did not give the content of this file" });
    } else if (found.error !== undefined) result.failed.push({ path, reason: found.error });
    else if (found.binary) result.skipped.push({ path, reason: SKIPPED.binary });
    else if (found.lfsPointer) result.skipped.push({ path, reason: SKIPPED.lfs });
    else {
      const generated = file.generated || (found.generated && !file.handwritten);
      const { language, lines } = found;
      result.files.push({
        path,
        language,
        bytes,
        lines,
        oid,
        generated,
        vendored,
        documentation,
        test,
      });
      result.analysed.set(path, found);
    }
  }
  result.skipped.sort((a, b) =>
    compareCodeUnits(a.path, b.path) || compareCodeUnits(a.reason, b.reason)
  );
  return result;
}
