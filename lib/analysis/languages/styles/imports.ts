/** What a stylesheet imports: CSS, SCSS, Sass and Less, by a scanner of strings and comments. */
import type { RawImport } from "../../facts.ts";
import type { DependencyKind } from "../../../domain/wire/system_map.ts";
import { lineAt, lineStarts } from "../../text_lines.ts";

export type StyleNotation = "css" | "sass" | "less";

const KINDS: Readonly<Record<string, DependencyKind>> = {
  import: "import",
  use: "use",
  forward: "reexport",
  // Tailwind's, and Less' plugins
  reference: "use",
  config: "use",
  plugin: "use",
};
const SASS_ONLY = new Set(["use", "forward"]);
const CSS_ONLY = new Set(["reference", "config"]);
/** Comments, strings, unquoted addresses, rules of interest, and `composes: a from "x"`. */
const MARK =
  /\/\*|\/\/|"|'|\burl\(\s*(?!["'\s])|@(import|use|forward|reference|config|plugin)(?=[\s("'])|\bcomposes\s*:|\bload-css\(/gi;
/** Longer specifiers name no file; the rest of a statement is not looked at. */
const MAX_STATEMENT = 4_096;
const MAX_COMPOSED = 300;

/** Imports in the order of the text. `sass` also reads the indented syntax. */
export function findStyleImports(text: string, notation: string): RawImport[] {
  const style: StyleNotation = notation === "sass" || notation === "less" ? notation : "css";
  const found: RawImport[] = [];
  const starts = lineStarts(text);
  const mark = new RegExp(MARK);
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    const [token, rule] = match;
    const after = mark.lastIndex;
    if (token === "/*") mark.lastIndex = commentEnd(text, after, style);
    else if (token === "//") {
      if (style !== "css") mark.lastIndex = lineEnd(text, after);
    } else if (token === '"' || token === "'") mark.lastIndex = stringEnd(text, after, token);
    else if (rule !== undefined) {
      const name = rule.toLowerCase();
      if (SASS_ONLY.has(name) && style !== "sass") continue;
      if (CSS_ONLY.has(name) && style !== "css") continue;
      const parts = specifiers(text, after, style, name);
      for (const part of parts.found) {
        found.push(importOf(part, KINDS[name]!, style, lineAt(starts, part.at)));
      }
      mark.lastIndex = Math.max(parts.end, after);
    } else if (/^url/i.test(token)) {
      const close = text.indexOf(")", after);
      mark.lastIndex = close < 0 ? text.length : close;
    } else {
      const statement = text.slice(after, after + MAX_COMPOSED);
      const load = token.startsWith("load");
      const named = (load ? /^\s*(["'])(.*?)\1/ : /^[^;{}"']*\sfrom\s+(["'])(.*?)\1/)
        .exec(statement);
      if (!named) continue;
      const at = after + named[0].length - 1;
      const part = { text: named[2]!, at, plain: false };
      found.push(importOf(part, load ? "dynamic" : "import", style, lineAt(starts, at)));
      mark.lastIndex = after + named[0].length;
    }
  }
  return found;
}

interface Part {
  text: string;
  at: number;
  /** Plain CSS in a Sass file: `url(…)`, `x.css`, `http:…`, or with a media query. */
  plain: boolean;
}

function importOf(part: Part, kind: DependencyKind, style: StyleNotation, line: number): RawImport {
  const computed = /#\{|@\{|\$\(/.test(part.text);
  return {
    specifier: part.text,
    line,
    kind,
    typeOnly: false,
    notation: part.plain ? "css" : style,
    ...(computed ? { dynamic: "the specifier is computed at run time" } : {}),
  };
}

/** The names of one rule: `"a", "b"`, `url(a) screen`, `(reference) "a"`; only the first in CSS. */
function specifiers(
  text: string,
  from: number,
  style: StyleNotation,
  rule: string,
): { found: Part[]; end: number } {
  const found: Part[] = [];
  const limit = Math.min(text.length, from + MAX_STATEMENT);
  const item =
    /\s*(?:\((?:[\w\s,]*)\)\s*)?(?:url\(\s*(?:"([^"\n]*)"|'([^'\n]*)'|([^)"'\s]*))\s*\)|"([^"\n]*)"|'([^'\n]*)'|([\w./~@-]+))/iy;
  let at = from;
  for (;;) {
    item.lastIndex = at;
    const match = item.exec(text);
    if (!match || item.lastIndex > limit) break;
    const address = match[1] ?? match[2] ?? match[3];
    const bare = match[6];
    const written = address ?? match[4] ?? match[5] ?? bare!;
    // without quotes only in Sass' indented syntax, where a line is a statement
    if (bare !== undefined && (style !== "sass" || rule !== "import")) break;
    const end = item.lastIndex;
    const rest = /^[^,;{}\n"']*/.exec(text.slice(end, end + 200))![0];
    const media = rule === "import" && rest.trim() !== "";
    const plain = style === "sass" &&
      (address !== undefined || media || /\.css$|^(?:https?:)?\/\//.test(written));
    if (written !== "") found.push({ text: written, at: end - 1, plain });
    at = end;
    if (style !== "sass" || rule !== "import" || text[end + rest.length] !== ",") break;
    at = end + rest.length + 1;
  }
  return { found, end: at };
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function commentEnd(text: string, at: number, style: StyleNotation): number {
  const end = text.indexOf("*/", at);
  if (end >= 0) return end + 2;
  // the indented syntax closes a comment by its indentation
  return style === "sass" ? lineEnd(text, at) : text.length;
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === quote) return at + 1;
    else if (text[at] === "\n") return at;
  }
  return text.length;
}
