/** What a Swift file keeps for the resolver, beside its imports. */

/**
 * An import's `names` are its access ("testable", "exported" or "plain") and, for `import struct A.B`,
 * the declaration that it names.
 */
export interface SwiftFacts {
  /** What it declares at its top that other modules see: public, open or package. */
  declares?: string[];
  /** What it declares at its top that its own module sees, and tests do that say `@testable`. */
  internal?: string[];
  /** Extensions: the type's name, then the members that other modules see. */
  extends?: [type: string, ...members: string[]][];
  /** It declares the type that its program starts with (`@main`). */
  starts?: true;
  /** Names with a capital, and functions that it calls, neither behind a dot nor declared here. */
  uses?: string[];
  /** Names behind a dot. */
  members?: string[];
}

export function swiftFacts(extra: Record<string, unknown> | undefined): SwiftFacts | null {
  return extra === undefined ? null : extra as SwiftFacts;
}
