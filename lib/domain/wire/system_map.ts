/**
 * The system map's contract (docs/system_map.md), as zod; its JSON Schema is served at
 * /api/schemas/system-map.json and every published map is checked against it. Browser-safe. Long,
 * because it is one document's whole form.
 */
import { z } from "zod";
import { HealthStatus } from "./common.ts";
import {
  COMPONENT_KINDS,
  type ComponentKind,
  DEPENDENCY_KINDS,
  type DependencyKind,
  type Ecosystem,
  ECOSYSTEMS,
  RESOLUTIONS,
  type Scope,
  SCOPES,
  SERVICE_KINDS,
  type ServiceKind,
} from "./map_terms.ts";

export { ECOSYSTEMS, SCOPES, SERVICE_KINDS };
export type { ComponentKind, DependencyKind, Ecosystem, Scope, ServiceKind };

const count = z.int().min(0);
const path = z.string().min(1);

/** Lines by the published rule: blank is white space only, comment is comment text only. */
export const Lines = z.object({ code: count, comment: count, blank: count });
export type Lines = z.infer<typeof Lines>;

/** `line` is 1-based; null where the whole file is the evidence. */
export const Evidence = z.object({ path, line: z.int().min(1).nullable() });
export type Evidence = z.infer<typeof Evidence>;

export const MapLanguage = z.object({ name: z.string(), files: count, bytes: count, lines: Lines });
export const MapFramework = z.object({ name: z.string(), evidence: z.array(Evidence).min(1) });

export const MapRoute = z.object({
  method: z.string().describe("A verb in upper case; ANY where every one is answered."),
  path: z.string().describe(
    "As the framework writes it; without prefixes that other files or a router's mount add.",
  ),
  handler_path: path.describe("The file that declares it."),
  line: z.int().min(1),
  framework: z.string(),
});

export const MapService = z.object({
  kind: z.enum(SERVICE_KINDS),
  type: z.string().describe(
    "What the file calls it: `Deployment`, `aws_s3_bucket`, `GitHub Actions`, `OpenAPI 3.1.0`.",
  ),
  name: z.string(),
  path,
  line: z.int().min(1),
  details: z.array(z.object({ label: z.string(), values: z.array(z.string()).min(1) })).describe(
    "What the file says of it, e.g. `image`, `ports`, `depends on`, `jobs`, `operations`.",
  ),
});

export const MapPackageDependency = z.object({
  name: z.string(),
  purl: z.string().nullable().describe(
    "Package URL; with a version only where one is resolved. null where the type has no purl.",
  ),
  requirement: z.string().nullable().describe(
    "As the manifests state it, e.g. `^1.2.0`: a variable's or a shared version stands for itself " +
      "where the repository defines it. null where none is stated.",
  ),
  resolved: z.string().nullable().describe(
    "From a lock file, or where the requirement is exact by its ecosystem's rules (Go, Maven, a " +
      "digest); null where neither fixes it.",
  ),
  scope: z.enum(SCOPES),
  line: z.int().min(1).nullable(),
});
export const MapPackage = z.object({
  path: path.describe("The manifest's path."),
  ecosystem: z.enum(ECOSYSTEMS),
  name: z.string().nullable(),
  version: z.string().nullable(),
  license: z.string().nullable().describe(
    "As the manifest states it, mostly an SPDX expression; null where it states none.",
  ),
  dependencies: z.array(MapPackageDependency),
});

export const MapComponent = z.object({
  id: z.string().describe("Stable: derived from the root path."),
  name: z.string(),
  kind: z.enum(COMPONENT_KINDS),
  root: z.string().describe('Directory in the repository; "" is the root.'),
  language: z.string().nullable().describe(
    "The language with most code lines; null where it has none.",
  ),
  files: count,
  lines: Lines.describe("Of all its files, data and prose included."),
  source: Lines.describe("Of its files in programming and markup languages."),
  entry_points: z.array(path),
  fan_in: count.describe("Other components that depend on it (Ca, counted in components)."),
  fan_out: count.describe("Other components that it depends on (Ce)."),
  instability: z.number().min(0).max(1).nullable().describe(
    "Ce / (Ca + Ce): 0 where others rely on it and it on nobody; null where it has no neighbours.",
  ),
  depth: count.describe(
    "Longest way down its dependencies, cycles of components counted as one; 0 where it has none.",
  ),
});

