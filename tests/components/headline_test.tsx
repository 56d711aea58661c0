import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { Headline } from "../../components/map/overview.tsx";
import type { PreviousMap } from "../../lib/domain/wire/compare.ts";
import type { MapView } from "../../lib/domain/wire/map_view.ts";

const VIEW = {
  map_id: "m2",
  health: { score: 81, status: "green", signals: [] },
  totals: {
    files: 1_290,
    components: 9,
    packages: 1,
    lines: { code: 9_000, comment: 10, blank: 0 },
    source: { code: 9_000, comment: 10, blank: 0 },
    dependencies: { file: 40, package: 9, builtin: 0, unresolved: 1 },
  },
  coverage: { files: 1_300 },
  cycles: { runtime: 3, type_only: 0 },
} as unknown as MapView;

const BEFORE: PreviousMap = {
  id: "m1",
  commit_sha: "0123456789".repeat(4),
  branch: "main",
  committed_at: new Date().toISOString(),
  created_at: new Date().toISOString(),
  current: false,
  analyzer_version: 1,
  other_analyzer: false,
  schema_version: 1,
  health: "green",
  figures: {
    files: 100,
    code_lines: 9_100,
    components: 9,
    dependencies: 40,
    cycles: 1,
    health_score: 78,
    languages: [],
  },
};

function headline(previous: PreviousMap | null): string {
  return renderToString(<Headline view={VIEW} previous={previous} projectId="p1" />);
}

/** Class and words of each change, as a screen reader has them. */
function changes(html: string): string[] {
  return [
    ...html.matchAll(/<span class="change([^"]*)">(.*?)<\/span>(?=<span class="muted|<\/dd>)/g),
  ]
    .map(([, kind, inner]) =>
      `${kind!.trim().split(" ").filter((one) => one !== "small").join(" ")}: ${
        inner!.replace(/<span aria-hidden="true">.*?<\/span>/, "").replace(/<[^>]+>/g, "")
      }`
    );
}

Deno.test("Headline says of each figure how it differs from the map before, also in words", () => {
  const html = headline(BEFORE);
  assert.deepEqual(changes(html), [
    "moved better: 3 more than before, better",
    "moved: 100 fewer than before",
    "moved: 1,200 more than before",
    "muted: same as before",
    "muted: same as before",
    "moved worse: 2 more than before, worse",
  ]);
  assert.match(html, /<span aria-hidden="true">−100<\/span>/);
  assert.match(html, /href="\/projects\/p1\/changes\?from=m1&amp;to=m2"/);
  assert.doesNotMatch(html, /older analyser/);
});

Deno.test("Headline says so where an older analyser made the map before", () => {
  const older = { ...BEFORE, other_analyzer: true };
  assert.match(headline(older), /an older analyser made it/);
});

Deno.test("Headline shows no change where there is no map before, or one without figures", () => {
  for (const previous of [null, { ...BEFORE, figures: null }]) {
    const html = headline(previous);
    assert.deepEqual(changes(html), []);
    assert.doesNotMatch(html, /Compared with/);
  }
});
