-- What the list of all projects sorts, filters and draws by.

-- A sorted JSON array of words: it is read with its project, changes with it (the feed hears of it
-- by the project's own trigger), and a count over all projects is one pass over their rows.
ALTER TABLE projects ADD COLUMN tags TEXT NOT NULL DEFAULT '[]'
  CHECK (json_valid(tags) AND json_type(tags) = 'array');

-- The trend of each project without its maps: in the table, a row's figures stand behind the map
-- itself, megabytes of it, which SQLite would walk through to reach them.
CREATE INDEX system_maps_trend
  ON system_maps (project_id, id, committed_at, figures ->> '$.health_score');
