/** What kinds of definitions there are: one closed list for every language. Browser-safe. */
export const SYMBOL_KINDS = [
  "namespace",
  "module",
  "class",
  "interface",
  "trait",
  "struct",
  "union",
  "enum",
  "type",
  "function",
  "method",
  "constant",
  "variable",
  "macro",
] as const;
export type SymbolKind = (typeof SYMBOL_KINDS)[number];
