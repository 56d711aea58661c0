/** What the resolver needs to know of a Ruby file beside its imports. Kept in `extra`. */
export interface RubyFacts {
  /** Directories that the file puts on the load path, as `literalPath` gives them. */
  loadPath: string[];
}

/** The facts of a file; undefined where it has none. */
export function rubyFacts(extra: Record<string, unknown> | undefined): RubyFacts | undefined {
  return extra !== undefined && Array.isArray(extra.loadPath)
    ? extra as unknown as RubyFacts
    : undefined;
}
