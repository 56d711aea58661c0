/** Matching of package.json `exports` and `imports` (Node.js, "Packages", package entry points). */
import { asObject, type Json } from "./manifests.ts";

/** Conditions that every tool sets; `types` counts only where TypeScript asks. */
const STANDARD = new Set(["types", "typings", "node", "module", "module-sync", "default"]);
const MAX_DEPTH = 12;
/** No file is named by a longer target. */
const MAX_TARGET = 4_096;

export interface Wanted {
  typescript: boolean;
  commonJs: boolean;
  /** Also conditions that only some tools set (`source`, `browser`, `development`, …). */
  anyCondition: boolean;
}

/** `exports` as a map of subpaths, whatever short form it is written in. */
export function subpathsOf(exports: unknown): Json {
  const map = asObject(exports);
  const isMap = map !== null && Object.keys(map).some((key) => key.startsWith("."));
  return isMap ? map : { ".": exports };
}

/** Targets of a key in the order in which they are tried; null where no key matches. */
export function targetsFor(map: Json, key: string, wanted: Wanted): string[] | null {
  if (Object.hasOwn(map, key) && !key.includes("*")) return collect(map[key], "", wanted, 0);
  let best: string | null = null;
  for (const pattern of Object.keys(map)) {
    if (matchOf(pattern, key) === null) continue;
    if (best === null || isMoreSpecific(pattern, best)) best = pattern;
  }
  return best === null ? null : collect(map[best], matchOf(best, key)!, wanted, 0);
}

/** What `*` stands for; for the old form `./dir/` what follows it. */
function matchOf(pattern: string, key: string): string | null {
  const star = pattern.indexOf("*");
  if (star < 0) {
    return pattern.endsWith("/") && key.startsWith(pattern) ? key.slice(pattern.length) : null;
  }
  const [before, after] = [pattern.slice(0, star), pattern.slice(star + 1)];
  if (!key.startsWith(before) || !key.endsWith(after) || key.length <= pattern.length - 1) {
    return null;
  }
  return key.slice(before.length, key.length - after.length);
}

function isMoreSpecific(pattern: string, than: string): boolean {
  const [a, b] = [pattern, than].map((text) => {
    const star = text.indexOf("*");
    return star < 0 ? text.length : star + 1;
  });
  return a === b ? pattern.length > than.length : a! > b!;
}

function collect(target: unknown, match: string, wanted: Wanted, depth: number): string[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof target === "string") {
    if (target.length > MAX_TARGET) return [];
    if (target.includes("*")) return [target.replaceAll("*", match)];
    return [target.endsWith("/") ? target + match : target];
  }
  if (Array.isArray(target)) {
    return target.slice(0, 20).flatMap((item) => collect(item, match, wanted, depth + 1));
  }
  return Object.entries(asObject(target) ?? {})
    .filter(([condition]) => applies(condition, wanted))
    .flatMap(([, inner]) => collect(inner, match, wanted, depth + 1));
}

function applies(condition: string, wanted: Wanted): boolean {
  if (condition === "import") return !wanted.commonJs || wanted.anyCondition;
  if (condition === "require") return wanted.commonJs || wanted.anyCondition;
  if (condition === "types" || condition === "typings") {
    return wanted.typescript || wanted.anyCondition;
  }
  return wanted.anyCondition || STANDARD.has(condition);
}
