import { type FactCache, type FactKey, factKeyText } from "../domain/ports.ts";
import type { Database } from "./database.ts";

/** Rows a transaction: short enough that the thread which serves HTTP never waits for the lock. */
const ROWS_PER_WRITE = 250;

/**
 * The content-addressed cache of facts (`blob_facts`) on this connection. For worker threads: it
 * speaks to SQLite directly, because a repository has tens of thousands of rows.
 */
export function createFactCache(database: Database, analyzerVersion: number): FactCache {
  const select = database.raw.prepare(
    "SELECT facts FROM blob_facts WHERE blob_oid = ? AND language = ? AND analyzer_version = ?",
  );
  const insert = database.raw.prepare("INSERT OR REPLACE INTO blob_facts VALUES (?, ?, ?, ?)");
  return {
    getMany(keys: readonly FactKey[]): Promise<Map<string, string>> {
      const found = new Map<string, string>();
      for (const key of keys) {
        const facts = select.get(key.oid, key.hint, analyzerVersion)?.["facts"];
        if (typeof facts === "string") found.set(factKeyText(key), facts);
      }
      return Promise.resolve(found);
    },

    putMany(entries): Promise<void> {
      for (let start = 0; start < entries.length; start += ROWS_PER_WRITE) {
        database.raw.exec("BEGIN IMMEDIATE");
        try {
          for (const { key, facts } of entries.slice(start, start + ROWS_PER_WRITE)) {
            insert.run(key.oid, key.hint, analyzerVersion, facts);
          }
          database.raw.exec("COMMIT");
        } catch (error) {
          database.raw.exec("ROLLBACK");
          throw error;
        }
      }
      return Promise.resolve();
    },
  };
}
