import assert from "node:assert/strict";
import { EXIT, exitCodeOf } from "../../cli/exit_codes.ts";
import { summarise } from "../../cli/summary.ts";
import { plain, progressLine } from "../../cli/terminal.ts";
import type { SystemMap } from "../../lib/domain/wire/system_map.ts";
import { NO_HISTORY } from "../support/map_parts.ts";

const LINES = { code: 9_000, comment: 100, blank: 50 };

const MAP: SystemMap = {
  schema_version: 1,
  generator: { name: "software-factory", version: "0", analyzer_version: 1 },
  project: { id: "unregistered", name: "shop", repo_url: null },
  commit: { sha: "0123456789".repeat(4), branch: "main", committed_at: "2026-01-02T03:04:05.000Z" },
  languages: [
    { name: "CSS", files: 1, bytes: 10, lines: { code: 1_000, comment: 0, blank: 0 } },
    { name: "TypeScript", files: 20, bytes: 10, lines: LINES },
  ],
  frameworks: [{ name: "Hono", evidence: [{ path: "package.json", line: 7 }] }],
  routes: [],
  services: [],
  packages: [],
  components: [{
    id: "root",
    name: "shop\u001b[2J\u202e",
    kind: "application",
    root: "",
    language: "TypeScript",
    files: 21,
    lines: LINES,
    source: LINES,
    entry_points: [],
    fan_in: 0,
    fan_out: 0,
    instability: null,
    depth: 0,
  }],
  files: [],
  dependencies: Array.from({ length: 15 }, (_, n) => ({
    from: `src/${n}.ts`,
    to: null,
    specifier: "./gone",
    line: n + 1,
    kind: "import" as const,
    type_only: false,
    resolution: "unresolved" as const,
    reason: "no such file",
  })),
  cycles: [],
  component_dependencies: [],
  component_cycles: [],
  history: { ...NO_HISTORY, commits: 1, shallow: true, complete: false },
  co_changes: [],
  hotspots: [],
  owners: [],
  health: {
    status: "amber",
    score: 61,
    signals: [{
      id: "cycles",
      title: "Free of import cycles",
      score: 61,
      weight: 1,
      detail: "One cycle.",
      remedy: null,
      evidence: [],
    }],
  },
  coverage: {
    files: 24,
    analysed: 21,
    skipped: [{ path: "a.png", reason: "Binary" }, { path: "b.png", reason: "Binary" }],
    failed: [{ path: "c.ts", reason: "Too deep" }],
  },
};

Deno.test("summarise() says what a person asks first, the largest first", () => {
  const text = summarise(MAP);
  assert.match(
    text,
    /^shop\nCommit 0123456 \(main\) of 2026-01-02 03:04 UTC\n24 files, 21 analysed/,
  );
  assert.match(text, /The history is cut short/);
  assert.match(text, /Health: amber, 61 of 100\n +61 +Free of import cycles +One cycle\.\n/);
  assert.match(text, /Languages\n +TypeScript +90% +9,000 lines +20 files\n +CSS +10%/);
  assert.match(text, /Hono +package\.json:7\n/);
  assert.match(text, /Unresolved: 15 of 15 imports\n +src\/0\.ts:1 +\.\/gone +no such file\n/);
  assert.match(text, /… and 3 more\n/);
  assert.match(text, /Not analysed: 2 skipped, 1 failed\n +1 file +Too deep\n +2 files +Binary\n$/);
});

Deno.test("no name of a repository reaches the terminal with control characters", () => {
  // deno-lint-ignore no-control-regex -- these are the characters that must not be there
  assert.ok(!/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/.test(summarise(MAP)));
  assert.equal(plain("a\u001b[31mb\u009bc\r\nd"), "a\ufffd[31mb\ufffdc\ufffd\ufffdd");
});

Deno.test("the progress line says stage, share and step, and never wraps", () => {
  const line = progressLine("parse", 0.5, "10 of 20 files read", 200);
  assert.equal(line, "[############        ]  60% Read the code: 10 of 20 files read");
  assert.equal(progressLine("parse", 0.5, "10 of 20 files read", 30).length, 29);
});

Deno.test("exit codes tell wrong calls, unreachable repositories and data apart", () => {
  assert.equal(exitCodeOf("url_invalid"), EXIT.usage);
  assert.equal(exitCodeOf("url_refused"), EXIT.repository);
  assert.equal(exitCodeOf("git_not_found"), EXIT.repository);
  assert.equal(exitCodeOf("git_missing"), EXIT.failed);
  assert.equal(exitCodeOf("backup_invalid"), EXIT.data);
  assert.equal(exitCodeOf("data_dir_unusable"), EXIT.data);
  assert.equal(exitCodeOf("worker_crashed"), EXIT.failed);
});
