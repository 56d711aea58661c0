/** Globs of workspaces and tsconfig files. Hostile patterns cost at most pattern times path. */

/** At most this many alternatives of `{a,b}` are expanded. */
const MAX_ALTERNATIVES = 64;

/** Matches `*`, `?`, `**` and `{a,b}` against a whole path. */
export function matchesGlob(pattern: string, path: string): boolean {
  const segments = path === "" ? [] : path.split("/");
  return expandBraces(pattern).some((glob) =>
    matches(
      glob.split("/").filter((part) => part !== "" && part !== "."),
      segments,
      (part) => part === "**",
      matchesSegment,
    )
  );
}

function matchesSegment(pattern: string, text: string): boolean {
  if (!pattern.includes("*") && !pattern.includes("?")) return pattern === text;
  return matches(
    pattern,
    text,
    (c) => c === "*",
    (c, other) => c === "?" || c === other,
  );
}

/** Wildcard matching that goes back to the last star only, which is enough. */
function matches(
  pattern: ArrayLike<string>,
  text: ArrayLike<string>,
  isStar: (part: string) => boolean,
  equals: (part: string, other: string) => boolean,
): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (p < pattern.length && isStar(pattern[p]!)) {
      star = p++;
      resume = t;
    } else if (p < pattern.length && equals(pattern[p]!, text[t]!)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (p < pattern.length && isStar(pattern[p]!)) p++;
  return p === pattern.length;
}

function expandBraces(pattern: string): string[] {
  let globs = [pattern];
  for (let round = 0; round < 8; round++) {
    const next = globs.flatMap((glob) => {
      const brace = /\{([^{}]*)\}/.exec(glob);
      if (!brace) return [glob];
      const [before, after] = [
        glob.slice(0, brace.index),
        glob.slice(brace.index + brace[0].length),
      ];
      return brace[1]!.split(",").map((choice) => before + choice + after);
    });
    if (next.length === globs.length || next.length > MAX_ALTERNATIVES) break;
    globs = next;
  }
  return globs;
}
