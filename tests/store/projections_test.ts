import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { createProjectionStore } from "../../lib/store/projections.ts";
import { createProjectionSweep } from "../../lib/store/projection/sweep.ts";
import type { ProjectionDraft } from "../../lib/store/projection/stage.ts";
import {
  addJob,
  addProject,
  mapDraft,
  projectionDraft,
  type ScratchDatabase,
  scratchDatabase,
} from "../support/database.ts";
import { claimOne } from "../support/queue.ts";

const NOW = "2026-01-01T00:01:00.000Z";

async function claimed(scratch: ScratchDatabase) {
  await addJob(scratch, "j1", await addProject(scratch));
  return (await claimOne(scratch.jobs, "a", NOW))!.claim;
}

/** What a reader of the current generation sees: paths, names of symbols, packages. */
function shown({ database: { raw } }: ScratchDatabase): Record<string, string[]> {
  const column = (table: string, name: string) =>
    raw.prepare(
      `SELECT ${name} AS text FROM map_${table} AS row ` +
        "JOIN projections ON projections.id = row.id / 4294967296 WHERE project_id IS NOT NULL " +
        "AND born <= generation AND (died IS NULL OR died > generation) ORDER BY 1",
    ).all().map((row) => String(row["text"]));
  return {
    files: column("files", "path"),
    symbols: column("symbols", "name"),
    packages: column("packages", "name"),
  };
}

