-- What models were asked and what they said, apart from everything that was measured.

-- Jobs of two more types. SQLite changes no CHECK in place, and to copy this table would drop the
-- events that refer to it: the column is replaced instead. All jobs so far are analyses.
DROP INDEX background_jobs_running;
DROP INDEX background_jobs_due;
ALTER TABLE background_jobs RENAME COLUMN job_type TO former_job_type;
ALTER TABLE background_jobs ADD COLUMN job_type TEXT NOT NULL DEFAULT 'analyze_repo'
  CHECK (job_type IN ('analyze_repo', 'explain_map', 'answer_question'));
ALTER TABLE background_jobs DROP COLUMN former_job_type;
CREATE UNIQUE INDEX background_jobs_running ON background_jobs (project_id, job_type)
  WHERE status = 'running';
CREATE INDEX background_jobs_due
  ON background_jobs (job_type, project_id, priority DESC, run_at, id) WHERE status = 'pending';

-- Every request to a provider, from its beginning. One that was under way when the server died stays
-- 'running' until the next start, which ends it.
CREATE TABLE ai_results (
  id TEXT PRIMARY KEY,
  -- null for a test of a provider.
  project_id TEXT REFERENCES projects (id) ON DELETE CASCADE,
  -- No foreign key: a job is cleared away before what its tokens were spent on.
  job_id TEXT,
  map_id TEXT,
  purpose TEXT NOT NULL CHECK (purpose IN ('explain_map', 'answer_question', 'test_provider')),
  provider TEXT NOT NULL,
  -- As asked for; as answered once it is, where the answer says so.
  model TEXT NOT NULL,
  prompt_version INTEGER NOT NULL,
  -- As sent: secrets found in it are replaced before, and `redactions` counts them.
  prompt TEXT NOT NULL,
  redactions INTEGER NOT NULL DEFAULT 0 CHECK (redactions >= 0),
  response TEXT,
  status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'failed', 'cancelled')),
  error TEXT CHECK (error IS NULL OR json_valid(error)),
  -- Of prompt and response; what the provider counted, else an estimate.
  input_tokens INTEGER NOT NULL DEFAULT 0 CHECK (input_tokens >= 0),
  output_tokens INTEGER NOT NULL DEFAULT 0 CHECK (output_tokens >= 0),
  tokens INTEGER NOT NULL GENERATED ALWAYS AS (input_tokens + output_tokens) VIRTUAL,
  latency_ms INTEGER CHECK (latency_ms >= 0),
  -- SHA-256 of all that an equal answer depends on; only completed ones are asked for by it.
  cache_key TEXT,
  created_at TEXT NOT NULL,
  CHECK ((status = 'failed') = (error IS NOT NULL)),
  CHECK (status != 'completed' OR response IS NOT NULL)
) STRICT;
CREATE INDEX ai_results_by_project ON ai_results (project_id, id);
CREATE INDEX ai_results_by_job ON ai_results (job_id, id);
-- What each day (UTC) has cost, apart from the requests: these go with their project.
CREATE TABLE ai_spending (
  day TEXT PRIMARY KEY,
  requests INTEGER NOT NULL,
  tokens INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TRIGGER ai_spending_begins AFTER INSERT ON ai_results BEGIN
  INSERT INTO ai_spending VALUES (substr(NEW.created_at, 1, 10), 1,
      NEW.input_tokens + NEW.output_tokens)
    ON CONFLICT (day) DO UPDATE SET requests = requests + 1, tokens = tokens + excluded.tokens;
END;
CREATE TRIGGER ai_spending_changes AFTER UPDATE OF input_tokens, output_tokens ON ai_results BEGIN
  UPDATE ai_spending SET tokens = tokens + NEW.input_tokens + NEW.output_tokens
      - OLD.input_tokens - OLD.output_tokens
    WHERE day = substr(NEW.created_at, 1, 10);
END;
CREATE INDEX ai_results_by_age ON ai_results (created_at);
CREATE INDEX ai_results_by_key ON ai_results (cache_key, id)
  WHERE status = 'completed' AND cache_key IS NOT NULL;
CREATE INDEX ai_results_running ON ai_results (id) WHERE status = 'running';

-- An explanation of one map: claims whose evidence was checked against the commit.
CREATE TABLE explanations (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  job_id TEXT NOT NULL,
  map_id TEXT NOT NULL,
  map_hash TEXT NOT NULL,
  commit_sha TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  prompt_version INTEGER NOT NULL,
  content TEXT NOT NULL CHECK (json_valid(content)),
  claims_kept INTEGER NOT NULL CHECK (claims_kept >= 1),
  claims_dropped INTEGER NOT NULL CHECK (claims_dropped >= 0),
  redactions INTEGER NOT NULL CHECK (redactions >= 0),
  tokens INTEGER NOT NULL CHECK (tokens >= 0),
  latency_ms INTEGER NOT NULL CHECK (latency_ms >= 0),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX explanations_by_project ON explanations (project_id, id);
-- A job that runs again after a crash finds what it has made.
CREATE UNIQUE INDEX explanations_by_job ON explanations (job_id);

CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  title TEXT NOT NULL CHECK (length(title) BETWEEN 1 AND 120),
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
) STRICT;
CREATE INDEX conversations_by_project ON conversations (project_id, updated_at DESC, id);

-- A question and, once its job has ended, the answer.
CREATE TABLE conversation_turns (
  id TEXT PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
  job_id TEXT NOT NULL,
  question TEXT NOT NULL CHECK (length(question) BETWEEN 1 AND 4000),
  -- The rest is null until there is an answer.
  answer TEXT CHECK (answer IS NULL OR json_valid(answer)),
  map_id TEXT,
  commit_sha TEXT,
  provider TEXT,
  model TEXT,
  claims_dropped INTEGER,
  redactions INTEGER,
  tokens INTEGER,
  latency_ms INTEGER,
  created_at TEXT NOT NULL,
  answered_at TEXT,
  CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;
CREATE INDEX conversation_turns_by_conversation ON conversation_turns (conversation_id, id);
CREATE INDEX conversation_turns_by_job ON conversation_turns (job_id);
