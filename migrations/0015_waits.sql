-- How long a waiting job was to wait when it was written: what is left of that after a restart does
-- not depend on how far the engine's clock and the wall clock had come apart.
ALTER TABLE background_jobs ADD COLUMN waits_ms INTEGER NOT NULL DEFAULT 0 CHECK (waits_ms >= 0);
UPDATE background_jobs
  SET waits_ms = max(0, CAST(round((julianday(run_at) - julianday(updated_at)) * 86400000) AS INTEGER))
  WHERE delayed = 1;
