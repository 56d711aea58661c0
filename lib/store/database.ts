import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { NodeSqliteDialect } from "./dialect.ts";
import type { Tables } from "./schema.ts";

export interface Database {
  kysely: Kysely<Tables>;
  /** The connection itself, for pragmas, migrations and bulk work off the HTTP thread. */
  raw: DatabaseSync;
  close(): void;
}

/**
 * Opens the SQLite file (made if missing) and sets this connection's pragmas.
 *
 * The order matters: busy_timeout comes first, because switching a database to WAL takes a lock
 * that another process may hold for a moment. `synchronous = NORMAL` in WAL mode survives a crash
 * of the process whole, and a power failure without corruption (the last commits may be lost).
 */
export function openDatabase(path: string): Database {
  const raw = new DatabaseSync(path, { enableForeignKeyConstraints: true });
  raw.exec("PRAGMA busy_timeout = 5000");
  raw.exec("PRAGMA journal_mode = WAL");
  raw.exec("PRAGMA synchronous = NORMAL");
  raw.exec("PRAGMA temp_store = MEMORY");
  raw.exec("PRAGMA cache_size = -16000"); // 16 MB
  raw.exec("PRAGMA trusted_schema = OFF");
  return {
    kysely: new Kysely<Tables>({ dialect: new NodeSqliteDialect(raw) }),
    raw,
    close: () => raw.close(),
  };
}
