/** What a file of a JVM language declares, as far as imports can name it. Kept in `extra`. */
export interface JvmFacts {
  /**
   * Names that stand directly in a package: types, and in Kotlin and Scala functions and values;
   * [package, …names] each, the package "" where the file states none.
   */
  declares: string[][];
  /** The package clauses that an import may be relative to, outermost first (Scala). */
  clauses?: string[];
  /** Names that imports of the file bring in, with what they stand for (Scala). */
  aliases?: Record<string, string>;
  /** Packages and objects that wildcard imports of the file open (Scala). */
  opened?: string[];
  /** Name of the class that holds the file's functions, where the file sets it (Kotlin). */
  facade?: string;
  /** The module that a module-info.java declares. */
  module?: string;
}

/** The facts of a file, wherever they come from; undefined for a file of another language. */
export function jvmFacts(extra: Record<string, unknown> | undefined): JvmFacts | undefined {
  return extra !== undefined && Array.isArray(extra.declares)
    ? extra as unknown as JvmFacts
    : undefined;
}
