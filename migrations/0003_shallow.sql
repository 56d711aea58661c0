-- Whether a map knows a part of the history only: once more of it can be had, the map is made again.

ALTER TABLE system_maps ADD COLUMN shallow INTEGER NOT NULL DEFAULT 0 CHECK (shallow IN (0, 1));
