/**
 * What one language brings: a new language is one file that exports an `Analyzer`, one line in
 * registry.ts, and fixtures.
 */
import type { BlobFacts, RawImport, RawSymbol } from "../facts.ts";
import type { Lines, MapDependency } from "../../domain/wire/system_map.ts";

/** Text of one blob; `language` is linguist's name. */
export interface Source {
  language: string;
  text: string;
}

export interface Extraction {
  imports: RawImport[];
  /** Definitions in the order of the text. */
  symbols?: RawSymbol[];
  /** Where the language's own scanner counts lines better than the generic one. */
  lines?: Lines;
  extra?: Record<string, unknown>;
}

/**
 * What others may know of a file: all but what nearly every change of it changes. An edge is kept
 * while these facts of the files that its resolver looked at are the same.
 */
export type ViewFacts = Omit<
  BlobFacts,
  "lines" | "generated" | "binary" | "lfsPointer" | "error" | "symbols"
>;

/** The repository as a resolver sees it: names and facts, never a file system. */
export interface RepositoryView {
  /** Every regular file of the commit, analysed or not, also by a path through symbolic links. */
  has(path: string): boolean;
  /** The file's own path where this one leads through symbolic links, else the path itself. */
  real(path: string): string;
  /** True where at least one file lies below this directory ("" is the root). */
  hasDirectory(path: string): boolean;
  /** Names of the files and directories directly in a directory, sorted; [] if there is none. */
  list(directory: string): readonly { name: string; directory: boolean }[];
  /** Paths of all regular files, sorted by code units; none of a link. */
  readonly paths: readonly string[];
  /** Text of a manifest (a path for which some analyzer's or reader's `isManifest` is true). */
  text(path: string): string | null;
  /** Facts of an analysed file. */
  facts(path: string): ViewFacts | undefined;
  /** True where the file is recognised as a test. */
  isTest(path: string): boolean;
}

/** One resolved import: the fields of a map's dependency that resolution decides. */
export type Resolved = Pick<MapDependency, "to" | "resolution" | "reason"> & {
  /** A resolver may turn one import into edges of another specifier, e.g. Python's submodules. */
  specifier?: string;
};

/** Resolves imports of one language; built once per analysis from the manifests. */
export interface Resolver {
  /**
   * One import may give several edges (a Go package is several files). None only where it turns out to
   * name no other file or package: its own file, or nothing that is used (kind `use`).
   */
  resolve(from: string, imported: RawImport): Resolved[];
}

export interface Analyzer {
  /** The file's own name, e.g. "python". */
  id: string;
  /** linguist's language names that it handles. */
  languages: readonly string[];
  /** Runs in a parse worker; throws `ParseFailure` where the content cannot be read. */
  extract(source: Source): Extraction;
  /** Manifests that its resolver reads through `RepositoryView.text`. */
  isManifest(path: string): boolean;
  /**
   * Files of any name that the manifests read so far point to (`extends`, `importMap`) and whose text
   * the resolver needs as well; asked again until nothing new is named.
   */
  namedManifests?(view: RepositoryView): string[];
  resolver(view: RepositoryView): Resolver;
}

/** The content could not be parsed; the message is the ledger's reason. */
export class ParseFailure extends Error {
  override readonly name = "ParseFailure";
}
