/** How well a file's path answers a question. */
import { matchName, type NameMatch, type Range } from "./name.ts";
import { fold } from "./words.ts";

/**
 * A question without a slash is about the file's name first, then about the whole path; one with a
 * slash about the path: all of it, whole directories of it, beginnings of its directories in order
 * (`l/st/maps` finds lib/store/maps.ts), or anywhere in it. Ranges are places in the path.
 * @param question trimmed, not empty
 */
export function matchPath(question: string, path: string): NameMatch | null {
  const base = path.lastIndexOf("/") + 1;
  if (!question.includes("/")) {
    const named = matchName(question, path.slice(base));
    if (named !== null && named.tier !== "rest") {
      return { tier: named.tier, ranges: moved(named.ranges, base) };
    }
  }
  const asked = fold(question);
  const given = fold(path);
  const at = given.indexOf(asked);
  if (at >= 0) {
    const ranges: Range[] = [[at, at + asked.length]];
    if (asked.length === given.length) return { tier: "exact", ranges };
    // "b.ts" of "a-b.ts/b.ts" is found as a whole name, though not first.
    const whole = asked.includes("/") && (at === 0 || given.includes(`/${asked}`));
    if (!whole) return { tier: "substring", ranges };
    const start = at === 0 ? 0 : given.indexOf(`/${asked}`) + 1;
    return { tier: "prefix", ranges: [[start, start + asked.length]] };
  }
  if (asked.includes("/")) {
    const ranges = matchDirectories(question.split("/"), path);
    return ranges === null ? null : { tier: "words", ranges };
  }
  const words = asked.split(/\s+/);
  if (words.length < 2) return null;
  const found = words.map((word): Range => {
    const start = given.indexOf(word);
    return [start, start + word.length];
  });
  if (found.some(([start]) => start < 0)) return null;
  return { tier: "rest", ranges: apart(found) };
}

/** Each piece begins a directory's name, in order; the last one the file's. */
function matchDirectories(pieces: readonly string[], path: string): Range[] | null {
  const names = path.split("/");
  let next = 0;
  const starts = names.map((name) => {
    const start = next;
    next += name.length + 1;
    return start;
  });
  const last = pieces.at(-1)!;
  const file = last === "" ? null : beginning(last, names.at(-1)!);
  if (file === null) return null;
  const ranges: Range[] = [];
  let at = 0;
  for (const piece of pieces.slice(0, -1)) {
    if (piece === "") continue;
    let match: NameMatch | null = null;
    while (at < names.length - 1 && match === null) match = beginning(piece, names[at++]!);
    if (match === null) return null;
    ranges.push(...moved(match.ranges, starts[at - 1]!));
  }
  return [...ranges, ...moved(file.ranges, starts.at(-1)!)];
}

function beginning(piece: string, name: string): NameMatch | null {
  const match = matchName(piece, name);
  return match === null || match.tier === "substring" || match.tier === "rest" ? null : match;
}

function moved(ranges: readonly Range[], by: number): Range[] {
  return ranges.map(([start, end]) => [start + by, end + by]);
}

/** Sorted; where two overlap, the second is shortened or left out. */
function apart(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const from = Math.max(start, result.at(-1)?.[1] ?? 0);
    if (from < end) result.push([from, end]);
  }
  return result;
}
