import assert from "node:assert/strict";
import { canonicalJson } from "../support/canonical.ts";
import { memoryCache } from "../support/analysis.ts";
import { mapRepository } from "../support/map_repository.ts";
import { scratchRepository } from "../support/repository.ts";

/** Enough files for many batches, of languages whose scanners differ in speed, with a long one. */
function files(): Record<string, string> {
  const all: Record<string, string> = {
    "package.json": '{ "name": "shop", "dependencies": { "react": "^18" } }',
    "go.mod": "module example.com/shop\n",
    "long.ts": "export const long = 1;\n".repeat(20_000),
  };
  for (let n = 0; n < 200; n++) {
    const next = (n * 7 + 1) % 200;
    all[`src/m${n}.ts`] =
      `import { m${next} } from "./m${next}";\nimport "react";\nexport const m${n} = 1;\n`;
    all[`app/m${n}.py`] = `from app.m${next} import value\n\n\nclass M${n}:\n    pass\n`;
    all[`p${n}/p.go`] = `package p${n}\n\nimport "example.com/shop/p${next}"\n\nfunc F() {}\n`;
    all[`c/f${n}.c`] = `#include "f${next}.h"\n/* words */\nint f${n}(void) { return 1; }\n`;
    all[`c/f${n}.h`] = `int f${n}(void);\n`;
  }
  return all;
}

Deno.test("a commit's map is the same, byte by byte, by one parse thread, two or four, cold or not", async () => {
  await using repository = await scratchRepository({ files: files() });
  const first = canonicalJson(await mapRepository(repository, { threads: 1 }));
  const cache = memoryCache();
  for (const threads of [2, 4, 3]) {
    const map = await mapRepository(repository, { threads, ...(threads > 2 ? { cache } : {}) });
    const between = map.dependencies.filter(({ resolution }) => resolution === "file");
    assert.equal(between.length, 4 * 200, "every import of another file is an edge");
    assert(canonicalJson(map) === first, `by ${threads} threads`);
  }
});
