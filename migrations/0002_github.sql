-- What GitHub says about a project's repository, with the ETags to ask again cheaply.

CREATE TABLE github_answers (
  project_id TEXT PRIMARY KEY REFERENCES projects (id) ON DELETE CASCADE,
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  -- When GitHub last confirmed them.
  fetched_at TEXT NOT NULL
) STRICT;

-- The API shows them as part of the project. A confirmation alone is no change.
CREATE TRIGGER github_answers_added AFTER INSERT ON github_answers BEGIN
  UPDATE change_counter SET value = value + 1;
  INSERT INTO changes
    VALUES ('project', NEW.project_id, NEW.project_id, (SELECT value FROM change_counter), 0)
    ON CONFLICT (entity, id) DO UPDATE SET seq = excluded.seq, deleted = 0;
END;
CREATE TRIGGER github_answers_changed AFTER UPDATE OF answers ON github_answers
  WHEN NEW.answers IS NOT OLD.answers BEGIN
  UPDATE change_counter SET value = value + 1;
  INSERT INTO changes
    VALUES ('project', NEW.project_id, NEW.project_id, (SELECT value FROM change_counter), 0)
    ON CONFLICT (entity, id) DO UPDATE SET seq = excluded.seq, deleted = 0;
END;
