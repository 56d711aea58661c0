/** Symbols as the cache of facts keeps them: one tuple each, because a repository has 100,000. */
import { z } from "zod";
import { SYMBOL_KINDS } from "../domain/wire/symbol.ts";
import type { RawSymbol } from "./facts.ts";

/** Name, kind, container, line, lines that follow, exported. */
const Tuple = z.tuple([
  z.string(),
  z.enum(SYMBOL_KINDS),
  z.string().nullable(),
  z.int().min(1),
  z.int().min(0),
  z.union([z.literal(0), z.literal(1)]),
]);
const Tuples = z.array(Tuple);

/** JSON text; null where there are no symbols. */
export function symbolsText(symbols: readonly RawSymbol[] | undefined): string | null {
  if (symbols === undefined || symbols.length === 0) return null;
  return JSON.stringify(symbols.map((symbol): z.infer<typeof Tuple> => [
    symbol.name,
    symbol.kind,
    symbol.container,
    symbol.line,
    Math.max(0, symbol.endLine - symbol.line),
    symbol.exported ? 1 : 0,
  ]));
}

/**
 * The reverse of `symbolsText`.
 * @throws ZodError where the text is none that `symbolsText` wrote
 */
export function parseSymbols(text: string | null): RawSymbol[] {
  if (text === null) return [];
  return Tuples.parse(JSON.parse(text)).map(([name, kind, container, line, more, exported]) => ({
    name,
    kind,
    container,
    line,
    endLine: line + more,
    exported: exported === 1,
  }));
}
