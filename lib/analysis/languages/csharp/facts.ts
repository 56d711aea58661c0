/** What a C# file keeps for the resolver, beside its imports. */
import type { Takes } from "./arguments.ts";

/**
 * An import's `names` are its form, "namespace", "static" (`using static a.B`) or "alias" (`using C =
 * a.B`), and the namespace around it, in which names are looked up first; none for a plain using at
 * the top.
 */
export interface CSharpFacts {
  /** Namespaces ("" is the global one), each with the types that the file declares in it. */
  declares: [namespace: string, ...types: string[]][];
  /** The extension methods that it declares, with what each takes. */
  extensions?: Takes[];
  /** Names with a capital that stand where a type can; kept only where the file has imports. */
  uses?: string[];
  /** Methods that it calls behind a dot: "Name 1", or "Name" where the arguments cannot be counted. */
  calls?: string[];
}

export function csharpFacts(extra: Record<string, unknown> | undefined): CSharpFacts | null {
  return Array.isArray(extra?.declares) ? extra as unknown as CSharpFacts : null;
}
