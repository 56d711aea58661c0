/** What a route rule is: a framework, the proof that a file uses it, and how it declares routes. */
import type { Code } from "../lexer.ts";

/** Verbs in upper case; ANY where the declaration takes every one. */
export interface FoundRoute {
  method: string;
  /** As written, joined only with a literal prefix of the same class. */
  path: string;
  /** Index of the token that proves it. */
  index: number;
}

export interface RouteRule {
  /** Its name in frameworks/rules.ts. */
  framework: string;
  /** linguist's names; each has a row in lexis.ts. */
  languages: readonly string[];
  /** Without one of these words the file is not looked at: what keeps the cost negligible. */
  marks: readonly string[];
  /** The import, or the words that only this framework has, which must be in the file. */
  evidence: RegExp;
  /** What must be there besides: without it nothing is declared, and the file is not taken apart. */
  calls?: RegExp;
  find: (code: Code, text: string) => FoundRoute[];
}

export const VERBS = ["get", "post", "put", "patch", "delete", "head", "options"] as const;

/** `get` -> GET; `all`, `any` -> ANY; null for what is no verb. */
export function verbOf(word: string): string | null {
  const lower = word.toLowerCase();
  if (lower === "all" || lower === "any") return "ANY";
  if (lower === "del") return "DELETE";
  return (VERBS as readonly string[]).includes(lower) ? lower.toUpperCase() : null;
}
