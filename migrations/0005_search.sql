-- Symbols, the projection of each project's current map into rows, and the search over them.

-- Symbols of a blob, apart from its facts: an analysis reads the facts of every file, but symbols of
-- changed files only (lib/analysis/symbols.ts has the form). NULL where there are none.
ALTER TABLE blob_facts ADD COLUMN symbols TEXT;
-- The day, in UTC, on which an analysis last read or wrote the row, to within a week.
ALTER TABLE blob_facts ADD COLUMN used_on TEXT NOT NULL DEFAULT '2000-01-01';
CREATE INDEX blob_facts_by_use ON blob_facts (used_on);

-- What the cache holds, so that its bound can be kept without reading all of it.
CREATE TABLE fact_totals (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  bytes INTEGER NOT NULL
) STRICT;
INSERT INTO fact_totals SELECT 1, coalesce(sum(octet_length(facts)), 0) FROM blob_facts;
CREATE TRIGGER facts_added AFTER INSERT ON blob_facts BEGIN
  UPDATE fact_totals
    SET bytes = bytes + octet_length(NEW.facts) + coalesce(octet_length(NEW.symbols), 0);
END;
CREATE TRIGGER facts_changed AFTER UPDATE OF facts, symbols ON blob_facts BEGIN
  UPDATE fact_totals SET bytes = bytes
    + octet_length(NEW.facts) + coalesce(octet_length(NEW.symbols), 0)
    - octet_length(OLD.facts) - coalesce(octet_length(OLD.symbols), 0);
END;
CREATE TRIGGER facts_removed AFTER DELETE ON blob_facts BEGIN
  UPDATE fact_totals
    SET bytes = bytes - octet_length(OLD.facts) - coalesce(octet_length(OLD.symbols), 0);
END;

-- What a list of maps shows; NULL in maps of before.
ALTER TABLE system_maps ADD COLUMN committed_at TEXT;
ALTER TABLE system_maps ADD COLUMN health TEXT CHECK (health IN ('green', 'amber', 'red'));
ALTER TABLE system_maps ADD COLUMN figures TEXT CHECK (figures IS NULL OR json_valid(figures));
UPDATE system_maps SET (committed_at, health, figures) =
  (SELECT last_commit_at, projects.health, projects.figures FROM projects
    WHERE projects.id = system_maps.project_id)
  WHERE id IN (SELECT current_map_id FROM projects);
-- A map that is cleared away is nothing that a page would wait to hear of.
CREATE TRIGGER map_removed AFTER DELETE ON system_maps BEGIN
  DELETE FROM changes WHERE entity = 'map' AND id = OLD.id;
END;

-- The current map of a project as rows (docs/adr/0011-search.md). A row is shown from generation
-- `born` until before generation `died`; the project's own `generation` says which one is current.
-- The next one is written beside it, in many small transactions, and shown by the one that publishes
-- the map. A removed project leaves its projection without a project_id, to be cleared in batches.
CREATE TABLE projections (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 2097151),
  project_id TEXT UNIQUE REFERENCES projects (id) ON DELETE SET NULL,
  -- 0: nothing is shown yet.
  generation INTEGER NOT NULL DEFAULT 0,
  map_id TEXT,
  analyzer_version INTEGER
) STRICT;

-- Ids of the rows below are projection * 2^32 + a number that grows: a project's rows lie together,
-- and a range of ids is a project in the full-text indexes too. Without foreign keys: rows of many
-- thousands must not go at once, while requests wait.
CREATE TABLE map_files (
  id INTEGER PRIMARY KEY,
  projection INTEGER NOT NULL,
  path TEXT NOT NULL,
  component TEXT NOT NULL,
  language TEXT,
  oid TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  code INTEGER NOT NULL,
  comment INTEGER NOT NULL,
  blank INTEGER NOT NULL,
  generated INTEGER NOT NULL CHECK (generated IN (0, 1)),
  vendored INTEGER NOT NULL CHECK (vendored IN (0, 1)),
  test INTEGER NOT NULL CHECK (test IN (0, 1)),
  -- Its symbols have the ids from first_symbol to first_symbol + symbols - 1.
  first_symbol INTEGER NOT NULL,
  symbols INTEGER NOT NULL,
  born INTEGER NOT NULL,
  died INTEGER
) STRICT;
CREATE INDEX map_files_by_path ON map_files (projection, path);
CREATE INDEX map_files_by_oid ON map_files (oid);
CREATE INDEX map_files_dying ON map_files (id) WHERE died IS NOT NULL;

CREATE TABLE map_symbols (
  id INTEGER PRIMARY KEY,
  file INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  container TEXT,
  line INTEGER NOT NULL,
  end_line INTEGER NOT NULL,
  exported INTEGER NOT NULL CHECK (exported IN (0, 1)),
  born INTEGER NOT NULL,
  died INTEGER
) STRICT;
CREATE INDEX map_symbols_dying ON map_symbols (id) WHERE died IS NOT NULL;

-- Packages that the repository is, and those that it depends on.
CREATE TABLE map_packages (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('package', 'dependency')),
  name TEXT NOT NULL,
  ecosystem TEXT NOT NULL,
  -- The manifest that says so.
  path TEXT NOT NULL,
  line INTEGER,
  -- Of a dependency: the resolved one.
  version TEXT,
  requirement TEXT,
  scope TEXT,
  purl TEXT,
  born INTEGER NOT NULL,
  died INTEGER
) STRICT;
CREATE INDEX map_packages_dying ON map_packages (id) WHERE died IS NOT NULL;

-- Trigrams of names, with anchors at their ends (lib/domain/match/terms.ts); the texts themselves are
-- in the tables above. `quality` and `kind` hold one mark each.
CREATE VIRTUAL TABLE search_files USING fts5(name, path, initials, quality, kind,
  content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
CREATE VIRTUAL TABLE search_symbols USING fts5(name, path, initials, quality, kind,
  content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
CREATE VIRTUAL TABLE search_packages USING fts5(name, path, initials, quality, kind,
  content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
-- Fewer merges than by default: a first publish is half as long, and no search is slower for it.
INSERT INTO search_files (search_files, rank) VALUES ('automerge', 8);
INSERT INTO search_symbols (search_symbols, rank) VALUES ('automerge', 8);
INSERT INTO search_packages (search_packages, rank) VALUES ('automerge', 8);
