import { publishMap } from "../../lib/services/publish_map.ts";
import { createFactCache } from "../../lib/store/facts.ts";
import { ANALYZER_VERSION } from "../../lib/domain/version.ts";
import { analyseFiles } from "./analysis.ts";
import type { ScratchDatabase } from "./database.ts";
import { claimOne, endOne } from "./queue.ts";

const BEFORE = {
  "package.json": '{ "name": "shop", "dependencies": { "preact": "^11.0.0" } }',
  "src/main.ts": 'import { cart } from "./cart.ts";\nimport "preact";\nimport "./gone.ts";\n',
};
const SAMPLE = {
  ...BEFORE,
  "src/cart.ts": 'import type { Main } from "./main.ts";\nexport const cart = 1;\n',
  "lib/data.bin": new Uint8Array([0, 1, 2, 3]),
};

/**
 * Runs the next pending job as the runner would: claims it, publishes the map of a small sample (and
 * before that, one of an earlier commit), ends it. Does nothing where no job is pending.
 * @returns the project, if there was a job
 */
export async function publishSample(scratch: ScratchDatabase): Promise<string | null> {
  const now = new Date().toISOString();
  const claimed = await claimOne(scratch.jobs, "test", now, now);
  if (claimed === null) return null;
  const { claim, projectId } = claimed;
  const facts = createFactCache(scratch.database, ANALYZER_VERSION, now);
  const { maps, projections } = scratch;
  for (const [number, files] of [BEFORE, SAMPLE].entries()) {
    const map = await analyseFiles(files, { cache: facts });
    map.commit.sha = "ba"[number]!.repeat(40);
    const identity = { id: `map-${claim.jobId}-${number}`, projectId, createdAt: now };
    await publishMap(map, identity, claim, {
      maps,
      facts,
      projections,
      signal: new AbortController().signal,
    });
  }
  const outcome = { kind: "completed", result: { map_id: `map-${claim.jobId}-1` } } as const;
  await endOne(scratch.jobs, claim, outcome, now);
  return projectId;
}
