import assert from "node:assert/strict";
import { mapCommit } from "../../jobs/map_commit.ts";
import { extractFacts, grammarsNeeded } from "../../lib/analysis/extract.ts";
import { LOST } from "../../lib/analysis/isolate.ts";
import { ParseFailure } from "../../lib/analysis/languages/contract.ts";
import { ownThreads } from "../../lib/platform/thread_pool.ts";
import { memoryCache } from "../support/analysis.ts";
import { testGrammars } from "../support/grammars.ts";
import { scratchRepository } from "../support/repository.ts";

const FRAGILE = new URL("../support/fragile_parse_thread.ts", import.meta.url);
const { signal } = new AbortController();

async function mapFragile(files: Record<string, string>) {
  await using repository = await scratchRepository({ files });
  const sha = await repository.git("rev-parse", "main");
  const owner = ownThreads(FRAGILE, "parse", { heapMb: 200 });
  const cache = memoryCache();
  try {
    const map = await mapCommit({
      project: { id: "p", name: "p", repo_url: null },
      gitDir: repository.path,
      commit: { sha, branch: "main", committedAt: "2026-01-01T00:00:00Z" },
      shallow: false,
      program: "git",
    }, {
      parsers: { port: owner.port, size: 2 },
      cache,
      report: () => {},
      signal,
      extractLimitMs: 2_000,
    });
    return { map, cache };
  } finally {
    owner.terminate();
  }
}

Deno.test("a file that crashes, hangs, exhausts or breaks its thread is failed alone, and not cached", async () => {
  const files: Record<string, string> = {
    "crash.ts": "// DIE NOW\n",
    "exhaust.py": "# FILL NOW\n",
    "hang.go": "package a // HANG NOW\n",
    "trap.ts": "// THROW NOW\n",
  };
  for (let at = 0; at < 40; at++) files[`src/f${at}.ts`] = `import "./f${at + 1}.ts";\n`;
  files["src/f40.ts"] = "export {};\n";
  const { map, cache } = await mapFragile(files);
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

Deno.test("extractFacts() says what failed, and lets only a broken WebAssembly through", async () => {
  const grammars = await testGrammars(...grammarsNeeded());
  const throwing = (error: Error) => ({
    ...grammars,
    parser() {
      throw error;
    },
  });
  const read = (error: Error) =>
    extractFacts(new TextEncoder().encode("import a\n"), "Python", throwing(error)).error;
  assert.equal(read(new ParseFailure("not valid")), "not valid");
  assert.equal(read(new RangeError("stack")), "the python analyzer failed (RangeError)");
  assert.throws(() => read(new WebAssembly.RuntimeError("unreachable")), WebAssembly.RuntimeError);
});
