-- The engine's memory: how far a job got, what it said, whose turn it is, and what its project's
-- schedule is.

-- How many stages it has begun, over all attempts: a crash counts against the stage it hit only,
-- so `crashes` starts again whenever a job gets further than ever before.
ALTER TABLE background_jobs ADD COLUMN stages_begun INTEGER NOT NULL DEFAULT 0
  CHECK (stages_begun >= 0);
-- What a finished stage left for the next attempt, so that a crash costs one stage only.
ALTER TABLE background_jobs ADD COLUMN checkpoint TEXT
  CHECK (checkpoint IS NULL OR json_valid(checkpoint));
-- Milliseconds by stage of the last attempt, by a clock that never jumps: the next job's estimate.
ALTER TABLE background_jobs ADD COLUMN timings TEXT CHECK (timings IS NULL OR json_valid(timings));
ALTER TABLE background_jobs ADD COLUMN seconds_left INTEGER CHECK (seconds_left >= 0);
-- Milliseconds that all its attempts ran, by the same clock.
ALTER TABLE background_jobs ADD COLUMN run_ms INTEGER NOT NULL DEFAULT 0 CHECK (run_ms >= 0);

-- A job that is being cancelled keeps its key, for a later retry, but holds up nobody by it.
DROP INDEX background_jobs_active_key;
UPDATE background_jobs
  SET dedupe_key = job_type || ':' || project_id || ':' || coalesce(params ->> '$.ref', '')
  WHERE dedupe_key IS NULL;
CREATE UNIQUE INDEX background_jobs_active_key ON background_jobs (dedupe_key)
  WHERE status IN ('pending', 'running') AND cancel_requested_at IS NULL
    AND dedupe_key IS NOT NULL;

-- Two jobs of one type and project would work on one clone.
DROP INDEX background_jobs_running;
CREATE UNIQUE INDEX background_jobs_running ON background_jobs (project_id, job_type)
  WHERE status = 'running';

-- Each index costs every change of a job: these four serve all questions. The next job of each
-- project is found without a look at the others that wait behind it; lists go by (project and)
-- status, ids being sorted by time.
DROP INDEX background_jobs_due;
CREATE INDEX background_jobs_due
  ON background_jobs (job_type, project_id, priority DESC, run_at, id) WHERE status = 'pending';
DROP INDEX background_jobs_by_project;
CREATE INDEX background_jobs_by_project ON background_jobs (project_id, status, id);
-- 1: waits for its run_at. Most jobs are due when they are asked for, and need no place here.
ALTER TABLE background_jobs ADD COLUMN delayed INTEGER NOT NULL DEFAULT 0
  CHECK (delayed = 0 OR (delayed = 1 AND status = 'pending'));
UPDATE background_jobs SET delayed = 1 WHERE status = 'pending';
CREATE INDEX background_jobs_delayed ON background_jobs (run_at) WHERE delayed = 1;

-- Fair share: the project that was served longest ago is served next.
CREATE TABLE job_turns (
  project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  turn INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX job_turns_by_turn ON job_turns (turn);

-- Counted as jobs change: a count of 100,000 rows for every poll would be the poll's whole cost.
CREATE TABLE job_counts (
  status TEXT PRIMARY KEY,
  count INTEGER NOT NULL CHECK (count >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO job_counts VALUES
  ('pending', 0), ('running', 0), ('completed', 0), ('failed', 0), ('cancelled', 0);
UPDATE job_counts SET count =
  (SELECT count(*) FROM background_jobs WHERE background_jobs.status = job_counts.status);
CREATE TRIGGER job_counted_in AFTER INSERT ON background_jobs BEGIN
  UPDATE job_counts SET count = count + 1 WHERE status = NEW.status;
END;
CREATE TRIGGER job_counted_on AFTER UPDATE OF status ON background_jobs
  WHEN NEW.status != OLD.status BEGIN
  UPDATE job_counts SET count = count - 1 WHERE status = OLD.status;
  UPDATE job_counts SET count = count + 1 WHERE status = NEW.status;
END;
CREATE TRIGGER job_counted_out AFTER DELETE ON background_jobs BEGIN
  UPDATE job_counts SET count = count - 1 WHERE status = OLD.status;
  -- A list that is read again misses it by itself.
  DELETE FROM changes WHERE entity = 'job' AND id = OLD.id;
END;

-- What happened to a job: its last 300 lines.
CREATE TABLE job_events (
  id INTEGER PRIMARY KEY,
  job_id TEXT NOT NULL REFERENCES background_jobs (id) ON DELETE CASCADE,
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('state', 'stage', 'git', 'info', 'warning')),
  message TEXT NOT NULL CHECK (length(message) <= 500)
) STRICT;
CREATE INDEX job_events_by_job ON job_events (job_id, id);
CREATE TRIGGER job_event_added AFTER INSERT ON job_events BEGIN
  DELETE FROM job_events WHERE job_id = NEW.job_id AND id <=
    (SELECT id FROM job_events WHERE job_id = NEW.job_id ORDER BY id DESC LIMIT 1 OFFSET 300);
END;

-- Written here, so that no code path can forget it.
CREATE TRIGGER job_state_told AFTER UPDATE OF status ON background_jobs
  WHEN NEW.status != OLD.status BEGIN
  INSERT INTO job_events (job_id, at, kind, message) VALUES (
    NEW.id,
    NEW.updated_at,
    CASE
      WHEN NEW.status = 'failed' OR (NEW.status = 'pending' AND NEW.error IS NOT NULL)
        OR (NEW.status = 'pending' AND NEW.crashes > OLD.crashes) THEN 'warning'
      ELSE 'state'
    END,
    substr(CASE NEW.status
      WHEN 'running' THEN 'Attempt ' || NEW.attempt || ' of ' || NEW.max_attempts || ' started'
      WHEN 'completed' THEN 'Completed'
      WHEN 'cancelled' THEN 'Cancelled'
      WHEN 'failed' THEN 'Failed: ' || coalesce(NEW.error ->> '$.message', '')
      ELSE coalesce(NEW.message, 'Waiting')
        || CASE WHEN NEW.error IS NULL THEN '' ELSE ': ' || (NEW.error ->> '$.message') END
    END, 1, 500)
  );
END;

-- When a project is analysed by itself: a cron pattern, 'off', or null for the server's default.
ALTER TABLE projects ADD COLUMN schedule TEXT;
ALTER TABLE projects ADD COLUMN next_run_at TEXT;
CREATE INDEX projects_by_next_run ON projects (next_run_at) WHERE next_run_at IS NOT NULL;

-- Whether the last server closed the database in order.
CREATE TABLE server_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  clean INTEGER NOT NULL CHECK (clean IN (0, 1))
) STRICT;
INSERT INTO server_state VALUES (1, 1);
