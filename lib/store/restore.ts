import { DatabaseSync } from "node:sqlite";
import { FactoryError } from "../domain/errors.ts";
import { exists, removeIfThere } from "../platform/files.ts";
import { checkDatabase, copyDatabase, type DatabaseFigures } from "./backup.ts";
import type { Migration } from "./migrate.ts";

/** Files of a database beside its own: they belong to it and go where it goes. */
const COMPANIONS = ["-wal", "-shm"];

/**
 * Puts a backup in the place of the database, once a copy of it has been checked and counted. The
 * former database is kept beside it, as the last restore's only.
 * The caller holds the lock of DATA_DIR: nobody has the database open.
 * @returns what was restored, and where the former database is (null where there was none)
 * @throws FactoryError `backup_invalid`; then, and on any other failure, nothing is changed
 */
export async function restoreBackup(
  file: string,
  databasePath: string,
  migrations: readonly Migration[],
): Promise<{ figures: DatabaseFigures; former: string | null }> {
  if (!await exists(file)) {
    throw new FactoryError("backup_invalid", `There is no file ${file}.`, {
      remedy: "Name a file that `backup` has written.",
    });
  }
  const candidate = `${databasePath}.restoring`;
  await removeIfThere(candidate);
  try {
    (await Deno.open(candidate, { createNew: true, write: true, mode: 0o600 })).close();
    await copyDatabase(file, candidate).catch((cause) => {
      throw new FactoryError("backup_invalid", `${file} cannot be read as a database.`, {
        cause,
        remedy: "Nothing was changed. Choose another backup.",
      });
    });
    const figures = checkDatabase(candidate, migrations);
    const former = await replace(databasePath, candidate);
    return { figures, former };
  } finally {
    await removeIfThere(candidate);
  }
}

/** At every moment the database's name leads to the former one or to the new one, both whole. */
async function replace(databasePath: string, candidate: string): Promise<string | null> {
  if (!await exists(databasePath)) {
    for (const companion of COMPANIONS) await removeIfThere(databasePath + companion);
    await Deno.rename(candidate, databasePath);
    return null;
  }
  const former = `${databasePath}.before-restore`;
  for (const suffix of ["", ...COMPANIONS]) await removeIfThere(former + suffix);
  settle(databasePath);
  await Deno.link(databasePath, former).catch(() => Deno.copyFile(databasePath, former));
  // What settling left: SQLite would take a log for that of the new database.
  const moved: string[] = [];
  try {
    for (const companion of COMPANIONS) {
      if (!await exists(databasePath + companion)) continue;
      await Deno.rename(databasePath + companion, former + companion);
      moved.push(companion);
    }
    await Deno.rename(candidate, databasePath);
  } catch (error) {
    for (const companion of moved) {
      await Deno.rename(former + companion, databasePath + companion);
    }
    throw error;
  }
  return former;
}

/**
 * Brings the log into the database's own file. A damaged database may be what the restore is for:
 * it is not written to, and keeps its log beside it.
 */
function settle(databasePath: string): void {
  if (!isSound(databasePath)) return;
  const former = new DatabaseSync(databasePath);
  try {
    former.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } finally {
    former.close();
  }
}

/** Looks without writing: a connection that may write removes a log that it does not understand. */
function isSound(databasePath: string): boolean {
  try {
    const database = new DatabaseSync(databasePath, { readOnly: true });
    try {
      return database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"] === "ok";
    } finally {
      database.close();
    }
  } catch {
    return false;
  }
}
