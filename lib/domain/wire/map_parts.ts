/**
 * What the pages of a project beyond its overview read of a map: whole lists, each page its own.
 * Derived from the map once, when it is published (lib/services/map_parts.ts), and stored beside it.
 */
import type {
  LedgerEntry,
  MapCoChange,
  MapFramework,
  MapHistory,
  MapOwner,
  MapPackage,
  MapPackageDependency,
  MapRoute,
  MapService,
} from "./system_map.ts";

export const MAP_PARTS = ["files", "people", "packages", "coverage", "offerings"] as const;
export type MapPartName = (typeof MAP_PARTS)[number];

export interface PartComponent {
  id: string;
  name: string;
  root: string;
}

/** Bits of `FilesPart.flags`. */
export const FILE_FLAGS = { generated: 1, vendored: 2, documentation: 4, test: 8, code: 16 };

/** Files as columns in the order of their paths: 10,000 of them are read in milliseconds. */
export interface FilesPart {
  /** Window of `recent`, ending at the commit's date; null where no history was read. */
  since: string | null;
  components: PartComponent[];
  languages: { name: string; colour: string | null }[];
  /** Those that own a file. */
  authors: string[];
  path: string[];
  /** Index into `languages`, `components`, `authors`; -1 for none. */
  language: number[];
  component: number[];
  /** The author with most commits of all time. */
  owner: number[];
  /** Lines. */
  code: number[];
  comment: number[];
  blank: number[];
  /** Of FILE_FLAGS; `code` is a programming or markup language's. */
  flags: number[];
  /** Commits inside the window, of all time, their authors, and those of the owner. */
  recent: number[];
  commits: number[];
  author_count: number[];
  owner_commits: number[];
  /** Author date of the last commit in seconds since 1970; 0 where there is none. */
  changed: number[];
}

export interface PeoplePart {
  components: PartComponent[];
  history: MapHistory;
  owners: MapOwner[];
  co_changes: MapCoChange[];
}

export interface PartDependency extends MapPackageDependency {
  /** Files that import it. */
  files: number;
}
export interface PartManifest extends Omit<MapPackage, "dependencies"> {
  dependencies: PartDependency[];
  /** Of tests or vendored code, which say nothing of the project itself. */
  aside: boolean;
}
export interface PackagesPart {
  manifests: PartManifest[];
  /** Packages that files import and no manifest declares, the most used first. */
  undeclared: { name: string; files: number }[];
}

/** How the imports of a language's files were read. */
export interface LanguageReading {
  name: string;
  files: number;
  code: number;
  /** False where only lines are counted: then there are no edges. */
  reads_imports: boolean;
  /** Edges from its files, by where they lead. */
  imports: { file: number; package: number; builtin: number; unresolved: number };
}

export interface UnresolvedImport {
  path: string;
  line: number;
  specifier: string;
  reason: string;
}
export interface CoveragePart {
  files: number;
  analysed: number;
  skipped: LedgerEntry[];
  failed: LedgerEntry[];
  languages: LanguageReading[];
  /** All of them, and the first ones. */
  unresolved_total: number;
  unresolved: UnresolvedImport[];
}

export interface OfferingsPart {
  frameworks: MapFramework[];
  services: MapService[];
  routes: MapRoute[];
  entry_points: { component: PartComponent; paths: string[] }[];
}

export interface MapParts {
  files: FilesPart;
  people: PeoplePart;
  packages: PackagesPart;
  coverage: CoveragePart;
  offerings: OfferingsPart;
}
