/** Lists of the symbols of one project. Reads only; for the thread of requests. */
import type { SymbolEntry, SymbolQuery } from "../domain/wire/search.ts";
import type { Database } from "./database.ts";

/** Where a list goes on: after this symbol of this file. */
export interface SymbolPlace {
  path: string;
  line: number;
  id: number;
}

/** Symbols that one page looks at: a filter that few of them pass makes a short page. */
const SCANNED_MAX = 20_000;
/** Files looked up at a time. */
const FILES_AT_ONCE = 100;
const SHOWN = "born <= ? AND (died IS NULL OR died > ?)";

export function createSymbolStore({ raw }: Database) {
  const findProjection = raw.prepare("SELECT id, generation FROM projections WHERE project_id = ?");
  const selectFiles = (comparison: ">=" | ">" | "=") =>
    raw.prepare(
      "SELECT path, language, first_symbol, symbols FROM map_files " +
        `WHERE projection = ? AND path ${comparison} ? AND ${SHOWN} AND symbols > 0 ` +
        "ORDER BY path LIMIT ?",
    );
  const files = { from: selectFiles(">="), after: selectFiles(">"), only: selectFiles("=") };
  const selectSymbols = raw.prepare(
    "SELECT id, name, kind, container, line, end_line, exported FROM map_symbols " +
      `WHERE id BETWEEN ? AND ? AND ${SHOWN} AND (? IS NULL OR kind = ?) ` +
      "AND (? IS NULL OR instr(lower(name), lower(?)) > 0) ORDER BY line, id",
  );

  /** Files with symbols in the order of their paths, some at a time. */
  function* filesFrom(
    projection: { id: number; generation: number },
    only: string | undefined,
    from: string,
  ): Generator<StoredFile> {
    const { id, generation } = projection;
    const read = (statement: typeof files.from, path: string) =>
      statement.all(id, path, generation, generation, FILES_AT_ONCE) as unknown as StoredFile[];
    if (only !== undefined) return yield* read(files.only, only);
    let batch = read(files.from, from);
    for (;;) {
      yield* batch;
      if (batch.length < FILES_AT_ONCE) return;
      batch = read(files.after, batch.at(-1)!.path);
    }
  }

  return {
    /** @returns a page of the current map, and where the next one begins: null at the end */
    list(
      projectId: string,
      { path, kind = null, q, limit }: {
        path?: string;
        kind?: SymbolQuery["kind"] | null;
        q?: string;
        limit: number;
      },
      after: SymbolPlace | null,
    ): { items: SymbolEntry[]; next: SymbolPlace | null } {
      const projection = findProjection.get(projectId) as
        | { id: number; generation: number }
        | undefined;
      const items: SymbolEntry[] = [];
      if (projection === undefined) return { items, next: null };
      const { generation } = projection;
      const part = q === undefined || q === "" ? null : q;
      let scanned = 0;
      let last: SymbolPlace | null = null;
      for (const file of filesFrom(projection, path, after?.path ?? "")) {
        if (scanned > SCANNED_MAX) return { items, next: last };
        const end = file.first_symbol + file.symbols - 1;
        // deno-fmt-ignore
        const rows = selectSymbols.all(file.first_symbol, end, generation, generation, kind, kind,
          part, part) as unknown as StoredSymbol[];
        scanned += file.symbols;
        for (const { id, exported, ...symbol } of rows) {
          const passed = after !== null && file.path === after.path &&
            (symbol.line - after.line || id - after.id) <= 0;
          if (passed) continue;
          if (items.length === limit) return { items, next: last };
          items.push({
            ...symbol,
            path: file.path,
            language: file.language,
            exported: exported === 1,
          });
          last = { path: file.path, line: symbol.line, id };
        }
        // Nothing more of this file, should the page end here.
        last = { path: file.path, line: Number.MAX_SAFE_INTEGER, id: 0 };
      }
      return { items, next: null };
    },
  };
}
export type SymbolStore = ReturnType<typeof createSymbolStore>;

interface StoredFile {
  path: string;
  language: string | null;
  first_symbol: number;
  symbols: number;
}

type StoredSymbol = Omit<SymbolEntry, "path" | "language" | "exported"> & {
  id: number;
  exported: 0 | 1;
};
