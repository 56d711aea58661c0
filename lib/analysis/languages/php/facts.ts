/** What a PHP file declares, as far as other files can name it. Kept in `extra`. */
export interface PhpFacts {
  /** Qualified names without the first backslash: classes, `f()` for functions, `c=` for constants. */
  php: string[];
  /**
   * Constants that may name a directory, with the path that `define` gives them (see
   * `includedPath`); null where one is computed.
   */
  paths?: Record<string, string | null>;
}

/** The facts of a file; undefined for a file of another language. */
export function phpFacts(extra: Record<string, unknown> | undefined): PhpFacts | undefined {
  return extra !== undefined && Array.isArray(extra.php) ? extra as unknown as PhpFacts : undefined;
}
