/** Symbols as the cache of facts keeps them: one tuple each, because a repository has 100,000. */
import { SYMBOL_KINDS, type SymbolKind } from "../domain/wire/symbol.ts";
import type { RawSymbol } from "./facts.ts";

/** `more`: lines that follow the first. */
type Tuple = [
  name: string,
  kind: SymbolKind,
  container: string | null,
  line: number,
  more: number,
  exported: 0 | 1,
];

const KINDS: ReadonlySet<unknown> = new Set(SYMBOL_KINDS);

/** JSON text; null where there are no symbols. */
export function symbolsText(symbols: readonly RawSymbol[] | undefined): string | null {
  if (symbols === undefined || symbols.length === 0) return null;
  return JSON.stringify(symbols.map((symbol): Tuple => [
    symbol.name,
    symbol.kind,
    symbol.container,
    symbol.line,
    Math.max(0, symbol.endLine - symbol.line),
    symbol.exported ? 1 : 0,
  ]));
}

/**
 * The reverse of `symbolsText`. Checked by hand: there are so many that a schema takes longer over
 * them than the database.
 * @throws TypeError where the text is none that `symbolsText` wrote
 */
export function parseSymbols(text: string | null): RawSymbol[] {
  if (text === null) return [];
  const tuples: unknown = JSON.parse(text);
  if (!Array.isArray(tuples)) throw new TypeError("Cached symbols are no list");
  return tuples.map((tuple) => {
    if (!isTuple(tuple)) throw new TypeError("A cached symbol has another form");
    const [name, kind, container, line, more, exported] = tuple;
    return { name, kind, container, line, endLine: line + more, exported: exported === 1 };
  });
}

function isTuple(value: unknown): value is Tuple {
  if (!Array.isArray(value) || value.length !== 6) return false;
  const [name, kind, container, line, more, exported] = value;
  return typeof name === "string" && KINDS.has(kind) &&
    (container === null || typeof container === "string") &&
    Number.isInteger(line) && line >= 1 && Number.isInteger(more) && more >= 0 &&
    (exported === 0 || exported === 1);
}
