/**
 * Facts about one blob: all that its bytes alone can say. They are cached by content, so nothing
 * here may depend on the path beyond the hint, on other files, or on the clock.
 */
import type { SymbolKind } from "../domain/wire/symbol.ts";
import type { DependencyKind, Lines, MapService } from "../domain/wire/system_map.ts";

/** An import as written, before it is resolved against the repository. */
export interface RawImport {
  specifier: string;
  /** 1-based line of the specifier. */
  line: number;
  kind: DependencyKind;
  typeOnly: boolean;
  /** Names imported, where resolution depends on them (Python's `from x import a, b`). */
  names?: string[];
  /** The name that it has in its file where that is another one (Rust's `use a::b as c`). */
  as?: string;
  /** Set where the specifier is not a literal, so that no file can be named: the reason. */
  dynamic?: string;
  /** How the specifier is to be read, in files that hold several languages; else the file's own way. */
  notation?: Notation;
}

/** An address as a page writes it, or a stylesheet's specifier. */
export type Notation = "address" | "css" | "sass" | "less";

/** A definition: what a person would look up by name. Locals, parameters and fields are none. */
export interface RawSymbol {
  name: string;
  kind: SymbolKind;
  /** Names of the definitions around it, outermost first, joined by "."; null at the top. */
  container: string | null;
  /** 1-based, both included: from the line of the name to the line on which the definition ends. */
  line: number;
  endLine: number;
  /** Visible outside of its file (or package) by the language's own rule. */
  exported: boolean;
}

/** A route as a file declares it, before the repository is asked for what the file leaves open. */
export interface RawRoute {
  /** A verb in upper case or ANY; `loader`, `action`, `default` where a file route exports those. */
  method: string;
  /** null: the file's own path says it (file routes). */
  path: string | null;
  /** 1-based. */
  line: number;
  /** null: the file names none, so that the manifest has to. */
  framework: string | null;
}

/** A service as a content describes it; it is one if the file lies where such files lie. */
export interface RawService extends Omit<MapService, "path"> {
  /** Whose files it was read as; see services/mod.ts. */
  reader: string;
}

export interface BlobFacts {
  /** linguist's language name, decided by the hint, else by shebang, modeline or content. */
  language: string | null;
  /** Not text: a NUL in the first 8,000 bytes, as git decides. Such a file has no lines. */
  binary: boolean;
  /** A Git LFS pointer instead of the content. */
  lfsPointer: boolean;
  lines: Lines;
  /** Content says that a program wrote it (`Code generated … DO NOT EDIT`, minified, source map). */
  generated: boolean;
  imports: RawImport[];
  /**
   * In the order of the text; left out where there are none. They go to the cache with the facts and
   * from there to the search: the later stages of an analysis do not see them.
   */
  symbols?: RawSymbol[];
  /** HTTP routes that it declares; left out where there are none. */
  routes?: RawRoute[];
  /** What it runs, deploys or offers; left out where there is nothing. */
  services?: RawService[];
  /** What else a language keeps for its resolver, e.g. Go's package clause; JSON-safe. */
  extra?: Record<string, unknown>;
  /** Set where the content could not be analysed; the file then goes to `coverage.failed`. */
  error?: string;
}
