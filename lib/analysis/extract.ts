/**
 * Facts of one blob: language, lines, imports. Pure, and independent of the path beyond the hint, so
 * that the result can be cached by content. Runs in parse workers.
 */
import { decideLanguage } from "./classify.ts";
import { decodeBlob, textOf } from "./encoding.ts";
import type { BlobFacts } from "./facts.ts";
import type { Analyzer, Extraction } from "./languages/contract.ts";
import { ParseFailure } from "./languages/contract.ts";
import { analyzerFor } from "./languages/registry.ts";
import { countLines } from "./lines.ts";
import { generatedByContent } from "./origin.ts";

const NO_LINES = { code: 0, comment: 0, blank: 0 };

/**
 * Never throws for what a blob contains: what cannot be read is said in `error`.
 * @param hint see `languageHint`
 */
export function extractFacts(raw: Uint8Array, hint: string): BlobFacts {
  const decoded = decodeBlob(raw);
  if (decoded.kind !== "text") {
    return {
      language: null,
      binary: decoded.kind === "binary",
      lfsPointer: decoded.kind === "lfs",
      lines: NO_LINES,
      generated: false,
      imports: [],
    };
  }
  const text = textOf(decoded.bytes);
  const language = decideLanguage(hint, text);
  const lines = countLines(decoded.bytes, language);
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
    // One file that a parser trips over must not cost the map of all the others.
    const kind = error instanceof Error ? error.name : "unknown error";
    return { error: `the ${analyzer.id} analyzer failed (${kind})` };
  }
}
