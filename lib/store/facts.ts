import { type FactCache, type FactKey, factKeyText } from "../domain/ports.ts";
import { bulkWriter } from "./bulk.ts";
import type { Database } from "./database.ts";

/** A row that was read in the last days is not written again for having been read. */
const NOTED_FOR_DAYS = 7;

/** The cache of an analysis, and the symbols that it leaves to the publishing of its map. */
export interface FactStore extends FactCache {
  /** Symbols of a blob in that language, as `putMany` got them; null where it has none. */
  symbols(oid: string, language: string | null): string | null;
}

/**
 * The content-addressed cache of facts (`blob_facts`) on this connection. For worker threads: it
 * speaks to SQLite directly, because a repository has tens of thousands of rows.
 * @param now ISO 8601 in UTC: rows are marked as used then
 */
export function createFactCache(
  database: Database,
  analyzerVersion: number,
  now: string,
): FactStore {
  const today = now.slice(0, 10);
  const before = new Date(Date.parse(today) - NOTED_FOR_DAYS * 86_400_000).toISOString().slice(
    0,
    10,
  );
  const select = database.raw.prepare(
    "SELECT facts, used_on FROM blob_facts " +
      "WHERE blob_oid = ? AND language = ? AND analyzer_version = ?",
  );
  const note = database.raw.prepare(
    "UPDATE blob_facts SET used_on = ? " +
      "WHERE blob_oid = ? AND language = ? AND analyzer_version = ?",
  );
  // No REPLACE: it would remove the old row without a word to the trigger that counts.
  const insert = database.raw.prepare(
    "INSERT INTO blob_facts (blob_oid, language, analyzer_version, facts, symbols, used_on) " +
      "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET " +
      "facts = excluded.facts, symbols = excluded.symbols, used_on = excluded.used_on",
  );
  const selectSymbols = database.raw.prepare(
    "SELECT facts, symbols FROM blob_facts WHERE blob_oid = ? AND analyzer_version = ?",
  );
  const write = bulkWriter(database);
  return {
    async getMany(keys: readonly FactKey[]): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      const longUnread: FactKey[] = [];
      for (const key of keys) {
        const row = select.get(key.oid, key.hint, analyzerVersion);
        if (typeof row?.["facts"] !== "string") continue;
        found.set(factKeyText(key), row["facts"]);
        if (String(row["used_on"]) < before) longUnread.push(key);
      }
      await write(longUnread, (key) => note.run(today, key.oid, key.hint, analyzerVersion));
      return found;
    },

    async putMany(entries): Promise<void> {
      await write(
        entries,
        ({ key, facts, symbols }) =>
          insert.run(key.oid, key.hint, analyzerVersion, facts, symbols, today),
      );
    },

    symbols(oid, language) {
      const rows = selectSymbols.all(oid, analyzerVersion);
      // Most contents were read as one language. The same bytes as `a.h` and `a.txt` have two rows.
      const row = rows.length < 2
        ? rows[0]
        : rows.find((row) => JSON.parse(String(row["facts"])).language === language);
      return typeof row?.["symbols"] === "string" ? row["symbols"] : null;
    },
  };
}
