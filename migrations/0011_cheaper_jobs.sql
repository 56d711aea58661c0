-- The same promises of the queue and of the feed, with fewer pages written by each change of a job.

-- The feed as a log: one row at its end for every change, where the last change of each thing meant
-- a row found, and an entry of its index moved. It cannot grow without bound either: who has not
-- asked for the last 2,000 changes is told to load everything (lib/store/changes.ts). What has been
-- removed is left out when it is read, so that removing needs no search of the log.
DROP TRIGGER project_added;
DROP TRIGGER project_changed;
DROP TRIGGER project_removed;
DROP TRIGGER job_added;
DROP TRIGGER job_changed;
DROP TRIGGER job_counted_out;
DROP TRIGGER map_added;
DROP TRIGGER map_removed;
DROP TRIGGER github_answers_added;
DROP TRIGGER github_answers_changed;
ALTER TABLE changes RENAME TO former_changes;
CREATE TABLE changes (
  -- The newest row is never removed, so that no number is given twice.
  seq INTEGER PRIMARY KEY,
  entity TEXT NOT NULL CHECK (entity IN ('project', 'job', 'map')),
  id TEXT NOT NULL,
  project_id TEXT,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1))
) STRICT;
INSERT INTO changes (seq, entity, id, project_id, deleted)
  SELECT seq, entity, id, project_id, deleted FROM former_changes;
DROP TABLE former_changes;
DROP TABLE change_counter;
CREATE TRIGGER changes_bounded AFTER INSERT ON changes WHEN NEW.seq % 500 = 0 BEGIN
  DELETE FROM changes WHERE seq <= NEW.seq - 2000;
END;

CREATE TRIGGER project_added AFTER INSERT ON projects BEGIN
  INSERT INTO changes (entity, id, project_id) VALUES ('project', NEW.id, NEW.id);
END;
CREATE TRIGGER project_changed AFTER UPDATE ON projects BEGIN
  INSERT INTO changes (entity, id, project_id) VALUES ('project', NEW.id, NEW.id);
END;
CREATE TRIGGER project_removed AFTER DELETE ON projects BEGIN
  INSERT INTO changes (entity, id, project_id, deleted) VALUES ('project', OLD.id, OLD.id, 1);
END;
CREATE TRIGGER job_added AFTER INSERT ON background_jobs BEGIN
  INSERT INTO changes (entity, id, project_id) VALUES ('job', NEW.id, NEW.project_id);
END;
-- A heartbeat alone (lease_expires_at) is no change that a page would show.
CREATE TRIGGER job_changed AFTER UPDATE OF status, progress, stage, message, result, error, attempt,
  run_at, cancel_requested_at ON background_jobs BEGIN
  INSERT INTO changes (entity, id, project_id) VALUES ('job', NEW.id, NEW.project_id);
END;
CREATE TRIGGER job_counted_out AFTER DELETE ON background_jobs BEGIN
  UPDATE job_counts SET count = count - 1 WHERE status = OLD.status;
END;
CREATE TRIGGER map_added AFTER INSERT ON system_maps BEGIN
  INSERT INTO changes (entity, id, project_id) VALUES ('map', NEW.id, NEW.project_id);
END;
-- The API shows them as part of the project. A confirmation alone is no change.
CREATE TRIGGER github_answers_added AFTER INSERT ON github_answers BEGIN
  INSERT INTO changes (entity, id, project_id) VALUES ('project', NEW.project_id, NEW.project_id);
END;
CREATE TRIGGER github_answers_changed AFTER UPDATE OF answers ON github_answers
  WHEN NEW.answers IS NOT OLD.answers BEGIN
  INSERT INTO changes (entity, id, project_id) VALUES ('project', NEW.project_id, NEW.project_id);
END;

-- A job's place among those of its project stays where it is while the job changes. What a list of
-- one project and one status asks for beside that is in the indexes of what is due and what runs,
-- and, so that the many completed jobs are not looked at for the few others, in one of these.
DROP INDEX background_jobs_by_project;
CREATE INDEX background_jobs_by_project ON background_jobs (project_id, id);
CREATE INDEX background_jobs_unsuccessful ON background_jobs (project_id, status, id)
  WHERE status IN ('failed', 'cancelled');

-- An active job is one without an end (the table CHECKs it): said like this, a claim does not touch
-- the index, as it would where the condition named the state.
DROP INDEX background_jobs_active_key;
CREATE UNIQUE INDEX background_jobs_active_key ON background_jobs (dedupe_key)
  WHERE finished_at IS NULL AND cancel_requested_at IS NULL AND dedupe_key IS NOT NULL;

-- A job's log, numbered from 1 for each job: a line is one entry of one tree, and a log below 300
-- lines costs no search for what is to be removed. What happens when a job changes its state is one
-- trigger.
DROP TRIGGER job_event_added;
DROP TRIGGER job_state_told;
DROP TRIGGER job_counted_on;
ALTER TABLE job_events RENAME TO former_job_events;
CREATE TABLE job_events (
  job_id TEXT NOT NULL REFERENCES background_jobs (id) ON DELETE CASCADE,
  id INTEGER NOT NULL CHECK (id >= 1),
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('state', 'stage', 'git', 'info', 'warning')),
  message TEXT NOT NULL CHECK (length(message) <= 500),
  PRIMARY KEY (job_id, id)
) STRICT, WITHOUT ROWID;
INSERT INTO job_events (job_id, id, at, kind, message)
  SELECT job_id, row_number() OVER (PARTITION BY job_id ORDER BY id), at, kind, message
  FROM former_job_events;
DROP TABLE former_job_events;
CREATE TRIGGER job_event_added AFTER INSERT ON job_events WHEN NEW.id > 300 BEGIN
  DELETE FROM job_events WHERE job_id = NEW.job_id AND id <= NEW.id - 300;
END;

-- Written here, so that no code path can forget it.
CREATE TRIGGER job_state_told AFTER UPDATE OF status ON background_jobs
  WHEN NEW.status != OLD.status BEGIN
  UPDATE job_counts SET count = count - 1 WHERE status = OLD.status;
  UPDATE job_counts SET count = count + 1 WHERE status = NEW.status;
  INSERT INTO job_events (job_id, id, at, kind, message) VALUES (
    NEW.id,
    (SELECT coalesce(max(id), 0) + 1 FROM job_events WHERE job_id = NEW.id),
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

-- Jobs of the rare types, which a list of one type would else look for among all analyses.
CREATE INDEX background_jobs_of_models ON background_jobs (job_type, id)
  WHERE job_type IN ('explain_map', 'answer_question');
