import assert from "node:assert/strict";
import { createFactCache } from "../../lib/store/facts.ts";
import { createRetention } from "../../lib/store/retention.ts";
import {
  addJob,
  addProject,
  mapDraft,
  news,
  projectionDraft,
  type ScratchDatabase,
  scratchDatabase,
} from "../support/database.ts";
import { claimOne } from "../support/queue.ts";

const NOW = "2026-06-15T00:00:00.000Z";

async function claimed(scratch: ScratchDatabase) {
  await addJob(scratch, "j1", await addProject(scratch));
  return (await claimOne(scratch.jobs, "a", NOW))!.claim;
}

async function put(scratch: ScratchDatabase, oids: string[], now: string, version = 1) {
  await createFactCache(scratch.database, version, now).putMany(oids.map((oid) => ({
    key: { oid, hint: "" },
    facts: JSON.stringify({ language: "TypeScript", filler: "x".repeat(1_000) }),
    symbols: "[]",
  })));
}

const kept = ({ database: { raw } }: ScratchDatabase) =>
  raw.prepare("SELECT blob_oid || '@' || analyzer_version AS row FROM blob_facts ORDER BY 1").all()
    .map((row) => String(row["row"]));

Deno.test("the cache knows its size, also where facts are written again, touched or removed", async () => {
  using scratch = scratchDatabase();
  const retention = createRetention(scratch.database);
  const counted = () =>
    Number(
      scratch.database.raw.prepare(
        "SELECT coalesce(sum(octet_length(facts) + octet_length(symbols)), 0) AS n FROM blob_facts",
      ).get()?.["n"],
    );
  await put(scratch, ["a", "b", "c"], NOW);
  await put(scratch, ["b"], NOW);
  scratch.database.raw.exec("DELETE FROM blob_facts WHERE blob_oid = 'c'");
  assert.ok(counted() > 2_000);
  assert.equal(retention.factBytes(), counted());
});

Deno.test("evictFacts() removes what no current map uses, longest unused first, down to the limit", async () => {
  using scratch = scratchDatabase();
  const claim = await claimed(scratch);
  const retention = createRetention(scratch.database);
  await put(scratch, ["in use"], "2025-01-01T00:00:00.000Z");
  await put(scratch, ["in use"], "2025-01-01T00:00:00.000Z", 0);
  await put(scratch, ["old"], "2025-02-01T00:00:00.000Z");
  await put(scratch, ["older", "oldest"], "2024-02-01T00:00:00.000Z");
  await put(scratch, ["of today"], NOW);
  const staged = await scratch.projections.stage(
    projectionDraft({ "a.ts": { oid: "in use" } }),
    claim,
  );
  await scratch.maps.publish(mapDraft(), claim, NOW, staged);

  const options = { analyzerVersion: 1, now: NOW };
  assert.equal(await retention.evictFacts(options), false, "far below the limit");
  assert.equal(kept(scratch).length, 6);
  while (await retention.evictFacts({ ...options, maxBytes: 3_500 }));
  assert.deepEqual(kept(scratch), ["in use@1", "of today@1", "old@1"]);
  while (await retention.evictFacts({ ...options, maxBytes: 0 }));
  assert.deepEqual(kept(scratch), ["in use@1", "of today@1"], "an analysis may be using it");
});

Deno.test("evictFacts() takes few rows at a time, and ends where all is in use", async () => {
  using scratch = scratchDatabase();
  const claim = await claimed(scratch);
  const retention = createRetention(scratch.database);
  const oids = Array.from({ length: 600 }, (_, n) => `o${n}`);
  await put(scratch, oids, "2025-01-01T00:00:00.000Z");
  const files = Object.fromEntries(oids.slice(0, 400).map((oid) => [`${oid}.ts`, { oid }]));
  const staged = await scratch.projections.stage(projectionDraft(files), claim);
  await scratch.maps.publish(mapDraft(), claim, NOW, staged);
  let calls = 1;
  for (
    let before = 600;
    await retention.evictFacts({ analyzerVersion: 1, now: NOW, maxBytes: 0 });
  ) {
    assert.ok(before - kept(scratch).length <= 250);
    before = kept(scratch).length;
    calls++;
  }
  assert.equal(kept(scratch).length, 400);
  assert.equal(calls, 3);
});

Deno.test("reading facts marks them as used, at most once a week", async () => {
  using scratch = scratchDatabase();
  await put(scratch, ["a"], "2026-06-01T00:00:00.000Z");
  const usedOn = () =>
    scratch.database.raw.prepare("SELECT used_on FROM blob_facts").get()?.["used_on"];
  const read = (now: string) =>
    createFactCache(scratch.database, 1, now).getMany([{ oid: "a", hint: "" }]);
  assert.equal((await read("2026-06-05T10:00:00.000Z")).size, 1);
  assert.equal(usedOn(), "2026-06-01");
  assert.equal((await read("2026-06-09T10:00:00.000Z")).size, 1);
  assert.equal(usedOn(), "2026-06-09");
});

Deno.test("removeOldMap() keeps the newest ten, the last of each month for two years, and the current one", async () => {
  using scratch = scratchDatabase();
  const claim = await claimed(scratch);
  const retention = createRetention(scratch.database);
  // Two maps a month from January 2023 to June 2026; ids are in the order of time.
  const dates = Array.from({ length: 42 }, (_, n) => {
    const month = `${2023 + Math.floor(n / 12)}-${String(n % 12 + 1).padStart(2, "0")}`;
    return [`${month}-05`, `${month}-14`];
  }).flat();
  for (const date of dates) {
    const draft = mapDraft({ id: `map ${date}`, commit_sha: date });
    await scratch.maps.publish(draft, claim, `${date}T00:00:00.000Z`);
  }
  scratch.database.raw.exec("UPDATE projects SET current_map_id = 'map 2023-03-05'");
  await addProject(scratch, "p2");
  let removed = 0;
  while (await retention.removeOldMap(NOW)) removed++;
  const { items } = await scratch.maps.list("p1", { limit: 200 });
  const left = items.map(({ id }) => id.slice(4)).reverse();
  const monthly = dates.filter((date) =>
    date >= "2024-07" && date < "2026-02" && date.endsWith("14")
  );
  assert.deepEqual(left, ["2023-03-05", ...monthly, ...dates.slice(-10)]);
  assert.equal(removed + left.length, dates.length);
  assert.equal(items.filter(({ current }) => current).length, 1);
  const known = (await news(scratch, 0)).filter(({ entity }) => entity === "map");
  assert.equal(known.length, left.length, "the feed does not tell of them");
});

Deno.test("sweepProjections() removes what a crash and a removed project have left, and then ends", async () => {
  using scratch = scratchDatabase();
  const claim = await claimed(scratch);
  const retention = createRetention(scratch.database);
  for (
    const [id, files] of [["m1", { "a.ts": { symbols: ["One"] } }], ["m2", { "b.ts": {} }]] as const
  ) {
    const staged = await scratch.projections.stage(projectionDraft(files as never), claim);
    await scratch.maps.publish(mapDraft({ id }), claim, NOW, staged);
  }
  const rows = () =>
    scratch.database.raw.prepare(
      "SELECT (SELECT count(*) FROM map_files) + " +
        "(SELECT count(*) FROM map_symbols) AS n",
    ).get()?.["n"];
  assert.equal(rows(), 3);
  while (await retention.sweepProjections());
  assert.equal(rows(), 1);
  await scratch.projects.remove("p1");
  while (await retention.sweepProjections());
  assert.equal(rows(), 0);
  assert.equal(await retention.sweepProjections(), false);
});
