/** `migrate`, `backup` and `restore`: what is done to DATA_DIR from outside of the server. */
import { resolve } from "node:path";
import { plural } from "../components/format.ts";
import { openDataDirectory } from "../lib/platform/data_directory.ts";
import { type DatabaseFigures, writeBackup } from "../lib/store/backup.ts";
import { openDatabase } from "../lib/store/database.ts";
import { migrate, newestVersion, readMigrations } from "../lib/store/migrate.ts";
import { restoreBackup } from "../lib/store/restore.ts";

/**
 * Brings the database to this program's version, without starting the server.
 * @throws FactoryError `data_dir_unusable` while a server uses it, `database_newer`
 */
export async function migrateDatabase(dataDir: string): Promise<string> {
  const data = await openDataDirectory(resolve(dataDir));
  try {
    const migrations = await readMigrations();
    const database = openDatabase(data.databasePath);
    try {
      const applied = migrate(database.raw, migrations);
      return `${data.databasePath} has version ${newestVersion(migrations)}: ` +
        `${plural(applied, "migration")} applied.\n`;
    } finally {
      database.close();
    }
  } finally {
    data.release();
  }
}

/** Backs the database up, whether or not a server uses it. @throws FactoryError `backup_failed`, … */
export async function backupDatabase(dataDir: string, file: string): Promise<string> {
  const figures = await writeBackup(resolve(dataDir, "factory.sqlite"), resolve(file));
  return `${resolve(file)} holds ${words(figures)}.\n`;
}

/** Restores a backup. @throws FactoryError `data_dir_unusable` while a server uses it, `backup_invalid` */
export async function restoreDatabase(dataDir: string, file: string): Promise<string> {
  const data = await openDataDirectory(resolve(dataDir));
  try {
    const migrations = await readMigrations();
    const { figures, former } = await restoreBackup(resolve(file), data.databasePath, migrations);
    const kept = former === null ? "" : `The former database is kept as ${former}.\n`;
    return `${data.databasePath} holds ${words(figures)}.\n${kept}`;
  } finally {
    data.release();
  }
}

function words({ version, projects, jobs, maps }: DatabaseFigures): string {
  return `${plural(projects, "project")}, ${plural(maps, "map")} and ${plural(jobs, "job")} ` +
    `(version ${version})`;
}
