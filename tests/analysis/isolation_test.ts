import assert from "node:assert/strict";
import { LOST } from "../../lib/analysis/isolate.ts";
import { memoryCache } from "../support/analysis.ts";
import { mapRepository } from "../support/map_repository.ts";
import { scratchRepository } from "../support/repository.ts";

Deno.test("a file that crashes, hangs, exhausts or breaks its thread is failed alone, and not cached", async () => {
  const files: Record<string, string> = {
    "crash.ts": "// DIE NOW\n",
    "exhaust.py": "# FILL NOW\n",
    "hang.go": "package a // HANG NOW\n",
    "trap.ts": "// THROW NOW\n",
  };
  for (let at = 0; at < 40; at++) files[`src/f${at}.ts`] = `import "./f${at + 1}.ts";\n`;
  files["src/f40.ts"] = "export {};\n";
  await using repository = await scratchRepository({ files });
  const cache = memoryCache();
  const map = await mapRepository(repository, { cache, limitMs: 4_000, threads: 2 });
  assert.deepEqual(map.coverage.failed, [
    { path: "crash.ts", reason: LOST.crashed },
    { path: "exhaust.py", reason: LOST.slow },
    { path: "hang.go", reason: LOST.slow },
    { path: "trap.ts", reason: LOST.failed },
  ]);
  assert.equal(map.coverage.analysed, 41);
  assert.equal(map.dependencies.length, 40);
  assert.equal(cache.entries.size, 41, "the four are tried anew next time");
});
