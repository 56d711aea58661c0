/** Copies of the whole database: a backup of a live one, and what a restore checks of one. */
import { backup, DatabaseSync } from "node:sqlite";
import { FactoryError } from "../domain/errors.ts";
import { exists, removeIfThere } from "../platform/files.ts";
import { currentVersion, migrate, type Migration, newestVersion } from "./migrate.ts";

/** What a copy holds, so that a person can tell whether it is the right one. */
export interface DatabaseFigures {
  /** Number of its last migration. */
  version: number;
  projects: number;
  jobs: number;
  maps: number;
}

/** 4 MB a step: each step lets go of this thread for a moment. */
const PAGES_PER_STEP = 1_000;

/**
 * Copies a database to a single file that nobody else can read, checked and counted before it gets
 * its name. The database may be in use: what is copied is one moment of it.
 * @throws FactoryError `data_dir_unusable` where there is no database, `backup_failed`
 */
export async function writeBackup(databasePath: string, file: string): Promise<DatabaseFigures> {
  if (!await exists(databasePath)) {
    throw new FactoryError("data_dir_unusable", `There is no database ${databasePath}.`, {
      remedy: "Set DATA_DIR to the server's directory.",
    });
  }
  if (await exists(file)) {
    throw new FactoryError("backup_failed", `${file} exists already.`, {
      remedy: "Name a new file: a backup replaces nothing.",
    });
  }
  const partial = `${file}.partial`;
  try {
    await removeIfThere(partial);
    // It holds the repositories' credentials, as the database does.
    (await Deno.open(partial, { createNew: true, write: true, mode: 0o600 })).close();
    await copyDatabase(databasePath, partial);
    const figures = inspect(partial, (copy) => {
      const fault = faultOf(copy);
      if (fault !== null) throw damaged(databasePath, fault);
      return countRows(copy);
    });
    await Deno.rename(partial, file);
    return figures;
  } catch (cause) {
    await removeIfThere(partial);
    if (cause instanceof FactoryError) throw cause;
    const words = cause instanceof Error ? cause.message : String(cause);
    throw new FactoryError("backup_failed", `The backup could not be written: ${words}`, {
      cause,
      remedy: "Check that there is space, and that the file's directory can be written.",
    });
  }
}

/**
 * Copies a database of any state, in use or not, into an empty or missing file.
 * Rejects with SQLite's error.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    source.exec("PRAGMA busy_timeout = 5000");
    // Reading once inside a transaction holds this moment: without it, SQLite starts the copy over
    // for each write of a running server.
    source.exec("BEGIN");
    source.prepare("SELECT count(*) FROM sqlite_schema").get();
    await backup(source, to, { rate: PAGES_PER_STEP });
  } finally {
    source.close();
  }
  // Out of WAL mode, the copy is complete as one file.
  inspect(to, (copy) => copy.exec("PRAGMA journal_mode = DELETE"));
}

/**
 * Is this file a whole database of this program?
 * @throws FactoryError `backup_invalid` with what is wrong
 */
export function checkDatabase(path: string, migrations: readonly Migration[]): DatabaseFigures {
  try {
    return inspect(path, (copy) => {
      const fault = faultOf(copy);
      if (fault !== null) throw invalid(fault);
      checkSchema(copy, migrations);
      return countRows(copy);
    });
  } catch (error) {
    throw error instanceof FactoryError ? error : invalid("it cannot be read", error);
  }
}

function inspect<T>(path: string, look: (copy: DatabaseSync) => T): T {
  const copy = new DatabaseSync(path);
  try {
    // Whoever wrote the file may have put functions into its schema.
    copy.exec("PRAGMA trusted_schema = OFF");
    return look(copy);
  } finally {
    copy.close();
  }
}

/** What is wrong with the file itself; null where it is sound. */
function faultOf(copy: DatabaseSync): string | null {
  const found = String(copy.prepare("PRAGMA integrity_check(1)").get()?.["integrity_check"]);
  if (found !== "ok") return `it is damaged (${found.split("\n")[0]})`;
  const orphan = copy.prepare("PRAGMA foreign_key_check").get();
  return orphan === undefined ? null : "it has rows that belong to nothing";
}

/** The tables, indexes and triggers have to be those that our migrations make, and no others. */
function checkSchema(copy: DatabaseSync, migrations: readonly Migration[]): void {
  const version = currentVersion(copy);
  const known = newestVersion(migrations);
  if (version > known) {
    throw invalid(`its version is ${version}, and this program knows versions up to ${known}`);
  }
  const expected = new DatabaseSync(":memory:");
  try {
    migrate(expected, migrations.filter((migration) => migration.version <= version));
    if (version === 0 || schemaOf(copy) !== schemaOf(expected)) {
      throw invalid("it is a database of another program");
    }
  } finally {
    expected.close();
  }
}

function schemaOf(database: DatabaseSync): string {
  return JSON.stringify(
    database.prepare(
      "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name",
    ).all(),
  );
}

function countRows(copy: DatabaseSync): DatabaseFigures {
  const count = (table: string) =>
    Number(copy.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.["rows"]);
  return {
    version: currentVersion(copy),
    projects: count("projects"),
    jobs: count("background_jobs"),
    maps: count("system_maps"),
  };
}

function damaged(databasePath: string, why: string): FactoryError {
  return new FactoryError("database_corrupt", `${databasePath} cannot be backed up: ${why}.`, {
    remedy: "Stop the server and restore the last backup; this database is kept aside then.",
  });
}

function invalid(why: string, cause?: unknown): FactoryError {
  return new FactoryError(
    "backup_invalid",
    `This file is no backup that can be restored: ${why}.`,
    {
      cause,
      remedy: "Nothing was changed. Choose another backup.",
    },
  );
}
