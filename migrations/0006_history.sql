-- The walked history of each project, so that the next analysis reads new commits only. One row a
-- project: its growth is bounded by the history itself.

CREATE TABLE history_walks (
  project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  analyzer_version INTEGER NOT NULL,
  commit_sha TEXT NOT NULL,
  -- What else decided the walk's answer: .mailmap, and where the clone is cut.
  basis TEXT NOT NULL,
  -- lib/analysis/history/record_bytes.ts, compressed.
  records BLOB NOT NULL
) STRICT;