/** Edges of files added up by component; within one component there is none. */
export const MapComponentDependency = z.object({
  from: z.string(),
  to: z.string(),
  edges: z.int().min(1).describe("Pairs of files behind it."),
  type_only: z.boolean().describe("True where every one of them is."),
  cyclic: z.boolean().describe("True where it lies on a cycle of components at run time."),
});

/** What is known of a file's past, through exact renames; commits leave out merges. */
export const FileHistory = z.object({
  commits: count.describe("Without bots and mass changes."),
  recent_commits: count.describe("Of these, the ones since `history.since`."),
  authors: count,
  main_author: z.object({ name: z.string(), commits: count }).nullable().describe(
    "Who made most of `commits`; null where there are none.",
  ),
  first_change: z.string().describe("Author date of the first commit, of anybody."),
  last_change: z.string(),
  age_days: count.describe("From the first change to the date of the map's commit."),
});

export const MapFile = z.object({
  path,
  language: z.string().nullable().describe("linguist's name; null where none is known."),
  bytes: count,
  lines: Lines,
  component: z.string().describe("A component's id."),
  oid: z.string(),
  generated: z.boolean(),
  vendored: z.boolean(),
  documentation: z.boolean().describe("By linguist's rules: documents, examples, licences."),
  test: z.boolean(),
  history: FileHistory.nullable().describe("null where the history that was read has no change."),
});

export const MapDependency = z.object({
  from: path,
  to: z.string().nullable().describe(
    "A path here, a purl without version (or a package's name), a builtin's name, or null.",
  ),
  specifier: z.string(),
  line: z.int().min(1),
  kind: z.enum(DEPENDENCY_KINDS),
  type_only: z.boolean(),
  resolution: z.enum(RESOLUTIONS),
  reason: z.string().optional().describe("Why it is unresolved; present only then."),
});

/** Removing all of them leaves no cycle; removing less leaves one. */
const breakEdges = z.array(z.object({ from: z.string(), to: z.string() })).describe(
  "A small set of edges without which no cycle is left: of those at run time, or, where " +
    "type_only, of all. No part of it is enough.",
);
export const MapCycle = z.object({
  files: z.array(path).min(1).describe("A strongly connected set of files, sorted."),
  type_only: z.boolean().describe(
    "True where the cycle disappears once type-only imports are left out.",
  ),
  runtime_files: z.array(path).describe("Those that lie on a cycle at run time."),
  break_edges: breakEdges,
});
export const MapComponentCycle = z.object({
  components: z.array(z.string()).min(1).describe("Ids of a strongly connected set, sorted."),
  type_only: z.boolean(),
  break_edges: breakEdges,
});
export const MapHotspot = z.object({
  path,
  commits: count,
  authors: count,
  lines: count,
  score: z.number().min(0).max(1).describe("0–1, relative to the worst file of this map."),
});

/** Two files that often change in one commit (inside the window). */
export const MapCoChange = z.object({
  files: z.tuple([path, path]),
  commits: count.describe("Commits that changed both."),
  support: z.number().min(0).max(1).describe("Their share of all counted commits."),
  confidence: z.number().min(0).max(1).describe(
    "Their share of the commits of the file that changes less often.",
  ),
  cross_component: z.boolean(),
  linked: z.boolean().describe("True where one of the two imports the other."),
});

const authors = z.array(z.object({ name: z.string(), commits: count })).describe(
  "The ten with most commits.",
);
export const MapOwner = z.object({
  path: z.string().describe("A component's root."),
  component: z.string().describe("Its id."),
  authors: authors.describe("Inside the window, the ten with most commits."),
  authors_total: count,
  bus_factor: count.describe(
    "The smallest number of authors with more than half of the commits; 0 without commits.",
  ),
  all_time: z.object({ authors, authors_total: count, bus_factor: count }),
  codeowners: z.array(z.string()).describe("Whom CODEOWNERS names for everything in it."),
});

