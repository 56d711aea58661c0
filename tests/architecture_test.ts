import assert from "node:assert/strict";
import { listFiles } from "../build/files.ts";
import { checkArchitecture, type Import, readImports } from "./support/architecture.ts";

const ROOT = new URL("../", import.meta.url);
const SOURCES = ["build/", "cli/", "components/", "islands/", "jobs/", "lib/", "routes/"];

async function sourceFiles(): Promise<string[]> {
  const below = await Promise.all(SOURCES.map((directory) => listFiles(ROOT, directory)));
  const top = [...Deno.readDirSync(ROOT)].filter((entry) => entry.isFile).map(({ name }) => name);
  return [...below.flat(), ...top].filter((path) => /\.tsx?$/.test(path));
}

Deno.test("every module imports only what its room may", async () => {
  const imports = await readImports(ROOT, await sourceFiles());
  assert.ok(imports.length > 100, "the module graph was read");
  const violations = checkArchitecture(imports);
  assert.deepEqual(violations, [], "\n" + violations.join("\n"));
});

Deno.test("SQL is written in lib/store only", async () => {
  const statement =
    /\b(SELECT\b[^"`]{1,200}\bFROM|INSERT INTO|UPDATE \w+ SET|DELETE FROM|CREATE TABLE)\b/;
  const found: string[] = [];
  for (const path of await sourceFiles()) {
    if (path.startsWith("lib/store/")) continue;
    if (statement.test(await Deno.readTextFile(new URL(path, ROOT)))) found.push(path);
  }
  assert.deepEqual(found, [], "Move these statements to lib/store: SQL has one place.");
});

const SEEDED: { name: string; imports: Import[]; reason: RegExp }[] = [
  {
    name: "a route that imports a store",
    imports: [{ from: "routes/index.tsx", to: "lib/store/jobs.ts", typeOnly: false }],
    reason: /routes may import .*because a route parses and answers/,
  },
  {
    name: "a route that imports a job",
    imports: [{ from: "routes/api/x.ts", to: "jobs/runner.ts", typeOnly: true }],
    reason: /routes may import/,
  },
  {
    name: "a job that imports a route",
    imports: [{ from: "jobs/runner.ts", to: "routes/_state.ts", typeOnly: true }],
    reason: /siblings/,
  },
  {
    name: "a domain with a package",
    imports: [{ from: "lib/domain/job.ts", to: "npm:uuid", typeOnly: false }],
    reason: /zod only/,
  },
  {
    name: "an analysis that reaches the log",
    imports: [{ from: "lib/analysis/lines.ts", to: "lib/platform/log.ts", typeOnly: false }],
    reason: /pure/,
  },
  {
    name: "a component that imports an island",
    imports: [{ from: "components/a.tsx", to: "islands/B.tsx", typeOnly: false }],
    reason: /components may import lib\/domain/,
  },
  {
    name: "a module that imports tests",
    imports: [{ from: "lib/git/mod.ts", to: "tests/support/x.ts", typeOnly: false }],
    reason: /nothing imports tests/,
  },
  {
    name: "SQL outside of the store",
    imports: [{ from: "lib/services/jobs.ts", to: "npm:kysely", typeOnly: true }],
    reason: /SQL has one place/,
  },
  {
    name: "a module of no room",
    imports: [{ from: "lib/utils/x.ts", to: "lib/domain/job.ts", typeOnly: false }],
    reason: /no room/,
  },
  {
    name: "a server module that an island needs through a component",
    imports: [
      { from: "islands/A.tsx", to: "components/b.tsx", typeOnly: false },
      { from: "components/b.tsx", to: "node:fs", typeOnly: false },
    ],
    reason: /components\/b\.tsx imports node:fs, and an island needs it/,
  },
];

for (const { name, imports, reason } of SEEDED) {
  Deno.test(`checkArchitecture() names ${name}`, () => {
    const violations = checkArchitecture(imports);
    assert.equal(violations.length, 1, violations.join("\n"));
    assert.match(violations[0] ?? "", reason);
  });
}

Deno.test("checkArchitecture() lets types cross to the browser", () => {
  assert.deepEqual(
    checkArchitecture([
      { from: "islands/A.tsx", to: "lib/domain/wire/job.ts", typeOnly: true },
      { from: "lib/domain/wire/job.ts", to: "npm:zod", typeOnly: false },
    ]),
    [],
  );
});
