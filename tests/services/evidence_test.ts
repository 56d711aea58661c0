import assert from "node:assert/strict";
import { checkAnswer, checkExplanation } from "../../lib/services/ai/evidence.ts";
import type { Claim } from "../../lib/domain/wire/ai.ts";

const FILES: Record<string, number> = { "a.ts": 10, "b/c.ts": 3, "logo.png": 0 };
const lines = (path: string) => Promise.resolve(FILES[path] ?? null);
const claim = (text: string, ...places: string[]): Claim => ({
  text,
  citations: places.map((place) => {
    const [path = "", range = ""] = place.split(":");
    return { path, lines: range };
  }),
});

Deno.test("a citation has to exist in the commit: its file and all of its lines", async () => {
  const { value, kept, dropped, faults } = await checkAnswer({
    answer: [
      claim("whole", "a.ts:1-10", "b/c.ts:3"),
      claim("partly", "a.ts:9-11", "a.ts:2"),
      claim("no file", "nope.ts:1"),
      claim("too far", "b/c.ts:4"),
      claim("backwards", "a.ts:5-2"),
      claim("line 0", "a.ts:0"),
      claim("no lines at all", "logo.png:1"),
      claim("outside", "../../etc/passwd:1", "/etc/passwd:1"),
      claim("nothing"),
      claim("dot", "./a.ts:1"),
    ],
    unknown: ["x"],
  }, lines);
  assert.deepEqual(value.answer.map(({ text }) => text), ["whole", "partly", "dot"]);
  assert.deepEqual(value.answer[1]?.citations, [{ path: "a.ts", lines: "2" }]);
  assert.deepEqual(value.answer[2]?.citations, [{ path: "a.ts", lines: "1" }]);
  assert.deepEqual([kept, dropped, value.unknown], [3, 7, ["x"]]);
  // Every refused citation is told, of kept claims as well.
  assert.equal(faults.length, 9);
});

Deno.test("an explanation names components that the map has, and none that it has not", async () => {
  const { value, kept, dropped } = await checkExplanation(
    {
      purpose: claim("why", "nope:1"),
      architecture: [claim("how", "a.ts:1")],
      components: [
        { component: "core", role: claim("r", "a.ts:2") },
        { component: "ghost", role: claim("g", "a.ts:2") },
      ],
      data_flows: [],
      risks: [claim("risk", "a.ts:99")],
      start_here: [claim("start", "b/c.ts:1-3")],
      open_questions: ["?"],
    },
    lines,
    new Set(["core"]),
  );
  assert.equal(value.purpose, null);
  assert.deepEqual(value.components.map(({ component }) => component), ["core"]);
  assert.deepEqual([value.risks, value.open_questions], [[], ["?"]]);
  assert.deepEqual([kept, dropped], [3, 3]);
});
