import assert from "node:assert/strict";
import fc from "fast-check";
import type { Database } from "../../lib/store/database.ts";
import { createJobStore, type JobStore } from "../../lib/store/jobs.ts";
import { addProject, scratchDatabase } from "../support/database.ts";
import { courses, newModel } from "./queue_model.ts";

/** Any course of requests, turns, crashes and clocks; `wrap` may spoil the store. */
function property(wrap: (store: JobStore, database: Database) => JobStore = (store) => store) {
  return fc.asyncProperty(courses, async (commands) => {
    using scratch = scratchDatabase();
    for (const project of ["p1", "p2", "p3"]) await addProject(scratch, project);
    const store = wrap(createJobStore(scratch.database), scratch.database);
    const steady = Date.parse("2026-01-01T00:00:00.000Z");
    await fc.asyncModelRun(
      () => ({ model: newModel(), real: { scratch, store, steady, offset: 0 } }),
      commands,
    );
  });
}

Deno.test("whatever happens to the queue, it is what a plain model of it says", async () => {
  await fc.assert(property(), { numRuns: 80, seed: 20261128 });
});

/** Faults that engines have had; each must be found. */
const FAULTS: Record<string, (store: JobStore, database: Database) => JobStore> = {
  "a late worker's end overwrites a newer claim": (store, { raw }) => ({
    ...store,
    turn: (turn) =>
      store.turn({
        ...turn,
        ended: turn.ended.map((one) => {
          const row = raw.prepare("SELECT locked_by, fence FROM background_jobs WHERE id = ?")
            .get(one.claim.jobId);
          const lockedBy = String(row?.["locked_by"] ?? one.claim.lockedBy);
          return { ...one, claim: { ...one.claim, lockedBy, fence: Number(row?.["fence"]) } };
        }),
      }),
  }),
  "a rescuer overwrites a finished job": (store, { raw }) => ({
    ...store,
    async rescue(lost, at) {
      const count = await store.rescue(lost, at);
      for (const { id } of lost) {
        raw.prepare(
          `UPDATE background_jobs SET status = 'pending', progress = 0, finished_at = NULL
            WHERE id = ? AND status = 'completed'`,
        ).run(id);
      }
      return count;
    },
  }),
  "a cancel of a running job is forgotten": (store) => ({
    ...store,
    requestCancel: async (id) => (await store.find(id))?.status ?? null,
  }),
  "a snoozed attempt is charged": (store) => ({
    ...store,
    turn: (turn) =>
      store.turn({
        ...turn,
        ended: turn.ended.map((one) =>
          one.outcome.kind === "snoozed"
            ? {
              ...one,
              outcome: {
                kind: "retried",
                error: { code: "internal", message: "", remedy: null },
                runAt: one.outcome.runAt,
              },
            }
            : one
        ),
      }),
  }),
  "a job starts before its time": (store) => ({
    ...store,
    turn: (turn) => store.turn({ ...turn, due: "2027-01-01T00:00:00.000Z" }),
  }),
};

for (const [fault, spoil] of Object.entries(FAULTS)) {
  Deno.test(`the model finds it when ${fault}`, async () => {
    const found = await fc.check(property(spoil), { numRuns: 120, seed: 1, endOnFailure: true });
    assert.equal(found.failed, true);
  });
}
