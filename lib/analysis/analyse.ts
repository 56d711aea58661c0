/** The analysis: a commit's tree, blobs and history in, its system map out. Pure but for its ports. */
import type { TreeEntry } from "../domain/ports.ts";
import { ANALYZER_VERSION, SCHEMA_VERSION, VERSION } from "../domain/version.ts";
import type { LedgerEntry, MapDependency, MapFile, SystemMap } from "../domain/wire/system_map.ts";
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
import { fileHistories, readHistory } from "./history.ts";
import { type WalkedHistory, walkHistory } from "./history/walk.ts";
import { findHotspots } from "./hotspots.ts";
import {
  type Inventory,
  type InventoryFile,
  regularFiles,
  SKIPPED,
  takeInventory,
} from "./inventory.ts";
import { AnalysisMemory, type Kept, sameEntries, sameList } from "./memory.ts";
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
import { createView, indexPaths } from "./view.ts";

/** A chain of `extends` is read link by link. */
const MAX_MANIFEST_ROUNDS = 8;

/**
 * Analyses one commit. The same commit, history and analyser version give the same map, whatever
 * the extractor's concurrency, the order of its input, or what is remembered.
 * Rejects with the signal's reason, or with what a port rejects with.
 */
export async function analyse(input: AnalysisInput): Promise<SystemMap> {
  const { commit, tree, signal, memory = new AnalysisMemory() } = input;
  memory.turn();
  const ended = new AbortController();
  // Most of the walk is waiting for git: it goes on beside the parsing.
  const walking = walkHistory(input.history, {
    sha: commit.sha,
    mailmap: tree.find((entry) => entry.path === ".mailmap")?.oid ?? null,
    cache: input.historyCache,
    memory,
    signal: AbortSignal.any([signal, ended.signal]),
  });
  // Its failure is told where it is waited for; should the analysis fail before, by that alone.
  walking.catch(() => {});
  try {
    return await mapTree(input, memory, walking);
  } finally {
    ended.abort();
  }
}

