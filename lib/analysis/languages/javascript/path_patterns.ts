/** `paths` of a tsconfig.json, indexed: monorepos have thousands, and every import asks. */
import { asStrings, type Json } from "./manifests.ts";

export interface PathMatch {
  pattern: string;
  /** Relative to the directory that the configuration states, each with at most one `*`. */
  targets: readonly string[];
  /** What the pattern's `*` stands for; "" for a pattern without one. */
  rest: string;
}

interface Wildcard {
  pattern: string;
  suffix: string;
  targets: readonly string[];
}

export class PathPatterns {
  readonly #exact = new Map<string, readonly string[]>();
  readonly #byPrefix = new Map<string, Wildcard[]>();
  #longestPrefix = -1;

  /** @param place puts a target's `${configDir}` in its place */
  constructor(paths: Json, place: (target: string) => string) {
    for (const [pattern, value] of Object.entries(paths)) {
      const targets = asStrings(value).map(place);
      const star = pattern.indexOf("*");
      if (star < 0) {
        this.#exact.set(pattern, targets);
        continue;
      }
      const prefix = pattern.slice(0, star);
      const wildcard = { pattern, suffix: pattern.slice(star + 1), targets };
      const others = this.#byPrefix.get(prefix);
      if (others) others.push(wildcard);
      else this.#byPrefix.set(prefix, [wildcard]);
      this.#longestPrefix = Math.max(this.#longestPrefix, star);
    }
  }

  get empty(): boolean {
    return this.#exact.size === 0 && this.#byPrefix.size === 0;
  }

  /** As TypeScript chooses: the exact pattern, else the wildcard with the longest prefix. */
  match(specifier: string): PathMatch | null {
    const exact = this.#exact.get(specifier);
    if (exact) return { pattern: specifier, targets: exact, rest: "" };
    for (let at = Math.min(this.#longestPrefix, specifier.length); at >= 0; at--) {
      for (const { pattern, suffix, targets } of this.#byPrefix.get(specifier.slice(0, at)) ?? []) {
        const end = specifier.length - suffix.length;
        if (end >= at && specifier.endsWith(suffix)) {
          return { pattern, targets, rest: specifier.slice(at, end) };
        }
      }
    }
    return null;
  }
}
