import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { FactoryError } from "../../lib/domain/errors.ts";
import { currentVersion, migrate, toMigrations } from "../../lib/store/migrate.ts";
import { migrationFiles } from "../support/database.ts";

const first = { version: 1, name: "0001_a.sql", sql: "CREATE TABLE a (x INTEGER) STRICT;" };

Deno.test("migrate() brings a new file to the newest version and does nothing the second time", () => {
  const raw = new DatabaseSync(":memory:");
  const migrations = migrationFiles();
  assert.equal(migrate(raw, migrations), migrations.length);
  assert.equal(currentVersion(raw), migrations.length);
  assert.equal(migrate(raw, migrations), 0);
  raw.close();
});

Deno.test("migrate() keeps the last good version and its rows when a migration fails half-way", () => {
  const raw = new DatabaseSync(":memory:");
  migrate(raw, [first]);
  raw.exec("INSERT INTO a VALUES (7)");
  const broken = {
    version: 2,
    name: "0002_b.sql",
    sql: "CREATE TABLE b (x); SELECT * FROM nowhere;",
  };
  assert.throws(() => migrate(raw, [first, broken]), /nowhere/);
  assert.equal(currentVersion(raw), 1);
  assert.equal(raw.prepare("SELECT x FROM a").get()?.["x"], 7);
  assert.throws(() => raw.prepare("SELECT * FROM b"), /no such table/);
  raw.close();
});

Deno.test("migrate() refuses a database of a newer program and says what to do", () => {
  const raw = new DatabaseSync(":memory:");
  raw.exec("PRAGMA user_version = 99");
  assert.throws(() => migrate(raw, [first]), (error: unknown) => {
    assert(error instanceof FactoryError);
    assert.equal(error.code, "database_newer");
    assert.match(error.message, /version 99/);
    assert.match(error.remedy ?? "", /DATA_DIR/);
    return true;
  });
  raw.close();
});

Deno.test("toMigrations() refuses a gap in the numbers", () => {
  assert.throws(() => toMigrations([{ name: "0002_b.sql", sql: "" }]), /0002_b/);
});
