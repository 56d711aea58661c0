/**
 * What the project page needs of a map, small enough to load on every view: derived from the map
 * once, when it is published (lib/services/map_view.ts), and stored beside it. Bounded: large lists
 * are cut, and the totals say by how much.
 */
import type { ComponentScene } from "./graph_scene.ts";
import type {
  HealthSignal,
  LedgerEntry,
  Lines,
  MapCoChange,
  MapComponent,
  MapComponentCycle,
  MapFramework,
  MapHealth,
  MapHistory,
  MapHotspot,
  MapLanguage,
  MapOwner,
  MapRoute,
  MapService,
  ServiceKind,
} from "./system_map.ts";

/** A component; of its entry points the first ones. */
export type ViewComponent = MapComponent;

export interface ViewLanguage extends MapLanguage {
  /** Programming or markup, as opposed to data (JSON, translations) and prose (Markdown). */
  source: boolean;
  /** `#rrggbb`, linguist's own as far as both themes show it; null where it has none. */
  colour: string | null;
}

/** Edges between two components' files, added up. */
export interface ViewComponentEdge {
  from: string;
  to: string;
  /** File-to-file dependencies behind it. */
  count: number;
  /** True where the edge lies on a cycle of components that type-only imports did not make. */
  cyclic: boolean;
}

/** A drawn graph in its own coordinate system (units are CSS pixels at scale 1). */
export interface ViewLayout {
  width: number;
  height: number;
  nodes: { id: string; x: number; y: number; width: number; height: number }[];
  /** `back` edges run against the reading order, from right to left: they close a cycle. */
  edges: { from: string; to: string; points: { x: number; y: number }[]; back: boolean }[];
  /** Components left out of the picture because it would not be readable. */
  omitted: number;
  /** Edges between drawn components that are left out, weakest first, for the same reason. */
  omitted_edges: number;
}

/** A cycle; `files` holds its first ones in order, `total` says how many there are. */
export interface ViewCycle {
  files: string[];
  total: number;
  type_only: boolean;
  /** The first of the edges that break it. */
  break_edges: { from: string; to: string }[];
  breaks: number;
}

/** `evidence` holds the first places only. */
export interface ViewSignal extends HealthSignal {
  evidence_total: number;
}
export interface ViewFramework extends MapFramework {
  evidence_total: number;
}

/** A leaf of the treemap: a file, or the small rest of a directory (`files` > 1). */
export interface ViewTreeLeaf {
  path: string;
  files: number;
  language: string | null;
  code: number;
  component: string | null;
}

export interface MapView {
  map_id: string;
  created_at: string;
  commit: { sha: string; branch: string | null; committed_at: string };
  totals: {
    files: number;
    bytes: number;
    /** All lines, and those of source languages alone. */
    lines: Lines;
    source: Lines;
    components: number;
    packages: number;
    /** Manifests among them that are of tests or vendored code; older stored maps do not say. */
    packages_aside?: number;
    cycles: number;
    dependencies: { file: number; package: number; builtin: number; unresolved: number };
  };
  /** Source languages first, each kind by lines of code. */
  languages: ViewLanguage[];
  frameworks: ViewFramework[];
  /** The first ones; `frameworks` counts all. */
  routes: {
    total: number;
    items: MapRoute[];
    frameworks: { name: string; count: number }[];
  };
  /** The first ones of each kind, with the count of all. */
  services: { kind: ServiceKind; total: number; items: MapService[] }[];
  components: ViewComponent[];
  component_edges: ViewComponentEdge[];
  layout: ViewLayout;
  /** All components, for the graph page. */
  scene: ComponentScene;
  tree: ViewTreeLeaf[];
  /** Files that the tree leaves out. */
  tree_left_out: {
    /** Generated and vendored ones: nobody here wrote them. */
    foreign: number;
    /** Data and prose beside code. */
    data: number;
  };
  most_depended_on: { path: string; dependents: number; language: string | null; code: number }[];
  cycles: {
    /** Of all cycles: those that exist at run time, and those that only types make. */
    runtime: number;
    type_only: number;
    items: ViewCycle[];
  };
  component_cycles: MapComponentCycle[];
  packages: {
    path: string;
    ecosystem: string;
    name: string | null;
    version: string | null;
    license: string | null;
    dependencies: number;
    /** Of tests or vendored code. */
    aside?: true;
  }[];
  /** External packages by how many files use them. */
  external: { total: number; items: { name: string; ecosystem: string | null; files: number }[] };
  /** Unresolved imports, the first ones. */
  unresolved: {
    total: number;
    items: { path: string; line: number; specifier: string; reason: string }[];
  };
  history: MapHistory;
  hotspots: MapHotspot[];
  co_changes: MapCoChange[];
  owners: MapOwner[];
  health: Omit<MapHealth, "signals"> & { signals: ViewSignal[] };
  coverage: {
    files: number;
    analysed: number;
    skipped: { total: number; items: LedgerEntry[]; reasons: { reason: string; count: number }[] };
    failed: { total: number; items: LedgerEntry[] };
  };
}
