/** The tables of an export. SQLite keeps the comments: `sqlite3 FILE .schema` shows them. */

/** Version of the tables, in `PRAGMA user_version`. */
export const SCHEMA_VERSION = 1;

/** Times are ISO 8601 in UTC; JSON columns work with SQLite's JSON functions. Booleans are 0 and 1. */
export const SCHEMA = `
CREATE TABLE sweeps (
  -- One row: the experiment directory.
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,          -- last part of its path
  servesweep TEXT,             -- version that measured; NULL in directories of another program
  started_at TEXT,             -- of the first session
  finished_at TEXT,            -- of the last session; NULL while it runs, or if it was killed
  exit_code INTEGER,           -- of the last session
  ledger TEXT,                 -- JSON: where the time of the last session went
  sessions TEXT NOT NULL       -- JSON: the sessions of sweep.json: command line, host, GPUs, versions
);
CREATE TABLE starts (
  -- One life of one server process; none in directories of another program.
  id INTEGER PRIMARY KEY,
  sweep_id INTEGER NOT NULL REFERENCES sweeps (id),
  start TEXT NOT NULL,         -- the planned start: SERVE--...#1; one that was repeated or resumed has several lives
  name TEXT NOT NULL,          -- SERVE--..., empty for the empty serve set
  argv TEXT NOT NULL,          -- JSON: the command, secrets masked
  env TEXT NOT NULL,           -- JSON: variables set for it, secrets masked
  log_file TEXT NOT NULL,      -- relative to the experiment directory
  round INTEGER,               -- which start of its serve set it is, from 0
  gpus INTEGER,                -- how many its command asks for
  placement TEXT,              -- JSON: the GPUs and CPU cores that it had for itself
  ledger TEXT,                 -- JSON: milliseconds by stage: loading, measured, reset, stopping ...
  started_at TEXT NOT NULL,
  startup_ms REAL,             -- from the spawn until it was ready; NULL if it never was
  server_version TEXT,         -- as the server itself says
  stopped_at TEXT,
  exit_code INTEGER,           -- 128 + n after signal n
  exit_signal TEXT,
  failure_class TEXT,          -- why it did not become ready
  failure_reason TEXT
);
CREATE TABLE combinations (
  -- One serve set with one bench set.
  id INTEGER PRIMARY KEY,
  sweep_id INTEGER NOT NULL REFERENCES sweeps (id),
  directory TEXT NOT NULL,     -- inside the experiment directory
  server TEXT,                 -- name of its server starts
  serve_params TEXT NOT NULL,  -- JSON, numbers as they were written
  bench_params TEXT NOT NULL,
  planned_runs INTEGER,        -- NULL in directories of another program
  gpus REAL NOT NULL           -- of its server
);
CREATE TABLE params (
  -- The same parameters one by one.
  combination_id INTEGER NOT NULL REFERENCES combinations (id),
  side TEXT NOT NULL,          -- serve or bench
  name TEXT NOT NULL,
  value ANY,                   -- INTEGER, REAL or TEXT; booleans 0 and 1; lists and objects as JSON
  PRIMARY KEY (combination_id, side, name)
) WITHOUT ROWID;
CREATE TABLE runs (
  -- One valid run.
  id INTEGER PRIMARY KEY,
  combination_id INTEGER NOT NULL REFERENCES combinations (id),
  start_id INTEGER REFERENCES starts (id),  -- the server that was measured
  run_number INTEGER NOT NULL,
  file TEXT NOT NULL,          -- relative to the experiment directory
  log_file TEXT,
  argv TEXT,                   -- JSON: the benchmark's command, secrets masked
  result TEXT NOT NULL,        -- JSON: the whole result file
  UNIQUE (combination_id, run_number)
);
CREATE TABLE metrics (
  -- The measured numbers of each run, and tokens_per_s_per_gpu and tokens_per_s_per_user.
  run_id INTEGER NOT NULL REFERENCES runs (id),
  name TEXT NOT NULL,          -- key of the result: output_throughput, mean_ttft_ms ...
  value REAL NOT NULL,
  PRIMARY KEY (run_id, name)
) WITHOUT ROWID;
CREATE TABLE failures (
  -- Runs and server starts that failed for good.
  id INTEGER PRIMARY KEY,
  combination_id INTEGER NOT NULL REFERENCES combinations (id),
  run_number INTEGER,          -- NULL for a server start, -1 for the warm-up run
  class TEXT NOT NULL,
  reason TEXT NOT NULL,
  log_tail TEXT NOT NULL,
  log_file TEXT
);
CREATE VIEW summary AS
  -- Mean, range and number of runs of each metric of each combination.
  SELECT c.directory, m.name, count(*) AS n, avg(m.value) AS mean, min(m.value) AS min, max(m.value) AS max
  FROM combinations c JOIN runs r ON r.combination_id = c.id JOIN metrics m ON m.run_id = r.id
  GROUP BY c.id, m.name;
`;
