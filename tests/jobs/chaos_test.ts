import assert from "node:assert/strict";
import { runChaos } from "../support/chaos.ts";

/** `deno task chaos` makes 300 of it. */
const CYCLES = 20;

Deno.test(`a server that is killed ${CYCLES} times loses no job and doubles none`, async () => {
  const { kills, jobs, maps } = await runChaos({ cycles: CYCLES, seed: 7 });
  assert.equal(Object.values(kills).reduce((sum, count) => sum + count, 0), CYCLES);
  assert.ok(jobs > 0 && maps > 0, "something was done in between");
});
