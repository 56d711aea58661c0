import assert from "node:assert/strict";
import type { MapDraft } from "../../lib/store/maps.ts";
import { addJob, addProject, mapDraft, scratchDatabase } from "../support/database.ts";
import { claimOne } from "../support/queue.ts";

const NOW = "2026-01-01T00:01:00.000Z";

function draft(id: string, branch: string): MapDraft {
  const text = new TextEncoder().encode(branch);
  return mapDraft({ id, branch, content: text, view: text, content_hash: branch });
}

Deno.test("publish() keeps one map of a commit: the newest, with the branch that it says", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, NOW))!;
  assert.equal(await scratch.maps.publish(draft("m1", "main"), claim, NOW), true);
  assert.equal(await scratch.maps.publish(draft("m2", "v1.0"), claim, NOW), true);
  const current = await scratch.maps.document("p1");
  assert.deepEqual([current?.id, current?.content_hash], ["m2", "v1.0"]);
  const count = scratch.database.raw.prepare("SELECT count(*) AS n FROM system_maps").get();
  assert.equal(count?.["n"], 1);
});

Deno.test("publish() replaces the parts of a map, and they go with it", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, NOW))!;
  const bytes = (text: string) => new TextEncoder().encode(text);
  const first = { ...draft("m1", "main"), parts: { files: bytes("1"), people: bytes("1") } };
  await scratch.maps.publish(first, claim, NOW);
  await scratch.maps.publish({ ...draft("m2", "v1"), parts: { files: bytes("2") } }, claim, NOW);
  assert.equal(await scratch.maps.part("m1", "files"), null);
  assert.deepEqual(await scratch.maps.part("m2", "files"), bytes("2"));
  assert.equal(await scratch.maps.part("m2", "people"), null);
  scratch.database.raw.exec("DELETE FROM projects");
  assert.equal(await scratch.maps.part("m2", "files"), null);
});

Deno.test("publish() stores nothing once its job is to be cancelled", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, NOW))!;
  await scratch.jobs.requestCancel("j1", NOW);
  assert.equal(await scratch.maps.publish(draft("m1", "main"), claim, NOW), false);
  assert.equal(await scratch.maps.document("p1"), null);
});

Deno.test("previous() is the newest map before one that is of another commit, and says whose it is", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  const { claim } = (await claimOne(scratch.jobs, "a", NOW, NOW))!;
  const publish = (id: string, commit: string, analyzer: number) =>
    scratch.maps.publish(
      { ...draft(id, "main"), commit_sha: commit.repeat(40), analyzer_version: analyzer },
      claim,
      NOW,
    );
  const before = async (id: string) => {
    const found = await scratch.maps.previous("p1", id);
    return found === null ? null : [found.id, found.current, found.other_analyzer];
  };
  await publish("m1", "a", 1);
  assert.equal(await before("m1"), null);
  await publish("m2", "b", 1);
  assert.deepEqual(await before("m2"), ["m1", false, false]);
  await publish("m3", "b", 2);
  assert.deepEqual(await before("m3"), ["m1", false, true]);
  // Of the one that a page shows, whatever is published meanwhile.
  assert.deepEqual(await before("m2"), ["m1", false, false]);
  assert.equal(typeof (await scratch.maps.previous("p1", "m3"))?.figures?.files, "number");
});
