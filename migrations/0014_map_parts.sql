-- What the pages of a project read of its map, apart from each other: none of them has to read the
-- whole document. Maps of before have none; a newer analyser makes those anew.
CREATE TABLE map_parts (
  -- A map that is made again keeps its row and takes a new id.
  map_id TEXT NOT NULL REFERENCES system_maps (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name TEXT NOT NULL CHECK (name IN ('files', 'people', 'packages', 'coverage', 'offerings')),
  -- JSON (lib/domain/wire/map_parts.ts), compressed by gzip.
  content BLOB NOT NULL,
  PRIMARY KEY (map_id, name)
) STRICT;
