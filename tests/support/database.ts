import assert from "node:assert/strict";
import { migrate, toMigrations } from "../../lib/store/migrate.ts";
import { type Database, openDatabase } from "../../lib/store/database.ts";
import { createGitHubStore } from "../../lib/store/github.ts";
import { createJobStore } from "../../lib/store/jobs.ts";
import { createMapStore, type MapDraft } from "../../lib/store/maps.ts";
import { createProjectionStore } from "../../lib/store/projections.ts";
import type { FileRow, PackageRow, SymbolRow } from "../../lib/store/projection/rows.ts";
import type { ProjectionDraft } from "../../lib/store/projection/stage.ts";
import { createProjectStore } from "../../lib/store/projects.ts";
import { createChangeStore } from "../../lib/store/changes.ts";

const MIGRATIONS = new URL("../../migrations/", import.meta.url);

export function migrationFiles() {
  return toMigrations(
    [...Deno.readDirSync(MIGRATIONS)].map((entry) => ({
      name: entry.name,
      sql: Deno.readTextFileSync(new URL(entry.name, MIGRATIONS)),
    })),
  );
}

export interface ScratchDatabase extends Disposable {
  path: string;
  database: Database;
  projects: ReturnType<typeof createProjectStore>;
  jobs: ReturnType<typeof createJobStore>;
  maps: ReturnType<typeof createMapStore>;
  projections: ReturnType<typeof createProjectionStore>;
  changes: ReturnType<typeof createChangeStore>;
  github: ReturnType<typeof createGitHubStore>;
}

/** The bytes of a file with all migrations, which wait for the disk once and not in every test. */
let migrated: Uint8Array | null = null;

function migratedAt(path: string): Uint8Array {
  const { raw } = openDatabase(path);
  migrate(raw, migrationFiles());
  raw.close();
  return Deno.readFileSync(path);
}

/** A migrated SQLite file in a directory of its own, removed at the end of the test. */
export function scratchDatabase(): ScratchDatabase {
  const directory = Deno.makeTempDirSync({ prefix: "factory-test-" });
  const path = `${directory}/factory.sqlite`;
  if (migrated === null) migrated = migratedAt(path);
  else Deno.writeFileSync(path, migrated);
  const database = openDatabase(path);
  return {
    path,
    database,
    projects: createProjectStore(database),
    jobs: createJobStore(database),
    maps: createMapStore(database),
    projections: createProjectionStore(database),
    changes: createChangeStore(database),
    github: createGitHubStore(database),
    [Symbol.dispose]() {
      database.close();
      Deno.removeSync(directory, { recursive: true });
    },
  };
}

const T0 = "2026-01-01T00:00:00.000Z";

/** Adds a project with a made-up repository. */
export async function addProject(
  scratch: ScratchDatabase,
  id = "p1",
  name = `Project ${id}`,
): Promise<string> {
  await scratch.projects.add({
    id,
    name,
    description: "",
    repo_url: `https://example.org/${id}.git`,
    repo_identity: `example.org/${id}`,
    branch: null,
    schedule: null,
    next_run_at: null,
    created_at: T0,
  }, null);
  return id;
}

/** Enqueues an analysis of a project. */
export async function addJob(
  scratch: ScratchDatabase,
  id: string,
  projectId: string,
  fields: { now?: string; dedupe_key?: string | null; max_attempts?: number; priority?: number } =
    {},
) {
  return await scratch.jobs.enqueue({
    id,
    project_id: projectId,
    job_type: "analyze_repo",
    params: { ref: null },
    dedupe_key: fields.dedupe_key ?? null,
    max_attempts: fields.max_attempts ?? 3,
    priority: fields.priority ?? 0,
    run_at: fields.now ?? T0,
    waits_ms: Math.max(0, Date.parse(fields.now ?? T0) - Date.parse(T0)),
    now: fields.now ?? T0,
  });
}

/** What changed since a cursor; it must be few things, and not long ago. */
export async function news(scratch: ScratchDatabase, since: number) {
  const changes = await scratch.changes.since(since, await scratch.changes.cursor());
  assert.ok(changes !== null);
  return changes;
}

/** A map of a commit, ready to be published for project `p1`; its document is not looked into. */
export function mapDraft(fields: Partial<MapDraft> = {}): MapDraft {
  return {
    id: "m1",
    project_id: "p1",
    content: new Uint8Array(1),
    view: new Uint8Array(1),
    commit_sha: "a".repeat(40),
    committed_at: T0,
    branch: "main",
    schema_version: 1,
    analyzer_version: 1,
    parts: {},
    content_hash: "h",
    shallow: 0,
    health: "green",
    figures: {
      files: 0,
      code_lines: 0,
      components: 0,
      dependencies: 0,
      cycles: 0,
      health_score: 100,
      languages: [],
    },
    ...fields,
  };
}

/** A file with symbols, written short: `name`, or `Container.name`; a capital letter is exported. */
export type ShortFile = Partial<FileRow> & { symbols?: (string | SymbolRow)[] };

/** Rows of a map for project `p1`, from paths. */
export function projectionDraft(
  files: Record<string, ShortFile>,
  fields: Partial<Omit<ProjectionDraft, "packages">> & { packages?: Partial<PackageRow>[] } = {},
): ProjectionDraft {
  return {
    projectId: "p1",
    analyzerVersion: 1,
    files: Object.entries(files).map(([path, { symbols: _, ...file }]): FileRow => ({
      path,
      component: "root",
      language: "TypeScript",
      oid: `oid of ${path}`,
      bytes: 10,
      code: 1,
      comment: 0,
      blank: 0,
      generated: 0,
      vendored: 0,
      test: 0,
      ...file,
    })),
    symbolsOf: ({ path }) => (files[path]?.symbols ?? []).map(symbolRow),
    ...fields,
    packages: (fields.packages ?? []).map((row): PackageRow => ({
      kind: "dependency",
      name: "preact",
      ecosystem: "npm",
      path: "package.json",
      line: 1,
      version: null,
      requirement: null,
      scope: "runtime",
      purl: null,
      ...row,
    })),
  };
}

function symbolRow(short: string | SymbolRow, index: number): SymbolRow {
  if (typeof short !== "string") return short;
  const dot = short.lastIndexOf(".");
  const name = short.slice(dot + 1);
  return {
    name,
    kind: dot < 0 ? "function" : "method",
    container: dot < 0 ? null : short.slice(0, dot),
    line: index * 10 + 1,
    end_line: index * 10 + 9,
    exported: /^\p{Lu}/u.test(name) ? 1 : 0,
  };
}
