/** How JavaScript's tools read paths. */
import { normalise } from "../../paths.ts";

/** Joins and normalises; a leading slash means nothing. Null outside of the repository. */
export function join(directory: string, relative: string): string | null {
  return normalise(directory, relative.replace(/^\/+/, ""));
}

/** True for `.`, `..` and what begins with `./` or `../`. */
export function isRelative(specifier: string): boolean {
  return /^\.{1,2}(?:\/|$)/.test(specifier);
}
