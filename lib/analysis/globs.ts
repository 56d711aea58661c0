/**
 * gitignore-style patterns, as .gitattributes and CODEOWNERS use them. Matched without regular
 * expressions: patterns come from hostile repositories, and this takes at most
 * pattern × path steps.
 */
import { baseName } from "./paths.ts";

export interface GlobOptions {
  /** A pattern that matches a directory also matches all below it (CODEOWNERS, .gitignore). */
  below: boolean;
}

/**
 * Compiles a pattern relative to the directory of its file: one without a slash (but for a trailing
 * one) matches at any depth. `*`, `?`, `[a-z]` stay within a name, `**` crosses directories.
 */
export function compileGlob(pattern: string, { below }: GlobOptions): (path: string) => boolean {
  const directoryOnly = pattern.endsWith("/");
  const body = pattern.replace(/^\//, "").replace(/\/$/, "");
  const anchored = pattern.startsWith("/") || body.includes("/");
  const names = body.split("/").map(compileName);
  if (!anchored) {
    // Most patterns: one name, at any depth.
    const matches = names[0]!.matches;
    return (path) => {
      if (!below) return !directoryOnly && matches(baseName(path));
      const parts = path.split("/");
      return (directoryOnly ? parts.slice(0, -1) : parts).some(matches);
    };
  }
  return (path) => {
    const parts = path.split("/");
    const longest = directoryOnly ? parts.length - 1 : parts.length;
    if (!below) return !directoryOnly && matchNames(names, parts);
    for (let length = longest; length > 0; length--) {
      if (matchNames(names, parts.slice(0, length))) return true;
    }
    return false;
  };
}

/** A pattern without slashes. */
interface Name {
  /** `**`: any number of names. */
  crosses: boolean;
  matches(name: string): boolean;
}

function matchNames(wanted: readonly Name[], parts: readonly string[]): boolean {
  return match(
    wanted.length,
    parts.length,
    (w) => wanted[w]!.crosses,
    (w, p) => wanted[w]!.matches(parts[p]!),
    wanted.at(-1)!.crosses,
  );
}

function compileName(pattern: string): Name {
  const crosses = pattern === "**";
  if (!/[*?[\\]/.test(pattern)) return { crosses, matches: (name) => name === pattern };
  const ending = pattern.slice(1);
  if (pattern.startsWith("*") && !/[*?[\\]/.test(ending)) {
    return { crosses, matches: (name) => name.endsWith(ending) };
  }
  const atoms = pattern.match(/\\.|\[!?\]?[^\]]*\]|[^]/gu) ?? [];
  return {
    crosses,
    matches(name) {
      const characters = [...name];
      return match(
        atoms.length,
        characters.length,
        (a) => atoms[a] === "*" || atoms[a] === "**",
        (a, c) => matchCharacter(atoms[a]!, characters[c]!),
        false,
      );
    },
  };
}

/**
 * The two-pointer wildcard match: on a mismatch only the last wildcard takes one more item, because
 * an earlier one could never do better.
 */
function match(
  patternLength: number,
  length: number,
  isWildcard: (pattern: number) => boolean,
  equal: (pattern: number, item: number) => boolean,
  lastNeedsOne: boolean,
): boolean {
  let p = 0;
  let i = 0;
  let wildcard = -1;
  let resume = 0;
  while (i < length) {
    if (p < patternLength && isWildcard(p)) {
      wildcard = p++;
      resume = i;
    } else if (p < patternLength && equal(p, i)) {
      p++;
      i++;
    } else if (wildcard >= 0) {
      p = wildcard + 1;
      i = ++resume;
    } else return false;
  }
  // "a/**" means everything inside a, not a itself.
  if (lastNeedsOne && p < patternLength && isWildcard(p)) return patternLength === 1;
  while (p < patternLength && isWildcard(p)) p++;
  return p === patternLength;
}

function matchCharacter(atom: string, character: string): boolean {
  if (atom === "?") return true;
  if (atom.length > 1 && atom.startsWith("\\")) return atom.slice(1) === character;
  if (atom.length < 3 || !atom.startsWith("[")) return atom === character;
  const negated = atom[1] === "!";
  const set = [...atom.slice(negated ? 2 : 1, -1)];
  for (let at = 0; at < set.length; at++) {
    const [low, dash, high] = [set[at]!, set[at + 1], set[at + 2]];
    const inside = dash === "-" && high !== undefined
      ? low <= character && character <= high
      : low === character;
    if (inside) return !negated;
    if (dash === "-" && high !== undefined) at += 2;
  }
  return negated;
}
