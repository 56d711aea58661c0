import { draftMap } from "../../lib/services/publish_map.ts";
import { analyseFiles } from "./analysis.ts";
import type { ScratchDatabase } from "./database.ts";
import { claimOne, endOne } from "./queue.ts";

const SAMPLE = {
  "package.json": '{ "name": "shop", "dependencies": { "preact": "^11.0.0" } }',
  "src/main.ts": 'import { cart } from "./cart.ts";\nimport "preact";\nimport "./gone.ts";\n',
  "src/cart.ts": 'import type { Main } from "./main.ts";\nexport const cart = 1;\n',
  "lib/data.bin": new Uint8Array([0, 1, 2, 3]),
};

/**
 * Runs the next pending job as the runner would: claims it, publishes the map of a small sample, ends
 * it. Does nothing where no job is pending.
 */
export async function publishSample(scratch: ScratchDatabase): Promise<void> {
  const now = new Date().toISOString();
  const claimed = await claimOne(scratch.jobs, "test", now, now);
  if (claimed === null) return;
  const draft = await draftMap(await analyseFiles(SAMPLE), {
    id: `map-${claimed.claim.jobId}`,
    projectId: claimed.projectId,
    createdAt: now,
  });
  if (!await scratch.maps.publish(draft, claimed.claim, now)) throw new Error("The claim is lost.");
  const outcome = { kind: "completed", result: { map_id: draft.id } } as const;
  await endOne(scratch.jobs, claimed.claim, outcome, now);
}
