import assert from "node:assert/strict";
import { FactoryError } from "../../lib/domain/errors.ts";
import { createMapThread } from "../../lib/services/map_thread.ts";
import { addJob, addProject, scratchDatabase } from "../support/database.ts";
import { publishSample } from "../support/published.ts";

Deno.test("two stored maps are compared in a thread, also after one that failed", async () => {
  using scratch = scratchDatabase();
  await addJob(scratch, "j1", await addProject(scratch));
  await publishSample(scratch);
  const { compare } = createMapThread(scratch.path);
  const gone = compare("map-j1-0", "nothing");
  const found = compare("map-j1-0", "map-j1-1");
  await assert.rejects(
    gone,
    (error: unknown) => error instanceof FactoryError && error.code === "map_not_ready",
  );
  const { from, to, files } = JSON.parse(await found);
  assert.deepEqual([from.map_id, to.map_id], ["map-j1-0", "map-j1-1"]);
  assert.deepEqual(files.added.items.map(({ path }: { path: string }) => path), ["src/cart.ts"]);
});
