-- Projects, their jobs and maps, the cache of facts, and the feed of changes that pages poll.
-- Times are ISO 8601 in UTC with milliseconds, as text. Ids are UUID version 7: sorted by time.

CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
  description TEXT NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  -- Never holds credentials; these are in project_secrets.
  repo_url TEXT,
  -- One project per repository, however its address is written.
  repo_identity TEXT UNIQUE,
  branch TEXT,
  health TEXT NOT NULL DEFAULT 'amber' CHECK (health IN ('green', 'amber', 'red')),
  last_commit TEXT,
  last_commit_at TEXT,
  last_analyzed_at TEXT,
  current_map_id TEXT,
  figures TEXT CHECK (figures IS NULL OR json_valid(figures)),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;

-- Apart from projects, so that no SELECT * of a project can ever carry a password.
CREATE TABLE project_secrets (
  project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  username TEXT NOT NULL,
  password TEXT NOT NULL
) STRICT;

CREATE TABLE background_jobs (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  job_type TEXT NOT NULL CHECK (job_type IN ('analyze_repo')),
  status TEXT NOT NULL DEFAULT 'pending'
    CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')),
  progress INTEGER NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
  stage TEXT,
  message TEXT,
  params TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(params)),
  result TEXT CHECK (result IS NULL OR json_valid(result)),
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
  max_attempts INTEGER NOT NULL DEFAULT 3 CHECK (max_attempts >= 1),
  -- Times that the server died while it ran this job; counted apart from attempts.
  crashes INTEGER NOT NULL DEFAULT 0 CHECK (crashes >= 0),
  priority INTEGER NOT NULL DEFAULT 0,
  run_at TEXT NOT NULL,
  -- While a job with this key is pending or running, there is no second one.
  dedupe_key TEXT,
  locked_by TEXT,
  -- Grows with every claim: a late worker with an older number can change nothing.
  fence INTEGER NOT NULL DEFAULT 0,
  lease_expires_at TEXT,
  cancel_requested_at TEXT,
  started_at TEXT,
  finished_at TEXT,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  CHECK ((status = 'running') = (locked_by IS NOT NULL)),
  CHECK ((status = 'running') = (lease_expires_at IS NOT NULL)),
  CHECK ((status IN ('completed', 'failed', 'cancelled')) = (finished_at IS NOT NULL)),
  CHECK ((status = 'completed') = (progress = 100)),
  CHECK (status != 'failed' OR error IS NOT NULL)
) STRICT;

CREATE UNIQUE INDEX background_jobs_active_key ON background_jobs (dedupe_key)
  WHERE status IN ('pending', 'running') AND dedupe_key IS NOT NULL;
CREATE INDEX background_jobs_due ON background_jobs (priority DESC, run_at, id)
  WHERE status = 'pending';
CREATE INDEX background_jobs_running ON background_jobs (project_id) WHERE status = 'running';
CREATE INDEX background_jobs_by_project ON background_jobs (project_id, id);
CREATE INDEX background_jobs_by_status ON background_jobs (status, id);

CREATE TABLE system_maps (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  -- The map's JSON, compressed by gzip, served as stored.
  content BLOB NOT NULL,
  -- What the project page shows of it (MapView), compressed by gzip.
  view BLOB NOT NULL,
  commit_sha TEXT NOT NULL,
  branch TEXT,
  schema_version INTEGER NOT NULL,
  analyzer_version INTEGER NOT NULL,
  -- SHA-256 of the JSON text: the ETag.
  content_hash TEXT NOT NULL,
  created_at TEXT NOT NULL,
  UNIQUE (project_id, commit_sha, analyzer_version)
) STRICT;

CREATE INDEX system_maps_by_project ON system_maps (project_id, id);

CREATE TABLE blob_facts (
  blob_oid TEXT NOT NULL,
  language TEXT NOT NULL,
  analyzer_version INTEGER NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (blob_oid, language, analyzer_version)
) STRICT, WITHOUT ROWID;

-- The feed that pages poll: the last change of each thing, numbered. Written by triggers, so that
-- no code path can forget it; one row per thing, so that it cannot grow without bound.
CREATE TABLE change_counter (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  value INTEGER NOT NULL
) STRICT;
INSERT INTO change_counter VALUES (1, 0);

CREATE TABLE changes (
  entity TEXT NOT NULL CHECK (entity IN ('project', 'job', 'map')),
  id TEXT NOT NULL,
  project_id TEXT,
  seq INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  PRIMARY KEY (entity, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_by_seq ON changes (seq);

CREATE TRIGGER project_added AFTER INSERT ON projects BEGIN
  UPDATE change_counter SET value = value + 1;
  INSERT INTO changes VALUES ('project', NEW.id, NEW.id, (SELECT value FROM change_counter), 0)
    ON CONFLICT (entity, id) DO UPDATE SET seq = excluded.seq, deleted = 0;
END;
CREATE TRIGGER project_changed AFTER UPDATE ON projects BEGIN
  UPDATE change_counter SET value = value + 1;
  INSERT INTO changes VALUES ('project', NEW.id, NEW.id, (SELECT value FROM change_counter), 0)
    ON CONFLICT (entity, id) DO UPDATE SET seq = excluded.seq, deleted = 0;
END;
CREATE TRIGGER project_removed AFTER DELETE ON projects BEGIN
  UPDATE change_counter SET value = value + 1;
  DELETE FROM changes WHERE entity IN ('job', 'map') AND project_id = OLD.id;
  INSERT INTO changes VALUES ('project', OLD.id, OLD.id, (SELECT value FROM change_counter), 1)
    ON CONFLICT (entity, id) DO UPDATE SET seq = excluded.seq, deleted = 1;
END;
CREATE TRIGGER job_added AFTER INSERT ON background_jobs BEGIN
  UPDATE change_counter SET value = value + 1;
  INSERT INTO changes
    VALUES ('job', NEW.id, NEW.project_id, (SELECT value FROM change_counter), 0)
    ON CONFLICT (entity, id) DO UPDATE SET seq = excluded.seq, deleted = 0;
END;
-- A heartbeat alone (lease_expires_at) is no change that a page would show.
CREATE TRIGGER job_changed AFTER UPDATE OF status, progress, stage, message, result, error, attempt,
  run_at, cancel_requested_at ON background_jobs BEGIN
  UPDATE change_counter SET value = value + 1;
  INSERT INTO changes
    VALUES ('job', NEW.id, NEW.project_id, (SELECT value FROM change_counter), 0)
    ON CONFLICT (entity, id) DO UPDATE SET seq = excluded.seq, deleted = 0;
END;
CREATE TRIGGER map_added AFTER INSERT ON system_maps BEGIN
  UPDATE change_counter SET value = value + 1;
  INSERT INTO changes
    VALUES ('map', NEW.id, NEW.project_id, (SELECT value FROM change_counter), 0)
    ON CONFLICT (entity, id) DO UPDATE SET seq = excluded.seq, deleted = 0;
END;