async function mapTree(
  input: AnalysisInput,
  memory: AnalysisMemory,
  walking: Promise<WalkedHistory>,
): Promise<SystemMap> {
  const { project, commit, tree, report, signal } = input;
  const limits: AnalysisLimits = { ...DEFAULT_LIMITS, ...input.limits };

  report("inventory", 0, `${tree.length} entries in the commit`);
  const regular = regularFiles(tree);
  const knownTexts = memory.kept<string, string | null>("texts");
  const read = (entries: readonly TreeEntry[]) =>
    readTexts(entries, limits.manifestBytes, input.blobs, knownTexts, signal);
  const inventory = takeInventory(
    tree,
    regular,
    await attributesOf(regular, read, limits, memory),
    limits.fileBytes,
    memory.kept("inventory"),
  );
  const facts = await readFacts(inventory.files, limits, input);
  const { files, made, analysed, skipped, failed } = sortOut(inventory, facts);

  report("resolve", 0, "Reading manifests");
  const texts = await read(manifests(regular, memory.kept("manifests"), limits));
  const paths = memory.settle("paths", inventory.paths, sameList);
  const links = memory.settle(
    "links",
    await followLinks(tree, paths, input.blobs, knownTexts, signal),
    sameEntries,
  );
  const index = memory.derive("index", [paths, links], () => indexPaths(paths, links));
  const view = createView({ paths, texts, facts: analysed, links }, index);
  await readNamedManifests(view, texts, regular, read, limits);
  // The same object as long as all is the same that the view says, but for facts.
  const surroundings = memory.settle(
    "surroundings",
    { paths, links, texts },
    (a, b) => a.paths === b.paths && a.links === b.links && sameEntries(a.texts, b.texts),
  );
  const dependencies = await resolveDependencies(
    view,
    files.map((file) => file.path),
    surroundings,
    memory,
    limits.dependencies,
    signal,
    (fraction) => report("resolve", fraction, "Resolving imports"),
  );
  const cycles = memory.derive("cycles", [dependencies], () => findCycles(dependencies));
  const packages = memory.derive("packages", [surroundings], readPackages, view);
  const frameworks = memory.derive(
    "frameworks",
    [surroundings, packages, dependencies],
    (view) => detectFrameworks(view, packages, dependencies),
    view,
  );
  const { components, componentOf } = findComponents(view, files, packages, project.name);

  report("history", 0, "Reading the history");
  const history = readHistory(
    await walking,
    commit,
    input.history.shallow,
    (path) => analysed.has(path),
  );
  const historyOf = fileHistories(history, commit, memory);
  const mapFiles = files.map((plain, at): MapFile => {
    const component = componentOf(plain.path);
    const ofFile = historyOf(plain.path);
    const { shown } = made[at]!;
    if (shown?.component === component && shown.history === ofFile) return shown;
    return made[at]!.shown = { ...plain, component, history: ofFile };
  });
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
    // Shared with the memory; the map's own type lets it be changed, which nobody does.
    dependencies: dependencies as MapDependency[],
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

/** Reads the texts of some entries of the commit. */
type ReadTexts = (entries: readonly TreeEntry[]) => Promise<Map<string, string>>;

async function attributesOf(
  regular: readonly TreeEntry[],
  read: ReadTexts,
  limits: AnalysisLimits,
  memory: AnalysisMemory,
): Promise<(path: string) => FileAttributes> {
  const entries = regular.filter(({ path, size }) =>
    baseName(path) === ".gitattributes" && (size ?? 0) <= limits.fileBytes
  );
  const texts = memory.settle("attributes", await read(entries), sameEntries);
  return memory.derive(
    "attributes of paths",
    [texts],
    () => readAttributes([...texts].map(([path, text]) => ({ path, text }))),
  );
}

/** What resolvers, package readers and framework rules read by path. */
function manifests(
  regular: readonly TreeEntry[],
  known: Kept<string, boolean>,
  limits: AnalysisLimits,
): TreeEntry[] {
  return regular.filter(({ path, size }) =>
    (size ?? 0) <= limits.manifestBytes && (known.get(path) ?? known.set(path, isManifest(path)))
  );
}

function isManifest(path: string): boolean {
  return isPackageManifest(path) || isFrameworkFile(path) || CODEOWNERS_PATHS.includes(path) ||
    ANALYZERS.some((analyzer) => analyzer.isManifest(path));
}

/** Manifests of any name that others point to; each may point to further ones. */
async function readNamedManifests(
  view: RepositoryView,
  texts: Map<string, string>,
  regular: readonly TreeEntry[],
  read: ReadTexts,
  limits: AnalysisLimits,
): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < MAX_MANIFEST_ROUNDS; round++) {
    const named = new Set(
      ANALYZERS.flatMap((analyzer) => analyzer.namedManifests?.(view) ?? [])
        .map((path) => view.real(path)).filter((path) => !asked.has(path)),
    );
    if (named.size === 0) return;
    const entries = regular.filter(({ path, size }) =>
      named.has(path) && (size ?? 0) <= limits.fileBytes
    );
    const found = await read(entries);
    for (const path of named) asked.add(path);
    for (const [path, text] of found) texts.set(path, text);
  }
}

interface Sorted {
  files: PlainFile[];
  /** Of each of them, see `InventoryFile`. */
  made: InventoryFile["made"][];
  /** Facts of the files above, by path. */
  analysed: Map<string, BlobFacts>;
  skipped: LedgerEntry[];
  failed: LedgerEntry[];
}

/** The ledger's second half: what the content of each file said. */
function sortOut(
  { files, skipped }: Inventory,
  facts: ReadonlyMap<InventoryFile, BlobFacts>,
): Sorted {
  const result: Sorted = {
    files: [],
    made: [],
    analysed: new Map(),
    skipped: [...skipped],
    failed: [],
  };
  for (const file of files) {
    const { path } = file;
    const found = facts.get(file);
    if (!found) {
      result.failed.push({ path, reason: "The repository did not give the content of this file" });
    } else if (found.error !== undefined) result.failed.push({ path, reason: found.error });
    else if (found.binary) result.skipped.push({ path, reason: SKIPPED.binary });
    else if (found.lfsPointer) result.skipped.push({ path, reason: SKIPPED.lfs });
    else {
      result.files.push(file.made.plain ??= plainFile(file, found));
      result.made.push(file.made);
      result.analysed.set(path, found);
    }
  }
  result.skipped.sort((a, b) =>
    compareCodeUnits(a.path, b.path) || compareCodeUnits(a.reason, b.reason)
  );
  return result;
}

function plainFile(file: InventoryFile, facts: BlobFacts): PlainFile {
  const { path, oid, bytes, vendored, documentation, test } = file;
  const { language, lines } = facts;
  const generated = file.generated || (facts.generated && !file.handwritten);
  return { path, language, bytes, lines, oid, generated, vendored, documentation, test };
}
