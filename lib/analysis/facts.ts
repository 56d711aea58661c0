/**
 * Facts about one blob: all that its bytes alone can say. They are cached by content, so nothing
 * here may depend on the path beyond the hint, on other files, or on the clock.
 */
import type { DependencyKind, Lines } from "../domain/wire/system_map.ts";

/** An import as written, before it is resolved against the repository. */
export interface RawImport {
  specifier: string;
  /** 1-based line of the specifier. */
  line: number;
  kind: DependencyKind;
  typeOnly: boolean;
  /** Names imported, where resolution depends on them (Python's `from x import a, b`). */
  names?: string[];
  /** Set where the specifier is not a literal, so that no file can be named: the reason. */
  dynamic?: string;
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
  /** What else a language keeps for its resolver, e.g. Go's package clause; JSON-safe. */
  extra?: Record<string, unknown>;
  /** Set where the content could not be analysed; the file then goes to `coverage.failed`. */
  error?: string;
}
