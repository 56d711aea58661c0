/** From a scanned text to what an analyzer hands out. */
import { countLines, lineAt } from "../../text_lines.ts";
import { type Extraction, ParseFailure } from "../contract.ts";
import { Code } from "./code.ts";
import type { Compiled } from "./lexicon.ts";

/** UTF-16 code units; a longer text is data, and would only hold up the others. */
export const MAX_LENGTH = 16_000_000;

/** What a recogniser finds in the code of one text. */
export type Found = Required<Pick<Extraction, "imports" | "symbols">> & Pick<Extraction, "extra">;

/**
 * Scans a text and recognises what it holds. Throws `ParseFailure` where the text is broken (a
 * string, comment or bracket that is never closed) and nothing was found in it.
 */
export function extractScanned(
  text: string,
  language: Compiled,
  recognise: (code: Code) => Found,
): Extraction {
  if (text.length > MAX_LENGTH) {
    throw new ParseFailure(`too large to parse: ${text.length} characters (limit ${MAX_LENGTH})`);
  }
  const code = new Code(text, language);
  const found = recognise(code);
  const { damage, comments } = code.tokens;
  if (damage && found.imports.length === 0 && found.symbols.length === 0) {
    throw new ParseFailure(
      `syntax error: ${damage.reason} (line ${lineAt(code.lineStarts, damage.offset)})`,
    );
  }
  return { ...found, lines: countLines(text, code.lineStarts, comments) };
}
