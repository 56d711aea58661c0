import type { DatabaseSync } from "node:sqlite";
import { FactoryError } from "../domain/errors.ts";
import { resourceUrl } from "../platform/resources.ts";

/** One file of migrations/: `0001_start.sql` is version 1. */
export interface Migration {
  version: number;
  name: string;
  sql: string;
}

/**
 * Orders migration files and checks that each has a number of its own. A number may be left out;
 * one that a database has passed is never applied to it any more.
 */
export function toMigrations(files: readonly { name: string; sql: string }[]): Migration[] {
  const migrations = files.filter((file) => file.name.endsWith(".sql")).map((file) => ({
    version: Number(/^(\d{4})_/.exec(file.name)?.[1] ?? NaN),
    ...file,
  })).sort((a, b) => a.version - b.version);
  migrations.forEach((migration, index) => {
    const before = migrations[index - 1]?.version ?? 0;
    if (!(migration.version > before)) {
      throw new Error(`A migration file needs a number of its own, 0001_ …: ${migration.name}`);
    }
  });
  return migrations;
}

/** The version of a database with all of these migrations. */
export function newestVersion(migrations: readonly Migration[]): number {
  return migrations.at(-1)?.version ?? 0;
}

/** The program's own migrations. */
export async function readMigrations(): Promise<Migration[]> {
  const directory = resourceUrl("migrations/");
  const files = [];
  for await (const { name } of Deno.readDir(directory)) {
    files.push({ name, sql: await Deno.readTextFile(new URL(name, directory)) });
  }
  return toMigrations(files);
}

/** The version of the last applied migration; 0 for a new file. */
export function currentVersion(raw: DatabaseSync): number {
  return Number(raw.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}

/**
 * Applies what is missing, each migration in a transaction of its own together with its number, so
 * that a failure leaves the last good version.
 * @returns how many were applied
 * @throws FactoryError `database_newer` where a newer program wrote this file
 */
export function migrate(raw: DatabaseSync, migrations: readonly Migration[]): number {
  const known = newestVersion(migrations);
  let applied = 0;
  for (;;) {
    raw.exec("BEGIN IMMEDIATE");
    try {
      // Read inside the lock: another process may be migrating the same file.
      const version = currentVersion(raw);
      if (version > known) {
        throw new FactoryError(
          "database_newer",
          `The database has version ${version}; this program knows versions up to ${known}.`,
          { remedy: "Start the newer program again, or give this one another DATA_DIR." },
        );
      }
      const next = migrations.find((migration) => migration.version > version);
      if (next === undefined) {
        raw.exec("COMMIT");
        return applied;
      }
      raw.exec(next.sql);
      raw.exec(`PRAGMA user_version = ${next.version}`);
      raw.exec("COMMIT");
      applied++;
    } catch (error) {
      raw.exec("ROLLBACK");
      throw error;
    }
  }
}
