import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { FactoryError } from "../../lib/domain/errors.ts";
import { writeBackup } from "../../lib/store/backup.ts";
import { newestVersion } from "../../lib/store/migrate.ts";
import { restoreBackup } from "../../lib/store/restore.ts";
import {
  addJob,
  addProject,
  migrationFiles,
  type ScratchDatabase,
  scratchDatabase,
} from "../support/database.ts";

const migrations = migrationFiles();
const directoryOf = (scratch: ScratchDatabase) => scratch.path.replace(/\/[^/]+$/, "");

function hasCode(code: string, words: RegExp) {
  return (error: unknown) => {
    assert(error instanceof FactoryError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, words);
    return true;
  };
}

/** Names and bytes of all files of a directory. */
async function contentOf(directory: string): Promise<Record<string, string>> {
  const entries = await Array.fromAsync(Deno.readDir(directory));
  return Object.fromEntries(
    entries.map(({ name }) => [name, Deno.readFileSync(`${directory}/${name}`).toHex()]).sort(),
  );
}

/** Writes rows as fast as it can, from a thread of its own, and says when it has begun. */
const WRITER = `
import { DatabaseSync } from "node:sqlite";
self.onmessage = ({ data }) => {
  const database = new DatabaseSync(data);
  database.exec("PRAGMA busy_timeout = 5000");
  const insert = database.prepare("INSERT INTO blob_facts (blob_oid, language, analyzer_version, facts) VALUES (?, '', 1, 'x')");
  for (let n = 0;; n++) {
    insert.run("meanwhile " + n);
    if (n === 0) self.postMessage("writing");
  }
};`;

Deno.test("writeBackup() copies one moment of a database that is written to without a pause", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch);
  const fill = scratch.database.raw.prepare(
    "INSERT INTO blob_facts (blob_oid, language, analyzer_version, facts) VALUES (?, '', 1, ?)",
  );
  scratch.database.raw.exec("BEGIN");
  for (let n = 0; n < 10_000; n++) fill.run(`before ${n}`, "x".repeat(4_000));
  scratch.database.raw.exec("COMMIT");
  const file = `${directoryOf(scratch)}/backup.sqlite`;
  const writer = new Worker(`data:text/javascript,${encodeURIComponent(WRITER)}`, {
    type: "module",
  });
  try {
    await new Promise((resolve) => {
      writer.onmessage = resolve;
      writer.postMessage(scratch.path);
    });
    assert.deepEqual(await writeBackup(scratch.path, file), {
      version: newestVersion(migrations),
      projects: 1,
      jobs: 0,
      maps: 0,
    });
  } finally {
    writer.terminate();
  }
  const rows = (path: string) => {
    const database = new DatabaseSync(path, { readOnly: true });
    const { n } = database.prepare("SELECT count(*) AS n FROM blob_facts").get() ?? {};
    database.close();
    return Number(n);
  };
  assert.ok(rows(file) > 10_000 && rows(file) < rows(scratch.path));
  assert.equal((await Deno.stat(file)).mode! & 0o777, 0o600, "nobody else reads the credentials");
});

Deno.test("writeBackup() replaces no file, and leaves nothing where it fails", async () => {
  using scratch = scratchDatabase();
  const directory = directoryOf(scratch);
  await Deno.writeTextFile(`${directory}/taken`, "mine");
  await assert.rejects(
    writeBackup(scratch.path, `${directory}/taken`),
    hasCode("backup_failed", /exists already/),
  );
  assert.equal(await Deno.readTextFile(`${directory}/taken`), "mine");
  await assert.rejects(
    writeBackup(scratch.path, `${directory}/nowhere/backup`),
    hasCode("backup_failed", /could not be written/),
  );
  await assert.rejects(
    writeBackup(`${directory}/missing.sqlite`, `${directory}/backup`),
    hasCode("data_dir_unusable", /no database/),
  );
  assert.ok(
    !(await Array.fromAsync(Deno.readDir(directory))).some(({ name }) =>
      name.startsWith("backup") || name.startsWith("missing")
    ),
  );
});

Deno.test("writeBackup() says of a damaged database that it is the database", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch);
  await addJob(scratch, "j1", "p1");
  const path = `${directoryOf(scratch)}/damaged.sqlite`;
  await writeBackup(scratch.path, path);
  change(path, "PRAGMA foreign_keys = OFF; DELETE FROM projects");
  await assert.rejects(
    writeBackup(path, `${path}.backup`),
    hasCode("database_corrupt", /damaged\.sqlite cannot be backed up: it has rows/),
  );
  assert.ok(!(await contentOf(directoryOf(scratch)))["damaged.sqlite.backup"]);
});

