/**
 * Facts of one blob: language, lines, imports. Pure, and independent of the path beyond the hint, so
 * that the result can be cached by content. Runs in parse workers.
 */
import { decideLanguage } from "./classify.ts";
import { decodeBlob, textOf } from "./encoding.ts";
import type { ExtractedFacts } from "./contract.ts";
import type { BlobFacts } from "./facts.ts";
import type { Analyzer, Extraction } from "./languages/contract.ts";
import { ParseFailure } from "./languages/contract.ts";
import { analyzerFor } from "./languages/registry.ts";
import { countLines } from "./lines.ts";
import { generatedByContent } from "./origin.ts";
import { findRoutes } from "./routes/extract.ts";
import { readServices } from "./services/mod.ts";
import { symbolsText } from "./symbols.ts";

const NO_TEXT: BlobFacts = {
  language: null,
  binary: false,
  lfsPointer: false,
  lines: { code: 0, comment: 0, blank: 0 },
  generated: false,
  imports: [],
};

/**
 * What cannot be read is said in `error`.
 * @param hint see `languageHint`
 */
export function extractFacts(raw: Uint8Array, hint: string): BlobFacts {
  const decoded = decodeBlob(raw);
  if (decoded.kind !== "text") {
    return {
      ...NO_TEXT,
      binary: decoded.kind === "binary",
      lfsPointer: decoded.kind === "lfs",
    };
  }
  try {
    return textFacts(decoded.bytes, hint);
  } catch (error) {
    // One file that trips its reader must not cost the map of all the others.
    return { ...NO_TEXT, error: `reading the text failed (${kindOf(error)})` };
  }
}

function textFacts(bytes: Uint8Array, hint: string): BlobFacts {
  const text = textOf(bytes);
  const language = decideLanguage(hint, text);
  const lines = countLines(bytes, language);
  const total = lines.blank + lines.comment + lines.code;
  const generated = generatedByContent(text, language, total);
  const facts: BlobFacts = {
    language,
    binary: false,
    lfsPointer: false,
    lines,
    generated,
    imports: [],
  };
  if (language !== null && !generated) {
    const routes = findRoutes(text, language);
    if (routes.length > 0) facts.routes = routes;
    const services = readServices(text, language);
    if (services.length > 0) facts.services = services;
  }
  const analyzer = language === null ? undefined : analyzerFor(language);
  if (!analyzer) return facts;
  return { ...facts, ...extraction(analyzer, language!, text) };
}

function extraction(
  analyzer: Analyzer,
  language: string,
  text: string,
): Extraction | { error: string } {
  try {
    return analyzer.extract({ language, text });
  } catch (error) {
    if (error instanceof ParseFailure) return { error: error.message };
    return { error: `the ${analyzer.id} analyzer failed (${kindOf(error)})` };
  }
}

function kindOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown error";
}

/** Facts as they are cached. */
export function factTexts({ symbols, ...facts }: BlobFacts): ExtractedFacts {
  return { facts: JSON.stringify(facts), symbols: symbolsText(symbols) };
}