export const HealthSignal = z.object({
  id: z.string(),
  title: z.string(),
  score: z.int().min(0).max(100).describe("0–100."),
  weight: z.number().min(0),
  detail: z.string().describe("One sentence with the figures behind the score."),
  remedy: z.string().nullable().describe("What would raise it; null at 100."),
  evidence: z.array(Evidence),
});
export const MapHealth = z.object({
  status: HealthStatus,
  score: z.int().min(0).max(100),
  signals: z.array(HealthSignal),
});

export const LedgerEntry = z.object({ path, reason: z.string().min(1) });
export const MapCoverage = z.object({
  files: count,
  analysed: count,
  skipped: z.array(LedgerEntry),
  failed: z.array(LedgerEntry),
});

/** Commits that count: no merges, bots, or mass changes. */
export const HistoryPeriod = z.object({
  commits: count,
  authors: count,
  bus_factor: count.describe(
    "The smallest number of authors with more than half of the commits; 0 without commits.",
  ),
  bot_commits: count.describe("Left out: made by programs."),
  mass_changes: count.describe("Left out: they touch more than 100 files."),
});

export const MapHistory = z.object({
  commits: count.describe("Commits walked, merges left out."),
  shallow: z.boolean().describe("True where the history was cut short."),
  complete: z.boolean().describe(
    "False where it was cut short, or older commits than the analysis reads were left out.",
  ),
  since: z.string().nullable().describe(
    "Window of `hotspots` and `owners`, ending at the commit's own date.",
  ),
  window: HistoryPeriod.describe("The 365 days since `since`."),
  all_time: HistoryPeriod,
  activity: z.array(z.object({ week: z.string(), commits: count, authors: count })).describe(
    "52 weeks, named by their Monday (UTC), the last one being that of the commit's date.",
  ),
  contributors: z.array(z.object({
    name: z.string(),
    commits: count,
    recent_commits: count,
    first_commit: z.string(),
    last_commit: z.string(),
  })).describe("The 100 with most commits of all time, mass changes included."),
});

export const SystemMap = z.object({
  schema_version: z.literal(1),
  generator: z.object({
    name: z.literal("software-factory"),
    version: z.string(),
    analyzer_version: z.int(),
  }),
  project: z.object({ id: z.string(), name: z.string(), repo_url: z.string().nullable() }),
  commit: z.object({
    sha: z.string(),
    branch: z.string().nullable(),
    committed_at: z.string(),
  }),
  languages: z.array(MapLanguage),
  frameworks: z.array(MapFramework),
  routes: z.array(MapRoute),
  services: z.array(MapService),
  packages: z.array(MapPackage),
  components: z.array(MapComponent),
  component_dependencies: z.array(MapComponentDependency),
  component_cycles: z.array(MapComponentCycle),
  files: z.array(MapFile),
  dependencies: z.array(MapDependency),
  cycles: z.array(MapCycle),
  history: MapHistory,
  hotspots: z.array(MapHotspot),
  co_changes: z.array(MapCoChange),
  owners: z.array(MapOwner),
  health: MapHealth,
  coverage: MapCoverage,
});
export type SystemMap = z.infer<typeof SystemMap>;
export type MapLanguage = z.infer<typeof MapLanguage>;
export type MapService = z.infer<typeof MapService>;
export type MapRoute = z.infer<typeof MapRoute>;
export type MapFramework = z.infer<typeof MapFramework>;
export type MapPackage = z.infer<typeof MapPackage>;
export type MapPackageDependency = z.infer<typeof MapPackageDependency>;
export type MapComponent = z.infer<typeof MapComponent>;
export type MapComponentDependency = z.infer<typeof MapComponentDependency>;
export type MapComponentCycle = z.infer<typeof MapComponentCycle>;
export type MapFile = z.infer<typeof MapFile>;
export type MapDependency = z.infer<typeof MapDependency>;
export type MapCycle = z.infer<typeof MapCycle>;
export type MapHotspot = z.infer<typeof MapHotspot>;
export type MapCoChange = z.infer<typeof MapCoChange>;
export type MapOwner = z.infer<typeof MapOwner>;
export type MapHealth = z.infer<typeof MapHealth>;
export type HealthSignal = z.infer<typeof HealthSignal>;
export type LedgerEntry = z.infer<typeof LedgerEntry>;
export type MapCoverage = z.infer<typeof MapCoverage>;
export type MapHistory = z.infer<typeof MapHistory>;
