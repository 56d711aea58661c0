import assert from "node:assert/strict";
import { createHistoryCache } from "../../lib/store/history.ts";
import { addProject, scratchDatabase } from "../support/database.ts";

const walk = (letter: string) => ({
  sha: letter.repeat(40),
  basis: `1;;${letter}`,
  records: new TextEncoder().encode(letter.repeat(100_000)),
});

Deno.test("a history is kept for each project, the last walk of this analyser only", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch, "p1");
  await addProject(scratch, "p2");
  const cache = createHistoryCache(scratch.database, "p1", 7);
  assert.equal(await cache.load(), null);
  await cache.save(walk("a"));
  await cache.save(walk("b"));
  assert.deepEqual(await cache.load(), walk("b"));
  assert.equal(await createHistoryCache(scratch.database, "p2", 7).load(), null);
  assert.equal(await createHistoryCache(scratch.database, "p1", 8).load(), null);
  const rows = scratch.database.raw.prepare("SELECT length(records) AS bytes FROM history_walks");
  const [row, ...others] = rows.all();
  assert.deepEqual(others, []);
  assert.ok(Number(row!["bytes"]) < 2_000);
});

Deno.test("a deleted project's history goes with it, and does not come back", async () => {
  using scratch = scratchDatabase();
  await addProject(scratch, "p1");
  const cache = createHistoryCache(scratch.database, "p1", 7);
  await cache.save(walk("a"));
  await scratch.projects.remove("p1");
  assert.equal(await cache.load(), null);
  await cache.save(walk("b"));
  assert.equal(await cache.load(), null);
});
