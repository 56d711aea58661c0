/** A store full of projects, without analysing any. */
import { ANALYZER_VERSION } from "../../lib/domain/version.ts";
import { mapDraft, type ScratchDatabase } from "./database.ts";

const LANGUAGES = ["TypeScript", "Go", "Python", "Rust", "Java"];
const COLOURS = ["#3178c6", "#00add8", "#3572a5", "#dea584", "#b07219"];
const DAY_MS = 86_400_000;
const T0 = Date.parse("2026-01-01T00:00:00.000Z");

/**
 * Adds `count` projects `p0000`, `p0001`, …: each tenth has no map yet, all others have three, of
 * 16 kB each; the last analysis of each fiftieth failed.
 */
export function fillPortfolio({ database: { raw } }: ScratchDatabase, count: number): void {
  const project = raw.prepare(
    `INSERT INTO projects (id, name, description, repo_url, repo_identity, health, tags, figures,
      last_analyzed_at, current_map_id, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const map = raw.prepare(
    `INSERT INTO system_maps (id, project_id, content, view, commit_sha, schema_version,
      analyzer_version, content_hash, created_at, committed_at, health, figures)
      VALUES (?, ?, zeroblob(8192), zeroblob(8192), ?, 1,
        ${ANALYZER_VERSION}, 'h', ?, ?, ?, ?)`,
  );
  const failed = raw.prepare(
    `INSERT INTO background_jobs (id, project_id, status, error, run_at, created_at, updated_at,
      finished_at) VALUES (?, ?, 'failed', ?, ?, ?, ?, ?)`,
  );
  const error = JSON.stringify({
    code: "git_unreachable",
    message: "The repository's host does not answer.",
    remedy: "Try again later.",
  });
  raw.exec("BEGIN");
  for (let n = 0; n < count; n++) {
    const id = `p${String(n).padStart(4, "0")}`;
    const at = new Date(T0 + n * DAY_MS / 24).toISOString();
    const later = new Date(T0 + (n + 1) * DAY_MS / 24).toISOString();
    const mapped = n % 10 !== 9;
    const figuresOf = (score: number) =>
      JSON.stringify({
        ...mapDraft().figures,
        code_lines: (n * 7_919) % 400_000,
        health_score: score,
        languages: [0, 1].map((k) => ({
          name: LANGUAGES[(n + k) % 5],
          share: k === 0 ? 0.7 : 0.3,
          colour: COLOURS[(n + k) % 5],
        })),
        weekly_commits: Array.from({ length: 26 }, (_, week) => (n * week * 31) % (n % 17 + 1)),
      });
    const score = 30 + (n * 37) % 70;
    const health = score < 50 ? "red" : score < 75 ? "amber" : "green";
    project.run(
      id,
      `Service ${n}`,
      n % 3 === 0 ? "What this service is there for" : "",
      `https://example.org/team/service-${n}`,
      `example.org/team/service-${n}`,
      mapped ? health : "amber",
      JSON.stringify(n % 4 === 0 ? ["blue"] : n % 7 === 0 ? ["core", "payments"] : []),
      mapped ? figuresOf(score) : null,
      mapped ? at : null,
      mapped ? `${id}-2` : null,
      at,
      at,
    );
    for (let k = 0; mapped && k < 3; k++) {
      const figures = figuresOf(score - (2 - k) * (n % 9 - 4));
      map.run(`${id}-${k}`, id, `${k}`.repeat(40), at, at, health, figures);
    }
    if (n % 50 === 0) failed.run(`j-${id}`, id, error, later, later, later, later);
  }
  raw.exec("COMMIT");
}
