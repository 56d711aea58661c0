import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { FactoryError } from "../domain/errors.ts";
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
 * @throws FactoryError `database_corrupt`, `data_dir_unusable`
 */
export function openDatabase(path: string): Database {
  let raw: DatabaseSync | null = null;
  try {
    raw = new DatabaseSync(path, { enableForeignKeyConstraints: true });
    return withPragmas(raw);
  } catch (cause) {
    raw?.close();
    throw openFailure(path, cause);
  }
}

function withPragmas(raw: DatabaseSync): Database {
  raw.exec("PRAGMA busy_timeout = 5000");
  raw.exec("PRAGMA journal_mode = WAL");
  raw.exec("PRAGMA synchronous = NORMAL");
  raw.exec("PRAGMA temp_store = MEMORY");
  raw.exec("PRAGMA cache_size = -16000"); // 16 MB
  raw.exec("PRAGMA trusted_schema = OFF");
  raw.exec("PRAGMA wal_autocheckpoint = 4000"); // 16 MB: the queue changes the same pages often
  return {
    kysely: new Kysely<Tables>({ dialect: new NodeSqliteDialect(raw) }),
    raw,
    close: () => raw.close(),
  };
}

/**
 * What an operator can do something about, by SQLite's fixed words (sqlite3_errstr): node:sqlite gives
 * no result code where a connection is opened or a script is run.
 */
function openFailure(path: string, cause: unknown): unknown {
  const words = cause instanceof Error ? cause.message : "";
  if (/file is not a database|disk image is malformed/.test(words)) {
    return new FactoryError("database_corrupt", `${path} is damaged, or is no database.`, {
      cause,
      remedy: "Put a backup of it in its place, or move it away to begin with an empty one.",
    });
  }
  if (/unable to open database file|readonly database/.test(words)) {
    return new FactoryError("data_dir_unusable", `The database ${path} cannot be written.`, {
      cause,
      remedy: "Give the server's user access to the file and its directory.",
    });
  }
  return cause;
}
