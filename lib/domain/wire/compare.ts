/** What is different between two maps of one project. Lists are bounded; totals say by how much. */
import { z } from "zod";
import { HealthStatus, listOf, PageQuery, Timestamp } from "./common.ts";
import { ProjectFigures } from "./project.ts";
import { Lines } from "./system_map.ts";

/** Items of one list of a comparison. */
export const COMPARED_MAX = 200;

/** A map as a list of maps shows it. */
export const MapSummary = z.object({
  id: z.string(),
  commit_sha: z.string(),
  branch: z.string().nullable(),
  committed_at: Timestamp.nullable().describe("null of maps that an older version stored."),
  created_at: Timestamp,
  current: z.boolean(),
  analyzer_version: z.int(),
  schema_version: z.int(),
  health: HealthStatus.nullable(),
  figures: ProjectFigures.nullable(),
});
export type MapSummary = z.infer<typeof MapSummary>;
export const MapList = listOf(MapSummary);
export const MapQuery = PageQuery;

const which = z.string().min(7).max(100).optional();
export const CompareQuery = z.object({
  from: which.describe(
    "A map's id, or a commit (at least 7 digits); the map before `to` without it.",
  ),
  to: which.describe("The same; the current map without it."),
});
export type CompareQuery = z.infer<typeof CompareQuery>;

const text = z.string();
/** A bounded list and how many there are. */
function some<T extends z.ZodType>(item: T) {
  return z.object({ total: z.int().min(0), items: z.array(item).max(COMPARED_MAX) });
}
const Side = z.object({
  map_id: text.nullable(),
  commit_sha: text,
  committed_at: text,
  analyzer_version: z.int(),
});
const Number2 = z.object({ from: z.number(), to: z.number() });

const ComparedComponent = z.object({
  id: text,
  name: text,
  kind: text,
  root: text,
  files: z.int(),
  code: z.int(),
});
const ComponentEdge = z.object({ from: text, to: text });
const FileEdge = z.object({ from: text, to: text });
const ComparedPackage = z.object({ path: text, ecosystem: text, name: text, scope: text });
const Versions = z.object({
  requirement: text.nullable(),
  resolved: text.nullable(),
});
const ComparedFile = z.object({ path: text, language: text.nullable(), code: z.int() });
const Framework = z.object({ name: text });
const Cycle = z.object({
  files: z.array(text).describe("The first files, sorted."),
  total: z.int(),
  type_only: z.boolean(),
});
const Hotspot = z.object({ path: text, score: z.number() });

export const Comparison = z.object({
  from: Side,
  to: Side,
  same_analyzer: z.boolean().describe(
    "False where two versions of the analyser made the maps: then some of this is not the code's.",
  ),
  empty: z.boolean().describe("True where nothing below differs."),
  files: z.object({
    added: some(ComparedFile),
    removed: some(ComparedFile),
    moved: some(z.object({
      from: text,
      to: text,
      same_content: z.boolean().describe("False: the name stays, and the content changed as well."),
    })),
    changed: some(z.object({ path: text, code: Number2 })),
  }),
  languages: some(z.object({ name: text, files: Number2, from: Lines, to: Lines })),
  components: z.object({
    added: some(ComparedComponent),
    removed: some(ComparedComponent),
    moved: some(z.object({
      from: z.object({ id: text, name: text, root: text }),
      to: z.object({ id: text, name: text, root: text }),
    })).describe("Another root or name, and mostly the same files."),
    changed: some(z.object({ id: text, name: text, files: Number2, code: Number2 })),
  }),
  component_edges: z.object({
    added: some(ComponentEdge.extend({ count: z.int() })),
    removed: some(ComponentEdge.extend({ count: z.int() })),
    changed: some(ComponentEdge.extend({ count: Number2 })),
  }).describe(
    "Imports from one component's files to another's. A moved component is the same one.",
  ),
  file_edges: z.object({
    added: some(FileEdge),
    removed: some(FileEdge),
  }).describe("A moved file is the same one, by its new path."),
  cycles: z.object({ added: some(Cycle), removed: some(Cycle) }),
  packages: z.object({
    added: some(ComparedPackage.extend({ to: Versions })),
    removed: some(ComparedPackage.extend({ from: Versions })),
    changed: some(ComparedPackage.extend({ from: Versions, to: Versions })),
  }),
  frameworks: z.object({ added: some(Framework), removed: some(Framework) }),
  hotspots: z.object({
    added: some(Hotspot),
    removed: some(Hotspot),
    changed: some(z.object({ path: text, score: Number2 })),
  }),
  health: z.object({
    status: z.object({ from: HealthStatus, to: HealthStatus }),
    score: Number2,
    signals: z.array(z.object({
      id: text,
      title: text,
      from: z.int().nullable().describe("null where that map has no such signal."),
      to: z.int().nullable(),
    })).describe("Those whose score differs."),
  }),
});
export type Comparison = z.infer<typeof Comparison>;

/** The map before another one, of another commit. */
export interface PreviousMap extends MapSummary {
  /** Another version of the analyser made it: not every difference is the code's. */
  other_analyzer: boolean;
}
