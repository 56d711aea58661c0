/**
 * Aliases that a bundler's configuration states as literals. Nothing is run: what is not one of the
 * customary ways to write a directory is no alias here.
 */
import { ParseFailure } from "../contract.ts";
import { lineStarts } from "../../text_lines.ts";
import { normalise } from "../../paths.ts";
import { literalValue } from "./literals.ts";
import { Kind, scan } from "./scanner.ts";
import { TokenView } from "./symbols/tokens.ts";

/** Configurations that may hold `alias: { … }`. */
export const BUNDLER_CONFIG =
  /^(?:astro|craco|electron\.vite|nuxt|quasar|rsbuild|rspack|svelte|vite|vitest|vue|webpack)\.config(?:[.-][\w-]+)*\.[cm]?[jt]s$/;
const MAX_LENGTH = 200_000;
/** Of one list; a helper that they call is looked up for each. */
const MAX_ALIASES = 200;
/** Tokens in which a helper like `const resolve = (dir) => path.join(__dirname, dir)` must end. */
const HELPER_TOKENS = 40;

export interface Placement {
  /** Directory of the configuration. */
  directory: string;
  /** Directory in which the build is started: its package's. */
  packageDirectory: string;
  /** `"/src"` means the root of the project (Vite); `"src"` is relative to it (SvelteKit). */
  strings: "rooted" | "relative" | "none";
}

/** Alias to directory or file; null where the file states two, or something that is no literal. */
export function literalAliases(text: string, place: Placement): Map<string, string | null> {
  const found = new Map<string, string | null>();
  if (text.length > MAX_LENGTH || !text.includes("alias")) return found;
  const view = viewOf(text);
  if (view === null) return found;
  const add = (key: string, target: string | null) => {
    found.set(key, found.has(key) && found.get(key) !== target ? null : target);
  };
  for (let at = 0; at + 2 < view.count && found.size < MAX_ALIASES; at++) {
    if (!view.is(at, "alias") || !view.is(at + 1, ":")) continue;
    const open = at + 2;
    if (view.is(open, "{")) {
      for (const { key, value, end } of properties(view, open)) {
        add(key, placeOf(view, value, end, place));
      }
    } else if (view.is(open, "[")) {
      for (let item = open + 1; item < view.closing(open); item = view.closing(item) + 1) {
        if (!view.is(item, "{")) continue;
        const parts = new Map(properties(view, item).map((part) => [part.key, part]));
        const [find, replacement] = [parts.get("find"), parts.get("replacement")];
        if (!find || !replacement || !view.isKind(find.value, Kind.String)) continue;
        const target = placeOf(view, replacement.value, replacement.end, place);
        add(literalValue(view.word(find.value)), target);
      }
    }
  }
  return found;
}

/** The literal string of a property anywhere in a configuration, e.g. Nuxt's `srcDir`. */
export function literalProperty(text: string, name: string): string | null {
  if (text.length > MAX_LENGTH || !text.includes(name)) return null;
  const view = viewOf(text);
  for (let at = 0; view !== null && at + 2 < view.count; at++) {
    if (!view.is(at, name) || !view.is(at + 1, ":") || !view.isKind(at + 2, Kind.String)) continue;
    return literalValue(view.word(at + 2));
  }
  return null;
}

function viewOf(text: string): TokenView | null {
  try {
    return new TokenView(text, scan(text, { jsx: false }), lineStarts(text));
  } catch (error) {
    // translated: a configuration that cannot be read states nothing; its own facts say why
    if (error instanceof ParseFailure) return null;
    throw error;
  }
}

interface Property {
  key: string;
  value: number;
  end: number;
}

function properties(view: TokenView, open: number): Property[] {
  const found: Property[] = [];
  const close = view.closing(open);
  for (let at = open + 1; at < close && found.length < MAX_ALIASES;) {
    const end = Math.max(view.afterValue(at, close, true), at + 1);
    if (view.is(at + 1, ":") && (view.isWord(at) || view.isKind(at, Kind.String))) {
      const key = view.isWord(at) ? view.word(at) : literalValue(view.word(at));
      found.push({ key, value: at + 2, end });
    }
    at = end + 1;
  }
  return found;
}

/** The path that an expression writes; null where that is not certain. */
function placeOf(view: TokenView, at: number, end: number, place: Placement): string | null {
  const strings = view.tokens;
  const words: string[] = [];
  for (let index = at; index < end && words.length < 30; index++) words.push(view.word(index));
  const written = words.join(" ");
  const literals = words.filter((_, index) => strings.kinds[at + index] === Kind.String)
    .map(literalValue);
  const here = "(?:__dirname|import \\. meta \\. dirname)";
  const string = "(?:\"[^\"]*\"|'[^']*')";
  const is = (pattern: string) => new RegExp(`^${pattern}$`).test(written);
  if (is(`(?:path \\. )?(?:resolve|join) \\( ${here}(?: , ${string})* ,? ?\\)`)) {
    return inside(place.directory, literals);
  }
  const cwd = "process \\. cwd \\( \\)";
  if (is(`(?:path \\. )?(?:resolve|join) \\( ${cwd}(?: , ${string})* ,? ?\\)`)) {
    return inside(place.packageDirectory, literals);
  }
  const url = `new URL \\( ${string} , import \\. meta \\. url ,? ?\\)`;
  if (is(`(?:url \\. )?fileURLToPath \\( ${url} ,? ?\\)`) || is(`${url} \\. pathname`)) {
    return inside(place.directory, literals);
  }
  if (is("`\\$\\{ __dirname \\}[^`]*`")) {
    return inside(place.directory, [words[2]!.slice(1, -1)]);
  }
  if (is(`path \\. resolve \\( ${string}(?: , ${string})* ,? ?\\)`)) {
    return inside(place.packageDirectory, literals);
  }
  if (is(`[\\w$]+ \\( ${string} \\)`)) return throughHelper(view, words[0]!, literals[0]!, place);
  if (!is(string)) return null;
  if (place.strings === "rooted" && /^\/(?!\/)/.test(literals[0]!)) {
    return inside(place.packageDirectory, literals);
  }
  return place.strings === "relative" ? inside(place.packageDirectory, literals) : null;
}

/** `resolve("src")`, where the file says what its `resolve` does, or takes Node's. */
function throughHelper(
  view: TokenView,
  name: string,
  argument: string,
  place: Placement,
): string | null {
  for (let at = 1; at < view.count; at++) {
    if (!view.is(at, name) || !view.isWord(at)) continue;
    const declares = view.is(at - 1, "function") || view.is(at - 1, "const");
    if (!declares) continue;
    const parameter = [at + 2, at + 3].find((index) => view.isWord(index));
    for (let here = at; here < Math.min(at + HELPER_TOKENS, view.count); here++) {
      if (!view.is(here, "__dirname")) continue;
      const parts: string[] = [];
      let next = here + 1;
      while (view.is(next, ",") && view.isKind(next + 1, Kind.String)) {
        parts.push(literalValue(view.word(next + 1)));
        next += 2;
      }
      const ends = parameter !== undefined && view.is(next, ",") &&
        view.is(next + 1, view.word(parameter)) && view.is(next + 2, ")");
      return ends ? inside(place.directory, [...parts, argument]) : null;
    }
    return null;
  }
  return name === "resolve" ? inside(place.packageDirectory, [argument]) : null;
}

function inside(directory: string, parts: readonly string[]): string | null {
  return normalise(directory, parts.map((part) => part.replace(/^\/+/, "")).join("/") || ".");
}
