import assert from "node:assert/strict";
import { languageColour } from "../../lib/analysis/language_colours.ts";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { AnalysisMemory } from "../../lib/analysis/memory.ts";
import { draftMap, figuresOf } from "../../lib/services/publish_map.ts";
import { analyseFiles } from "../support/analysis.ts";

function mapOf(languages: Record<string, number>): SystemMap {
  return {
    languages: Object.entries(languages).map(([name, code]) => ({
      name,
      files: 1,
      bytes: code,
      lines: { code, comment: 0, blank: 0 },
    })),
    components: [],
    dependencies: [],
    cycles: [],
    history: { activity: Array.from({ length: 52 }, (_, commits) => ({ commits })) },
    health: { status: "green", score: 90, signals: [] },
    coverage: { files: 3, analysed: 3, skipped: [], failed: [] },
  } as unknown as SystemMap;
}

Deno.test("figuresOf() counts code and shows its languages, not translations or prose", () => {
  const figures = figuresOf(mapOf({ "Gettext Catalog": 900, Python: 75, Markdown: 40, CSS: 25 }));
  assert.equal(figures.code_lines, 100);
  assert.deepEqual(figures.weekly_commits, Array.from({ length: 26 }, (_, week) => 26 + week));
  assert.deepEqual(figures.languages, [
    { name: "Python", share: 0.75, colour: languageColour("Python") },
    { name: "CSS", share: 0.25, colour: languageColour("CSS") },
  ]);
});

Deno.test("figuresOf() shows what a repository without code is made of", () => {
  const figures = figuresOf(mapOf({ Markdown: 30, YAML: 10 }));
  assert.equal(figures.code_lines, 0);
  assert.deepEqual(figures.languages, [
    { name: "Markdown", share: 0.75, colour: languageColour("Markdown") },
    { name: "YAML", share: 0.25, colour: languageColour("YAML") },
  ]);
});

Deno.test("draftMap() tells of a part that cannot be written, while the picture is still drawn", async () => {
  const map = await analyseFiles({
    "a/package.json": '{ "name": "a" }',
    "a/index.ts": 'import "../b/index.ts";\n',
    "b/package.json": '{ "name": "b" }',
    "b/index.ts": "",
  });
  Object.defineProperty(map.history, "toJSON", {
    value() {
      throw new Error("cannot be written");
    },
  });
  const identity = { id: "m1", projectId: "p1", createdAt: "2026-01-01T00:00:00.000Z" };
  await assert.rejects(draftMap(map, identity, new AnalysisMemory()), /cannot be written/);
});
