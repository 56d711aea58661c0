/** The statements that write a projection's rows, prepared once a connection. */
import type { StatementSync } from "node:sqlite";
import type { Database } from "../database.ts";
import {
  type FileRow,
  fileTexts,
  idRange,
  type IndexTexts,
  isAside,
  type PackageRow,
  packageTexts,
  PROJECTED,
  type Projected,
  type SymbolRow,
  symbolTexts,
} from "./rows.ts";

export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements({ raw }: Database) {
  const insertFile = raw.prepare(
    "INSERT INTO map_files (id, projection, path, component, language, oid, bytes, code, comment, " +
      "blank, generated, vendored, test, first_symbol, symbols, born) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const insertSymbol = raw.prepare(
    "INSERT INTO map_symbols (id, file, name, kind, container, line, end_line, exported, born) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const insertPackage = raw.prepare(
    "INSERT INTO map_packages (id, kind, name, ecosystem, path, line, version, requirement, scope, " +
      "purl, born) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const each = (sql: (table: Projected) => string): Record<Projected, StatementSync> => ({
    files: raw.prepare(sql("files")),
    symbols: raw.prepare(sql("symbols")),
    packages: raw.prepare(sql("packages")),
  });
  const index = each((table) =>
    `INSERT INTO search_${table} (rowid, name, path, initials, quality, kind) ` +
    "VALUES (?, ?, ?, ?, ?, ?)"
  );
  const unindex = each((table) => `DELETE FROM search_${table} WHERE rowid = ?`);
  const remove = each((table) => `DELETE FROM map_${table} WHERE id = ?`);
  const last = each((table) => `SELECT max(id) AS id FROM map_${table} WHERE id BETWEEN ? AND ?`);
  const unborn = each((table) =>
    `SELECT id, born FROM map_${table} WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT ?`
  );
  const dead = each((table) =>
    `SELECT id FROM map_${table} INDEXED BY map_${table}_dying ` +
    "WHERE id BETWEEN ? AND ? AND died <= ? AND died IS NOT NULL LIMIT ?"
  );
  const kill = each((table) =>
    `UPDATE map_${table} SET died = ? WHERE id BETWEEN ? AND ? AND died IS NULL`
  );
  const revive = each((table) =>
    `UPDATE map_${table} SET died = NULL WHERE id IN (` +
    `SELECT id FROM map_${table} INDEXED BY map_${table}_dying ` +
    "WHERE id BETWEEN ? AND ? AND died > ? AND died IS NOT NULL LIMIT ?)"
  );

  // As integers: SQLite's full-text indexes take a JavaScript number for a real.
  function add(table: Projected, id: number, texts: IndexTexts): void {
    index[table].run(BigInt(id), ...texts);
  }

  return {
    addFile(id: number, projection: number, file: FileRow, symbols: Symbols, born: number): void {
      const { path, component, language, oid, bytes, code, comment, blank } = file;
      const { generated, vendored, test } = file;
      // deno-fmt-ignore
      insertFile.run(id, projection, path, component, language, oid, bytes, code, comment, blank,
        generated, vendored, test, symbols.first, symbols.count, born);
      add("files", id, fileTexts(file));
    },

    addSymbol(id: number, fileId: number, file: FileRow, symbol: SymbolRow, born: number): void {
      const { name, kind, container, line, end_line, exported } = symbol;
      insertSymbol.run(id, fileId, name, kind, container, line, end_line, exported, born);
      add("symbols", id, symbolTexts(symbol, isAside(file)));
    },

    addPackage(id: number, row: PackageRow, born: number): void {
      const { kind, name, ecosystem, path, line, version, requirement, scope, purl } = row;
      // deno-fmt-ignore
      insertPackage.run(id, kind, name, ecosystem, path, line, version, requirement, scope, purl,
        born);
      add("packages", id, packageTexts(row));
    },

    remove(table: Projected, id: number): void {
      unindex[table].run(BigInt(id));
      remove[table].run(id);
    },

    /** Has rows die with a generation; those that die already are left as they are. */
    kill(table: Projected, [first, last]: [number, number], died: number): void {
      kill[table].run(died, first, last);
    },

    /** The id for the next row: above all that there are. */
    nextId(table: Projected, projection: number): number {
      const [first, end] = idRange(projection);
      const id = last[table].get(first, end)?.["id"];
      return typeof id === "number" ? id + 1 : first;
    },

    /** Removes up to `limit` rows that a generation above this one was to show. */
    removeUnborn(projection: number, generation: number, limit: number): number {
      let left = limit;
      for (const table of PROJECTED) {
        // They have the highest ids: what is written is never written below what was there.
        const rows = unborn[table].all(...idRange(projection), left);
        const ids = rows.filter((row) => Number(row["born"]) > generation);
        for (const row of ids) this.remove(table, Number(row["id"]));
        left -= ids.length;
        if (left === 0) break;
      }
      return limit - left;
    },

    /** Takes back that rows were to die with a generation above this one. */
    revive(projection: number, generation: number, limit: number): number {
      let left = limit;
      for (const table of PROJECTED) {
        left -= Number(revive[table].run(...idRange(projection), generation, left).changes);
        if (left === 0) break;
      }
      return limit - left;
    },

    /** Removes up to `limit` rows that no generation from this one on shows. */
    removeDead(projection: number, generation: number, limit: number): number {
      let left = limit;
      for (const table of PROJECTED) {
        const rows = dead[table].all(...idRange(projection), generation, left);
        for (const row of rows) this.remove(table, Number(row["id"]));
        left -= rows.length;
        if (left === 0) break;
      }
      return limit - left;
    },
  };
}

/** Where a file's symbols are. */
export interface Symbols {
  first: number;
  count: number;
}
