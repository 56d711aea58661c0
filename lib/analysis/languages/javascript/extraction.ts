/** Text of a JavaScript or TypeScript file in, its imports, symbols and lines out. */
import type { RawImport, RawSymbol } from "../../facts.ts";
import { type Extraction, ParseFailure, type Source } from "../contract.ts";
import { findImports } from "./imports.ts";
import { countLines, lineAt, lineStarts } from "../../text_lines.ts";
import { scan, type Tokens } from "./scanner.ts";
import { findSymbols } from "./symbols/mod.ts";

/** UTF-16 code units; a longer text is data or a bundle, and would only hold up the others. */
const MAX_LENGTH = 16_000_000;

/** What one script says, in a file of its own or inside of a page. */
export interface Script {
  imports: RawImport[];
  symbols: RawSymbol[];
  tokens: Tokens;
  lineStarts: number[];
}

/** Reads a script in JavaScript, TypeScript or TSX. Throws `ParseFailure` where it is too large. */
export function readScript({ language, text }: Source): Script {
  if (text.length > MAX_LENGTH) {
    throw new ParseFailure(`too large to parse: ${text.length} characters (limit ${MAX_LENGTH})`);
  }
  // In TypeScript proper, `<` before a value is a type assertion; elsewhere it may be JSX.
  const tokens = scan(text, { jsx: language !== "TypeScript" });
  const starts = lineStarts(text);
  const typescript = language !== "JavaScript";
  const imports = findImports(text, tokens, starts, { typescript });
  return { imports, symbols: findSymbols(text, tokens, starts), tokens, lineStarts: starts };
}

/**
 * Extracts what a file imports and defines. Throws `ParseFailure` where the text is broken (a
 * comment, template or bracket that never ends) and names no import; a broken text that names some
 * keeps them.
 */
export function extractJavaScript(source: Source): Extraction {
  const { imports, symbols, tokens, lineStarts } = readScript(source);
  if (tokens.damage && imports.length === 0) {
    throw new ParseFailure(
      `syntax error: ${tokens.damage.reason} (line ${lineAt(lineStarts, tokens.damage.offset)})`,
    );
  }
  const lines = countLines(source.text, lineStarts, tokens.comments);
  return symbols.length === 0 ? { imports, lines } : { imports, symbols, lines };
}
