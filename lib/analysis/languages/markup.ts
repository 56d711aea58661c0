/** Pages and components: HTML, Vue, Svelte, Astro and MDX, for the scripts and styles in them. */
import { parse } from "jsonc-parser";
import { lineAt, lineStarts } from "../text_lines.ts";
import type { RawImport, RawSymbol } from "../facts.ts";
import { type Analyzer, type Extraction, ParseFailure, type Source } from "./contract.ts";
import { readScript } from "./javascript/extraction.ts";
import { asObject, asString, tooDeep } from "./javascript/manifests.ts";
import { pageOf } from "./markup/regions.ts";
import { createMarkupResolver } from "./markup/resolver.ts";
import { findStyleImports } from "./styles/imports.ts";

const MAX_IMPORT_MAP = 100_000;
const MAX_MAPPINGS = 500;
/** Svelte waits for a component in its template: `{#await import("./A.svelte")}`. */
const AWAITED = /\{#await\s+import\(\s*(?:"([^"\n]*)"|'([^'\n]*)')\s*\)/g;

export const markup: Analyzer = {
  id: "markup",
  languages: ["HTML", "Vue", "Svelte", "Astro", "MDX"],
  extract: extractMarkup,
  isManifest: () => false,
  resolver: createMarkupResolver,
};

/**
 * Imports and symbols of all scripts and styles of a page, at their lines in it. Throws
 * `ParseFailure` where the script of a component is broken and nothing in the file names an import.
 */
export function extractMarkup({ language, text }: Source): Extraction {
  const starts = lineStarts(text);
  const page = pageOf(language, text);
  const imports: RawImport[] = page.addresses.map(({ at, value, kind, notation, computed }) => ({
    specifier: value.slice(0, 4_096),
    line: lineAt(starts, at),
    kind,
    typeOnly: false,
    ...(notation === null ? {} : { notation }),
    ...(computed ? { dynamic: "the address is computed at run time" } : {}),
  }));
  const symbols: RawSymbol[] = [];
  let broken: string | null = null;
  for (const { start, end, language: written } of page.regions) {
    const inner = text.slice(start, end);
    const above = lineAt(starts, start) - 1;
    if (written !== "JavaScript" && written !== "TypeScript" && written !== "TSX") {
      imports.push(...findStyleImports(inner, written).map((one) => moved(one, above)));
      continue;
    }
    const script = readScript({ language: written, text: inner });
    imports.push(...script.imports.map((one) => moved(one, above)));
    symbols.push(...script.symbols.map((one) => ({
      ...one,
      line: one.line + above,
      endLine: one.endLine + above,
    })));
    const { damage } = script.tokens;
    if (damage) {
      broken ??= `${damage.reason} (line ${lineAt(starts, start + damage.offset)})`;
    }
  }
  if (language === "Svelte") imports.push(...awaited(text, starts));
  // a page may be a template, whose scripts are no JavaScript before it is filled in
  if (broken !== null && imports.length === 0 && language !== "HTML" && language !== "MDX") {
    throw new ParseFailure(`syntax error in a script: ${broken}`);
  }
  imports.sort((a, b) => a.line - b.line);
  const importMap = importMapOf(page.importMaps);
  const extra = {
    ...(page.base === null ? {} : { base: page.base.slice(0, 1_000) }),
    ...(Object.keys(importMap).length === 0 ? {} : { importMap }),
  };
  return {
    imports,
    ...(symbols.length === 0 ? {} : { symbols: symbols.sort((a, b) => a.line - b.line) }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

function moved(found: RawImport, above: number): RawImport {
  return { ...found, line: found.line + above };
}

function awaited(text: string, starts: readonly number[]): RawImport[] {
  return [...text.matchAll(AWAITED)].map((match) => ({
    specifier: match[1] ?? match[2] ?? "",
    line: lineAt(starts, match.index + match[0].length - 1),
    kind: "dynamic",
    typeOnly: false,
  }));
}

/** `imports` of a page's import maps; scopes are left out. */
function importMapOf(texts: readonly string[]): Record<string, string> {
  const map: Record<string, string> = Object.create(null);
  for (const text of texts) {
    if (text.length > MAX_IMPORT_MAP || tooDeep(text)) continue;
    const imports = asObject(asObject(parse(text))?.imports) ?? {};
    for (const [name, address] of Object.entries(imports).slice(0, MAX_MAPPINGS)) {
      const target = asString(address);
      if (target !== null) map[name] ??= target;
    }
  }
  return { ...map };
}
