/** Text of a JavaScript or TypeScript file in, its imports, symbols and lines out. */
import { type Extraction, ParseFailure, type Source } from "../contract.ts";
import { findImports } from "./imports.ts";
import { countLines, lineAt, lineStarts } from "../../text_lines.ts";
import { scan } from "./scanner.ts";
import { findSymbols } from "./symbols/mod.ts";

/** UTF-16 code units; a longer text is data or a bundle, and would only hold up the others. */
const MAX_LENGTH = 16_000_000;

/**
 * Extracts what a file imports and defines. Throws `ParseFailure` where the text is broken (a comment, template
 * or bracket that never ends) and names no import; a broken text that names some keeps them.
 */
export function extractJavaScript({ language, text }: Source): Extraction {
  if (text.length > MAX_LENGTH) {
    throw new ParseFailure(`too large to parse: ${text.length} characters (limit ${MAX_LENGTH})`);
  }
  // In TypeScript proper, `<` before a value is a type assertion; elsewhere it may be JSX.
  const tokens = scan(text, { jsx: language !== "TypeScript" });
  const starts = lineStarts(text);
  const typescript = language !== "JavaScript";
  const imports = findImports(text, tokens, starts, { typescript });
  if (tokens.damage && imports.length === 0) {
    throw new ParseFailure(
      `syntax error: ${tokens.damage.reason} (line ${lineAt(starts, tokens.damage.offset)})`,
    );
  }
  const symbols = findSymbols(text, tokens, starts);
  const lines = countLines(text, starts, tokens.comments);
  return symbols.length === 0 ? { imports, lines } : { imports, symbols, lines };
}
