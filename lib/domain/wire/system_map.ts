/**
 * The system map's contract (docs/system_map.md), as zod; its JSON Schema is served at
 * /api/schemas/system-map.json and every published map is checked against it. Browser-safe.
 */
import { z } from "zod";
import { HealthStatus } from "./common.ts";

const DEPENDENCY_KINDS = [
  "import",
  "reexport",
  "dynamic",
  "require",
  "include",
  "use",
  "source",
] as const;
const RESOLUTIONS = ["file", "package", "builtin", "unresolved"] as const;
export const ECOSYSTEMS = [
  "npm",
  "deno",
  "pypi",
  "go",
  "cargo",
  "maven",
  "gradle",
  "nuget",
  "composer",
  "rubygems",
  "docker",
  "github-actions",
  "swift",
] as const;
export const SCOPES = ["runtime", "development", "optional", "peer", "build", "indirect"] as const;
const COMPONENT_KINDS = ["application", "library", "module", "tests", "docs"] as const;

export type DependencyKind = (typeof DEPENDENCY_KINDS)[number];
export type Ecosystem = (typeof ECOSYSTEMS)[number];
export type Scope = (typeof SCOPES)[number];
export type ComponentKind = (typeof COMPONENT_KINDS)[number];

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
  lines: Lines,
  entry_points: z.array(path),
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
  test: z.boolean(),
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

export const MapCycle = z.object({
  files: z.array(path).min(1).describe("A strongly connected set of files, sorted."),
  type_only: z.boolean().describe(
    "True where the cycle disappears once type-only imports are left out.",
  ),
});
export const MapHotspot = z.object({
  path,
  commits: count,
  authors: count,
  lines: count,
  score: z.number().min(0).max(1).describe("0–1, relative to the worst file of this map."),
});
export const MapOwner = z.object({
  path: z.string().describe("A component's root."),
  authors: z.array(z.object({ name: z.string(), commits: count })),
  codeowners: z.array(z.string()),
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

export const MapHistory = z.object({
  commits: count.describe("Commits walked."),
  shallow: z.boolean().describe("True where the history was cut short."),
  since: z.string().nullable().describe(
    "Window of `hotspots` and `owners`, ending at the commit's own date.",
  ),
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
  packages: z.array(MapPackage),
  components: z.array(MapComponent),
  files: z.array(MapFile),
  dependencies: z.array(MapDependency),
  cycles: z.array(MapCycle),
  history: MapHistory,
  hotspots: z.array(MapHotspot),
  owners: z.array(MapOwner),
  health: MapHealth,
  coverage: MapCoverage,
});
export type SystemMap = z.infer<typeof SystemMap>;
export type MapLanguage = z.infer<typeof MapLanguage>;
export type MapFramework = z.infer<typeof MapFramework>;
export type MapPackage = z.infer<typeof MapPackage>;
export type MapPackageDependency = z.infer<typeof MapPackageDependency>;
export type MapComponent = z.infer<typeof MapComponent>;
export type MapFile = z.infer<typeof MapFile>;
export type MapDependency = z.infer<typeof MapDependency>;
export type MapCycle = z.infer<typeof MapCycle>;
export type MapHotspot = z.infer<typeof MapHotspot>;
export type MapOwner = z.infer<typeof MapOwner>;
export type MapHealth = z.infer<typeof MapHealth>;
export type HealthSignal = z.infer<typeof HealthSignal>;
export type LedgerEntry = z.infer<typeof LedgerEntry>;
export type MapCoverage = z.infer<typeof MapCoverage>;
export type MapHistory = z.infer<typeof MapHistory>;
