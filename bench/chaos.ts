/**
 * The built server, killed 300 times in the middle of its work (`CHAOS_CYCLES` for another number,
 * `CHAOS_SEED` for another course): `deno task chaos`. It fails where a job was lost or completed
 * twice, a commit has two maps, a process or a directory is left over, or the file is damaged.
 */
import { runChaos } from "../tests/support/chaos.ts";

if (import.meta.main) {
  const cycles = Number(Deno.env.get("CHAOS_CYCLES") ?? 300);
  const seed = Number(Deno.env.get("CHAOS_SEED") ?? 1);
  const started = performance.now();
  const result = await runChaos({
    cycles,
    seed,
    onCycle(cycle, moment) {
      if (cycle % 10 === 0) console.log(`${cycle} of ${cycles}, the last at ${moment}`);
    },
  });
  console.log(result);
  console.log(`${cycles} kills in ${Math.round((performance.now() - started) / 1000)} s: all kept`);
}