/** Rows in the tables and in the indexes: of all generations. */
function stored({ database: { raw } }: ScratchDatabase): number[] {
  const tables = ["files", "symbols", "packages"];
  return tables.flatMap((table) => [`map_${table}`, `search_${table}_docsize`]).map((table) =>
    Number(raw.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"])
  );
}

function isSound({ database: { raw } }: ScratchDatabase): void {
  for (const table of ["files", "symbols", "packages"]) {
    raw.exec(`INSERT INTO search_${table} (search_${table}) VALUES ('integrity-check')`);
  }
}

async function publish(scratch: ScratchDatabase, draft: ProjectionDraft, id: string) {
  const claim = { jobId: "j1", lockedBy: "a", fence: 1 };
  const staged = await scratch.projections.stage(draft, claim);
  const stood = shown(scratch);
  assert.equal(await scratch.maps.publish(mapDraft({ id }), claim, NOW, staged), true);
  await scratch.projections.tidy(staged);
  isSound(scratch);
  return stood;
}

const FIRST = projectionDraft({
  "a.ts": { symbols: ["One", "two"] },
  "b.ts": { symbols: ["Three", "Three.four"] },
}, { packages: [{ name: "preact" }, { name: "zod" }, { name: "zod" }] });

Deno.test("a projection is shown with its map, not before, and then holds what the map says alone", async () => {
  using scratch = scratchDatabase();
  await claimed(scratch);
  assert.deepEqual(await publish(scratch, FIRST, "m1"), { files: [], symbols: [], packages: [] });
  const first = {
    files: ["a.ts", "b.ts"],
    symbols: ["One", "Three", "four", "two"],
    packages: ["preact", "zod", "zod"],
  };
  assert.deepEqual(shown(scratch), first);

  const second = projectionDraft({
    "a.ts": { symbols: ["One", "two"] },
    "c.ts": { symbols: ["Five"] },
  }, { packages: [{ name: "zod" }, { name: "hono" }] });
  assert.deepEqual(await publish(scratch, second, "m2"), first, "while it is written");
  assert.deepEqual(shown(scratch), {
    files: ["a.ts", "c.ts"],
    symbols: ["Five", "One", "two"],
    packages: ["hono", "zod"],
  });
  assert.deepEqual(stored(scratch), [2, 2, 3, 3, 2, 2]);
});

Deno.test("what a thread remembers of its rows is forgotten once another thread has written", async () => {
  using scratch = scratchDatabase();
  await claimed(scratch);
  const claim = { jobId: "j1", lockedBy: "a", fence: 1 };
  const other = { ...scratch, projections: createProjectionStore(scratch.database) };
  await publish(scratch, FIRST, "m1");
  // Staged, but never shown: the other thread's generation has the same number.
  await scratch.projections.stage(projectionDraft({ "x.ts": { symbols: ["X"] } }), claim);
  await publish(other, projectionDraft({ "b.ts": { symbols: ["Three", "Three.four"] } }), "m2");
  const last = projectionDraft({
    "a.ts": { symbols: ["One", "two"] },
    "b.ts": { symbols: ["Three", "Three.four"] },
  });
  await publish(scratch, last, "m3");
  await publish(scratch, last, "m4");
  assert.deepEqual(shown(scratch), {
    files: ["a.ts", "b.ts"],
    symbols: ["One", "Three", "four", "two"],
    packages: [],
  });
  assert.deepEqual(stored(scratch), [2, 2, 4, 4, 0, 0]);
});

Deno.test("stage() writes only files that say something new, and asks for their symbols alone", async () => {
  using scratch = scratchDatabase();
  await claimed(scratch);
  const files = Object.fromEntries(
    Array.from({ length: 600 }, (_, n) => [`f${n}.ts`, { symbols: ["One", "two"] }]),
  );
  await publish(scratch, projectionDraft(files), "m1");
  const before = changes(scratch);
  const asked: string[] = [];
  const draft = projectionDraft({ ...files, "f7.ts": { oid: "new", symbols: ["Seven"] } });
  await publish(scratch, {
    ...draft,
    symbolsOf: (file) => {
      asked.push(file.path);
      return draft.symbolsOf(file);
    },
  }, "m2");
  assert.deepEqual(asked, ["f7.ts"]);
  assert.ok(changes(scratch) - before < 100, `${changes(scratch) - before} rows`);
  assert.equal(shown(scratch)["symbols"]?.filter((name) => name === "Seven").length, 1);
});

Deno.test("stage() writes all symbols anew where another analyser found them", async () => {
  using scratch = scratchDatabase();
  await claimed(scratch);
  await publish(scratch, FIRST, "m1");
  const better = projectionDraft({ "a.ts": { symbols: ["Better"] } }, { analyzerVersion: 2 });
  await publish(scratch, better, "m2");
  assert.deepEqual(shown(scratch), { files: ["a.ts"], symbols: ["Better"], packages: [] });
});

Deno.test("a job that dies while it writes changes nothing that is shown, and the next one tidies up", async () => {
  using scratch = scratchDatabase();
  const claim = await claimed(scratch);
  await publish(scratch, FIRST, "m1");
  const first = shown(scratch);
  // Written, never shown: a crash before the map was published.
  await scratch.projections.stage(projectionDraft({ "x.ts": { symbols: ["X"] } }), claim);
  assert.deepEqual(shown(scratch), first);
  await publish(scratch, FIRST, "m2");
  assert.deepEqual(shown(scratch), first);
  assert.deepEqual(stored(scratch), [2, 2, 4, 4, 3, 3]);

  // Shown, and never tidied up: a crash after the map was published.
  const staged = await scratch.projections.stage(projectionDraft({ "y.ts": {} }), claim);
  assert.equal(await scratch.maps.publish(mapDraft({ id: "m3" }), claim, NOW, staged), true);
  assert.deepEqual(shown(scratch), { files: ["y.ts"], symbols: [], packages: [] });
  const sweep = createProjectionSweep(scratch.database);
  assert.equal(sweep.next(), 1);
  assert.equal(await sweep.replaced(1), false);
  assert.equal(sweep.next(), null);
  assert.deepEqual(stored(scratch), [1, 1, 0, 0, 0, 0]);
});

Deno.test("stage() stops at the first transaction after its job lost the claim", async () => {
  using scratch = scratchDatabase();
  const claim = await claimed(scratch);
  const files = Object.fromEntries(Array.from({ length: 600 }, (_, n) => [`f${n}.ts`, {}]));
  const draft = projectionDraft(files);
  const lost = (error: unknown) => error instanceof FactoryError && error.code === "lease_lost";
  let asked = 0;
  await assert.rejects(
    scratch.projections.stage({
      ...draft,
      symbolsOf: () => {
        if (++asked === 300) {
          scratch.database.raw.exec("UPDATE background_jobs SET fence = 2 WHERE id = 'j1'");
        }
        return [];
      },
    }, claim),
    lost,
  );
  assert.equal(stored(scratch)[0], 250, "what was written before stays, unseen");
  assert.deepEqual(shown(scratch)["files"], []);
  await assert.rejects(scratch.projections.stage(draft, claim), lost);
});

Deno.test("rows of a removed project are not shown, and are cleared away in steps", async () => {
  using scratch = scratchDatabase();
  await claimed(scratch);
  const symbols = Array.from({ length: 600 }, (_, n) => `S${n}`);
  await publish(scratch, projectionDraft({ "a.ts": { symbols } }), "m1");
  await scratch.projects.remove("p1");
  assert.deepEqual(shown(scratch)["files"], []);
  const sweep = createProjectionSweep(scratch.database);
  let steps = 0;
  for (let before = stored(scratch)[2]!; await sweep.orphaned(); steps++) {
    const after = stored(scratch)[2]!;
    assert.ok(before - after <= 250);
    before = after;
  }
  assert.equal(steps, 3);
  assert.deepEqual(stored(scratch), [0, 0, 0, 0, 0, 0]);
  isSound(scratch);
  assert.equal(await sweep.orphaned(), false);
});

function changes({ database: { raw } }: ScratchDatabase): number {
  return Number(raw.prepare("SELECT total_changes() AS n").get()?.["n"]);
}
