import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { Kysely } from "kysely";
import { FactoryError } from "../../lib/domain/errors.ts";
import { currentVersion, migrate, newestVersion, toMigrations } from "../../lib/store/migrate.ts";
import { NodeSqliteDialect } from "../../lib/store/dialect.ts";
import { createPortfolioStore } from "../../lib/store/portfolio.ts";
import type { Tables } from "../../lib/store/schema.ts";
import { migrationFiles } from "../support/database.ts";

const first = { version: 1, name: "0001_a.sql", sql: "CREATE TABLE a (x INTEGER) STRICT;" };

Deno.test("migrate() brings a new file to the newest version and does nothing the second time", () => {
  const raw = new DatabaseSync(":memory:");
  const migrations = migrationFiles();
  assert.equal(migrate(raw, migrations), migrations.length);
  assert.equal(currentVersion(raw), newestVersion(migrations));
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

Deno.test("toMigrations() refuses a number that is missing or is there twice", () => {
  const file = (name: string) => ({ name, sql: "" });
  assert.throws(() => toMigrations([file("b.sql")]), /b\.sql/);
  assert.throws(() => toMigrations([file("0002_a.sql"), file("0002_b.sql")]), /0002_b/);
});

Deno.test("migrate() passes over a number that is left out", () => {
  const raw = new DatabaseSync(":memory:");
  const third = { version: 3, name: "0003_c.sql", sql: "CREATE TABLE c (x INTEGER) STRICT;" };
  assert.equal(migrate(raw, [first, third]), 2);
  assert.equal(currentVersion(raw), 3);
  assert.equal(migrate(raw, [first, third]), 0);
  raw.close();
});

Deno.test("a filled database of version 3 keeps its jobs, counted and with their keys", () => {
  const raw = new DatabaseSync(":memory:");
  const migrations = migrationFiles();
  migrate(raw, migrations.slice(0, 3));
  const at = "'2026-01-01T00:00:00.000Z'";
  raw.exec(
    `INSERT INTO projects (id, name, created_at, updated_at) VALUES ('p1', 'Old', ${at}, ${at});
    INSERT INTO background_jobs (id, project_id, job_type, status, progress, params, run_at,
      created_at, updated_at, finished_at, error, locked_by, lease_expires_at, dedupe_key,
      cancel_requested_at) VALUES
    ('done', 'p1', 'analyze_repo', 'completed', 100, '{"ref":null}', ${at}, ${at}, ${at}, ${at},
      NULL, NULL, NULL, 'analyze_repo:p1:', NULL),
    ('stopping', 'p1', 'analyze_repo', 'running', 40, '{"ref":"v1"}', ${at}, ${at}, ${at}, NULL,
      NULL, 'old', ${at}, NULL, ${at}),
    ('waiting', 'p1', 'analyze_repo', 'pending', 0, '{"ref":"v1"}', ${at}, ${at}, ${at}, NULL,
      NULL, NULL, NULL, 'analyze_repo:p1:v1', NULL);`,
  );
  migrate(raw, migrations);
  const rows = raw.prepare("SELECT id, dedupe_key FROM background_jobs ORDER BY id").all();
  assert.deepEqual(rows.map((row) => `${row["id"]} ${row["dedupe_key"]}`), [
    "done analyze_repo:p1:",
    "stopping analyze_repo:p1:v1",
    "waiting analyze_repo:p1:v1",
  ]);
  const counts = raw.prepare("SELECT status, count FROM job_counts ORDER BY status").all();
  assert.deepEqual(counts.map((row) => `${row["status"]} ${row["count"]}`), [
    "cancelled 0",
    "completed 1",
    "failed 0",
    "pending 1",
    "running 1",
  ]);
  raw.close();
});

Deno.test("a filled database of version 6 keeps what its jobs said and its feed", () => {
  const raw = new DatabaseSync(":memory:");
  const migrations = migrationFiles();
  migrate(raw, migrations.filter(({ version }) => version <= 6));
  const at = "'2026-01-01T00:00:00.000Z'";
  raw.exec(
    `INSERT INTO projects (id, name, created_at, updated_at) VALUES ('p1', 'Old', ${at}, ${at});
    INSERT INTO background_jobs (id, project_id, job_type, run_at, created_at, updated_at) VALUES
      ('a', 'p1', 'analyze_repo', ${at}, ${at}, ${at}),
      ('b', 'p1', 'analyze_repo', ${at}, ${at}, ${at});
    UPDATE background_jobs SET status = 'cancelled', finished_at = ${at};
    UPDATE background_jobs SET status = 'pending', finished_at = NULL WHERE id = 'a';`,
  );
  const fed = raw.prepare("SELECT entity, id, seq FROM changes ORDER BY seq").all();
  migrate(raw, migrations);
  raw.exec(
    `UPDATE background_jobs SET status = 'cancelled', finished_at = ${at} WHERE id = 'a'`,
  );
  const events = raw.prepare("SELECT * FROM job_events ORDER BY job_id, id").all();
  assert.deepEqual(events.map((row) => `${row["job_id"]} ${row["id"]} ${row["message"]}`), [
    "a 1 Cancelled",
    "a 2 Waiting",
    "a 3 Cancelled",
    "b 1 Cancelled",
  ]);
  const feed = raw.prepare("SELECT entity, id, seq FROM changes ORDER BY seq").all();
  assert.deepEqual(feed.slice(0, -1), fed);
  const [before, last] = feed.slice(-2);
  assert.deepEqual([last?.["entity"], last?.["id"]], ["job", "a"]);
  assert.equal(last?.["seq"], Number(before?.["seq"]) + 1);
  const counts = raw.prepare("SELECT status FROM job_counts WHERE count = 2").all();
  assert.deepEqual(counts.map((row) => row["status"]), ["cancelled"]);
  raw.close();
});

Deno.test("a filled database of version 11 gets projects without tags, and their trends", async () => {
  const raw = new DatabaseSync(":memory:");
  const migrations = migrationFiles();
  migrate(raw, migrations.filter(({ version }) => version <= 11));
  const at = "'2026-01-01T00:00:00.000Z'";
  raw.exec(
    `INSERT INTO projects (id, name, created_at, updated_at) VALUES ('p1', 'Old', ${at}, ${at});
    INSERT INTO system_maps (id, project_id, content, view, commit_sha, schema_version,
      analyzer_version, content_hash, created_at, figures) VALUES
      ('m1', 'p1', x'00', x'00', 'a', 1, 1, 'h', ${at}, '{"health_score":71}'),
      ('m2', 'p1', x'00', x'00', 'b', 1, 1, 'h', ${at}, NULL);`,
  );
  migrate(raw, migrations);
  assert.equal(raw.prepare("SELECT tags FROM projects").get()?.["tags"], "[]");
  const trends = await createPortfolioStore({
    raw,
    kysely: new Kysely<Tables>({ dialect: new NodeSqliteDialect(raw) }),
    close: () => {},
  }).trends(["p1"], 5);
  assert.deepEqual([...trends], [["p1", [71]]], "a map of before has no figures");
  assert.throws(() => raw.exec("UPDATE projects SET tags = '{}'"), /CHECK/);
  raw.close();
});
