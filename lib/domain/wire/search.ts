import { z } from "zod";
import { listOf, PageQuery } from "./common.ts";
import { SYMBOL_KINDS } from "./symbol.ts";

export const SEARCH_TYPES = ["symbol", "file", "package"] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];

/** Longer questions are refused: nobody types them. */
export const QUESTION_MAX = 200;

const Ranges = z.array(z.tuple([z.int().min(0), z.int().min(0)]));

export const SearchQuery = PageQuery.extend({
  q: z.string().trim().max(QUESTION_MAX).default("").describe(
    "A name or a part of one: `getSystemMap`, `getS`, `gSM`, `system map`, `Maps.publish`; for " +
      "files also a path or beginnings of its directories: `store/maps`, `l/st/maps`. Empty finds " +
      "nothing.",
  ),
  project: z.string().max(100).optional().describe("A project's id; all projects without it."),
  type: z.enum(SEARCH_TYPES).optional(),
  kind: z.enum(SYMBOL_KINDS).optional().describe("Symbols of this kind only."),
  cursor: z.string().max(8_000).optional().describe("`next_cursor` of the page before."),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** Something with a name that the question finds. */
export const SearchHit = z.object({
  type: z.enum(SEARCH_TYPES),
  project_id: z.string(),
  project_name: z.string(),
  path: z.string().describe("The file; of a package, the manifest that names it."),
  line: z.int().nullable().describe("1-based; null where it is about the whole file."),
  end_line: z.int().nullable(),
  name: z.string().describe(
    "The symbol's or package's name; of a file, the last part of its path.",
  ),
  kind: z.string().nullable().describe(
    "A symbol's kind; `package` or `dependency` of a package; null of a file.",
  ),
  container: z.string().nullable().describe("Names of the definitions around a symbol."),
  language: z.string().nullable(),
  version: z.string().nullable().describe("A package's; of a dependency the resolved one."),
  exported: z.boolean().nullable().describe("Of a symbol."),
  score: z.int().describe("Higher is better; comparable within one answer."),
  name_ranges: Ranges.describe(
    "Parts of `name` that match: half-open, in UTF-16 units, as JavaScript counts.",
  ),
  path_ranges: Ranges.describe("The same of `path`, where a file was asked for."),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const SearchAnswer = listOf(SearchHit).extend({
  complete: z.boolean().describe(
    "False where so much matches that not all of it was ranked: ask more narrowly.",
  ),
});
export type SearchAnswer = z.infer<typeof SearchAnswer>;

export const SymbolQuery = PageQuery.extend({
  path: z.string().max(4_096).optional().describe("Of this file only."),
  kind: z.enum(SYMBOL_KINDS).optional(),
  q: z.string().trim().max(QUESTION_MAX).optional().describe(
    "Part of the name; upper and lower case of ASCII letters are the same.",
  ),
  cursor: z.string().max(8_000).optional().describe("`next_cursor` of the page before."),
});
export type SymbolQuery = z.infer<typeof SymbolQuery>;

/** A definition in a file of the current map. */
export const SymbolEntry = z.object({
  name: z.string(),
  kind: z.enum(SYMBOL_KINDS),
  container: z.string().nullable(),
  path: z.string(),
  language: z.string().nullable(),
  line: z.int().min(1),
  end_line: z.int().min(1),
  exported: z.boolean(),
});
export type SymbolEntry = z.infer<typeof SymbolEntry>;

export const SymbolList = listOf(SymbolEntry);