Deno.test("restoreBackup() brings the rows back and keeps the former database", async () => {
  using scratch = scratchDatabase();
  const directory = directoryOf(scratch);
  const file = `${directory}/backup.sqlite`;
  await addProject(scratch, "p1");
  await addJob(scratch, "j1", "p1");
  await writeBackup(scratch.path, file);

  using other = scratchDatabase();
  await addProject(other, "p2");
  // As after kill -9: its last writes are in the log only.
  const path = `${directory}/factory-2.sqlite`;
  for (const suffix of ["", "-wal"]) await Deno.copyFile(other.path + suffix, path + suffix);

  const { figures, former } = await restoreBackup(file, path, migrations);
  assert.deepEqual(figures, { version: newestVersion(migrations), projects: 1, jobs: 1, maps: 0 });
  assert.equal(former, `${path}.before-restore`);
  assert.deepEqual(projectsIn(path), ["p1"]);
  assert.deepEqual(projectsIn(former!), ["p2"]);
});

Deno.test("restoreBackup() restores over a database that is damaged", async () => {
  using scratch = scratchDatabase();
  const directory = directoryOf(scratch);
  await addProject(scratch, "p1");
  await writeBackup(scratch.path, `${directory}/backup.sqlite`);
  const path = `${directory}/damaged.sqlite`;
  await Deno.writeTextFile(path, "no database".repeat(1_000));
  await Deno.writeTextFile(`${path}-wal`, "no log");
  const { former } = await restoreBackup(`${directory}/backup.sqlite`, path, migrations);
  assert.deepEqual(projectsIn(path), ["p1"]);
  assert.match(await Deno.readTextFile(former!), /^no database/);
  assert.equal(await Deno.readTextFile(`${former}-wal`), "no log");
});

const REFUSED: { name: string; words: RegExp; spoil(file: string): void }[] = [
  {
    name: "truncated in the middle of a page",
    words: /damaged|cannot be read/,
    // Not the last page: the end of an empty table's is zeros, which nobody would miss.
    spoil: (file) => Deno.truncateSync(file, (Deno.statSync(file).size / 2 & ~4_095) + 2_000),
  },
  {
    name: "truncated at the end of a page",
    words: /damaged|cannot be read/,
    spoil: (file) => Deno.truncateSync(file, Deno.statSync(file).size / 2 & ~4_095),
  },
  { name: "empty", words: /another program/, spoil: (file) => Deno.truncateSync(file, 0) },
  {
    name: "overwritten within",
    words: /damaged|cannot be read/,
    spoil(file) {
      const bytes = Deno.readFileSync(file);
      bytes.fill(0xee, 4_096 * 3, 4_096 * 6);
      Deno.writeFileSync(file, bytes);
    },
  },
  {
    name: "text",
    words: /cannot be read/,
    spoil: (file) => Deno.writeTextFileSync(file, "Dear diary,\n".repeat(1_000)),
  },
  {
    name: "a database of another program",
    words: /another program/,
    spoil(file) {
      Deno.removeSync(file);
      change(file, "CREATE TABLE projects (x); PRAGMA user_version = 1");
    },
  },
  {
    name: "ours with a trigger more",
    words: /another program/,
    spoil: (file) =>
      change(file, "CREATE TRIGGER t AFTER INSERT ON projects BEGIN DELETE FROM changes; END"),
  },
  {
    name: "of a newer program",
    words: /its version is 99/,
    spoil: (file) => change(file, "PRAGMA user_version = 99"),
  },
  {
    name: "missing a row that others need",
    words: /belong to nothing/,
    spoil: (file) => change(file, "PRAGMA foreign_keys = OFF; DELETE FROM projects"),
  },
];

for (const { name, words, spoil } of REFUSED) {
  Deno.test(`restoreBackup() refuses a file that is ${name}, and changes nothing`, async () => {
    using scratch = scratchDatabase();
    await addProject(scratch);
    await addJob(scratch, "j1", "p1");
    const directory = await Deno.makeTempDir({ prefix: "factory-restore-" });
    try {
      const path = `${directory}/factory.sqlite`;
      const file = `${directory}/backup.sqlite`;
      await writeBackup(scratch.path, path);
      await writeBackup(scratch.path, file);
      spoil(file);
      const before = await contentOf(directory);
      await assert.rejects(
        restoreBackup(file, path, migrations),
        hasCode("backup_invalid", words),
      );
      assert.deepEqual(await contentOf(directory), before);
    } finally {
      await Deno.remove(directory, { recursive: true });
    }
  });
}

function change(file: string, statements: string): void {
  const database = new DatabaseSync(file);
  database.exec(statements);
  database.close();
}

function projectsIn(path: string): string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  const ids = database.prepare("SELECT id FROM projects").all().map((row) => String(row["id"]));
  database.close();
  return ids;
}
